using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Topics;
using Xunit;

namespace HeartMonitor.System.Tests.Mqtt;

public sealed class TopicRulesTests
{
    [Theory]
    [InlineData("hrm/1/gym1/#")]
    [InlineData("hrm/1/gym1/dn/#")]
    [InlineData("hrm/1/gym1/dn/session/+/live")]
    [InlineData("hrm/1/gym1/dn/session/+/alert/+")]
    [InlineData("hrm/1/gym1/dn/reply/tablet-1")]
    [InlineData("hrm/1/gym1/+/svc/svc/beat")]
    public void Staff_on_loopback_reads_the_site(string filter) => Assert.True(SubscriptionRules.Allows(filter, "gym1", caller: null));

    [Theory]
    [InlineData("#")]
    [InlineData("+")]
    [InlineData("+/#")]
    [InlineData("+/1/gym1/#")]
    [InlineData("hrm/#")]
    [InlineData("hrm/1/#")]
    [InlineData("hrm/+/gym1/#")]
    [InlineData("hrm/1/+/dn/#")]
    [InlineData("hrm/1/gym2/dn/#")]
    [InlineData("hrm/1/gym1")]
    [InlineData("hrm/1/gym1x/#")]
    [InlineData("hrm//#")]
    [InlineData("hrm/1//dn/#")]
    [InlineData("hrm/1/gym1/dn/#/x")]
    [InlineData("hrm/1/gym1/dn/se+")]
    [InlineData("hrm/1/gym1/dn/x#")]
    [InlineData("HRM/1/gym1/#")]
    [InlineData("hrm/1/Gym1/#")]
    [InlineData("hrm/1/gуm1/#")] // Cyrillic у.
    [InlineData("hrm/1/gym1/dn/sessiоn/+/live")] // Cyrillic о.
    [InlineData("hrm/1/gym1/dn\u0000/#")]
    [InlineData(" hrm/1/gym1/#")]
    [InlineData("/hrm/1/gym1/#")]
    [InlineData("$SYS/#")]
    [InlineData("$share/g/hrm/1/gym1/#")]
    [InlineData("hrm/1/gym1/a/b/c/d/e/f")]
    [InlineData("")]
    public void Whatever_reaches_beyond_the_site_is_refused(string filter) => Assert.False(SubscriptionRules.Allows(filter, "gym1", caller: null));

    [Theory]
    [InlineData("hrm/1/gym1/dn/reply/u1", true)]
    [InlineData("hrm/1/gym1/dn/session/#", true)]
    [InlineData("hrm/1/gym1/up/u1/#", true)]
    [InlineData("hrm/1/gym1/dn/reply/u2", false)]
    [InlineData("hrm/1/gym1/dn/reply/+", false)]
    [InlineData("hrm/1/gym1/dn/+/u2", false)]
    [InlineData("hrm/1/gym1/dn/#", false)]
    [InlineData("hrm/1/gym1/+/reply/u2", false)]
    [InlineData("hrm/1/gym1/#", false)]
    [InlineData("hrm/1/gym1/up/u2/#", false)]
    [InlineData("hrm/1/gym1/up/+/state", false)]
    public void A_user_reads_no_other_users_replies(string filter, bool isAllowed) =>
        Assert.Equal(isAllowed, SubscriptionRules.Allows(filter, "gym1", new Caller("u1", Role.Staff)));

    [Theory]
    [InlineData("hrm/1/gym1/up/staff1/ack/a1")]
    [InlineData("hrm/1/gym1/up/staff1/answer/p1")]
    [InlineData("hrm/1/gym1/up/staff1/symptom/s_1")]
    [InlineData("hrm/1/gym1/up/staff1/talk/s_1")]
    [InlineData("hrm/1/gym1/up/staff1/help/s_1")]
    [InlineData("hrm/1/gym1/up/staff1/shelve/a1")]
    [InlineData("hrm/1/gym1/up/staff1/unshelve/a1")]
    [InlineData("hrm/1/gym1/up/staff1/state")]
    public void Requests_are_recognised(string topic) => Assert.Equal("staff1", UpTopic.Parse(topic, "gym1")?.Principal);

    [Theory]
    [InlineData("hrm/1/gym1/dn/session/s_1/alert/a1")]
    [InlineData("hrm/1/gym2/up/staff1/ack/a1")]
    [InlineData("hrm/1/gym1/up//ack/a1")]
    [InlineData("hrm/1/gym1/up/staff1/ack")]
    [InlineData("hrm/1/gym1/up/staff1/ack/")]
    [InlineData("hrm/1/gym1/up/staff1/ack/a1/b")]
    [InlineData("hrm/1/gym1/up/staff1/state/x")]
    [InlineData("hrm/1/gym1/up/Staff1/ack/a1")]
    [InlineData("hrm/1/gym1/up/staff1/ack/+")]
    [InlineData("hrm/1/gym1/up/staff1/config/a1")]
    [InlineData("hrm/2/gym1/up/staff1/ack/a1")]
    [InlineData("$SYS/broker")]
    [InlineData("")]
    public void Anything_else_is_nobodys(string topic) => Assert.Null(UpTopic.Parse(topic, "gym1"));

    [Fact]
    public void Endless_topics_cost_nothing() => Assert.Null(UpTopic.Parse("hrm/1/gym1/up/" + string.Join('/', Enumerable.Repeat("a", 30000)), "gym1"));
}
