using System.Text;
using HeartMonitor.Mqtt.Brokers;
using HeartMonitor.Mqtt.Requests;
using HeartMonitor.Mqtt.Topics;
using Xunit;

namespace HeartMonitor.System.Tests.Mqtt;

public sealed class RequestBodyTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_transports_repeat_of_bare_words_has_the_same_id() => Assert.Equal(IdAt(0), IdAt(4));

    [Fact]
    public void Whoever_calls_for_help_again_in_the_same_minute_is_heard_again() => Assert.NotEqual(IdAt(2), IdAt(9));

    private static string IdAt(double second) =>
        RequestBody.Open(new(new UpTopic("nurse-1", UpKind.Help, "s_1"), "hrm/1/gym1/up/nurse-1/help/s_1", Encoding.UTF8.GetBytes("{}"), null), Start.AddSeconds(second))!.Id;
}
