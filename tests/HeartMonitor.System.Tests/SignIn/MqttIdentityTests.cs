using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Storage.People;
using HeartMonitor.System.Tests.Support;
using MQTTnet;
using Xunit;

namespace HeartMonitor.System.Tests.SignIn;

/// <summary>The same accounts and tokens at the embedded broker.</summary>
public sealed class MqttIdentityTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hrm-mqtt-id-");
    private readonly JournalClock _clock = new();
    private SignInDesk _desk = null!;
    private MqttHarness _harness = null!;

    public async ValueTask InitializeAsync()
    {
        _desk = new(PeopleStore.Open(_folder.FullName), _folder.FullName, SignInHost.Options, _clock);
        _harness = await MqttHarness.Embedded(clients: _desk).UpAsync();
        _desk.Dropped += id => _ = _harness.Link.DropAsync(id);
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        _desk.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Clients_without_a_name_are_accepted_until_there_is_an_account_and_let_go_then()
    {
        await using var anonymous = await MqttTestClient.ConnectAsync(_harness.Port);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await anonymous.SubscribeAsync("hrm/1/gym1/dn/#"));
        MakeBoss();
        await MqttWait.UntilAsync(() => !anonymous.Client.IsConnected, "the client without a name is gone");
        await Assert.ThrowsAnyAsync<Exception>(() => MqttTestClient.ConnectAsync(_harness.Port));
    }

    [Fact]
    public async Task An_account_speaks_under_its_own_name_and_signs_with_it()
    {
        MakeBoss();
        Add("nurse", Role.Staff);
        await using var nurse = await ConnectAsync("nurse", SignInHost.Password);
        await nurse.PublishAsync("hrm/1/gym1/up/nurse/ack/a1", """{"by":"somebody-else"}""");
        var refused = await nurse.PublishAsync("hrm/1/gym1/up/boss/ack/a2", "{}");
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, refused.ReasonCode);
        Assert.Equal("nurse", Assert.IsType<AlertAcknowledged>(Assert.Single(_harness.Commands).Fact).By);
        Assert.NotEqual(MqttClientSubscribeResultCode.GrantedQoS1, await nurse.SubscribeAsync("hrm/1/gym1/dn/reply/boss"));
        Assert.Equal(("nurse", "ack", "a1"), Assert.Single(_desk.Store.Audit.Before(long.MaxValue, 50).Where(r => r.Who == "nurse").Select(r => (r.Who, r.What, r.About))));
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await nurse.SubscribeAsync("hrm/1/gym1/dn/session/+/live"));
    }

    [Fact]
    public async Task What_an_account_does_is_in_the_audit_with_its_session_and_what_was_refused_is_not()
    {
        MakeBoss();
        Add("nurse", Role.Staff);
        _harness.Answer = (command, _) => Task.FromResult(command.Fact is TalkTestAnswered
            ? new CommandReceipt(command.Id, CommandResult.Invalid, "no")
            : new CommandReceipt(command.Id, CommandResult.Accepted) { Session = command.Session ?? "s_9" });
        await using var nurse = await ConnectAsync("nurse", SignInHost.Password);
        await nurse.PublishAsync("hrm/1/gym1/up/nurse/help/s_1", "{}");
        await nurse.PublishAsync("hrm/1/gym1/up/nurse/symptom/s_1", """{"symptoms":["dizzy"]}""");
        await nurse.PublishAsync("hrm/1/gym1/up/nurse/answer/q1", """{"value":13}""");
        await nurse.PublishAsync("hrm/1/gym1/up/nurse/talk/s_1", """{"value":"yes"}""");
        await MqttWait.UntilAsync(() => _harness.Commands.Count == 4, "all four were heard");

        Assert.Equal(
            [("help", "s_1"), ("symptoms", "s_1"), ("rpe", "s_9")],
            _desk.Store.Audit.Before(long.MaxValue, 50).Where(r => r.Who == "nurse").Reverse().Select(r => (r.What, r.About)));
    }

    [Fact]
    public async Task A_gateways_token_sends_packets_reads_its_replies_and_nothing_else()
    {
        MakeBoss();
        var secret = Token("gate1", Role.Gateway);
        await using var gateway = await ConnectAsync("gate1", secret);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await gateway.PublishAsync("hrm/1/gym1/up/gate1/ack/a1", "{}")).ReasonCode);
        Assert.NotEqual(MqttClientSubscribeResultCode.GrantedQoS1, await gateway.SubscribeAsync("hrm/1/gym1/dn/session/+/live"));
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await gateway.SubscribeAsync("hrm/1/gym1/dn/reply/gate1"));
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync("gate2", secret));
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync("gate1", secret + "x"));
        Assert.Empty(_harness.Commands);
    }

    [Fact]
    public async Task A_researcher_reads_values_and_neither_alerts_nor_commands()
    {
        MakeBoss();
        await using var script = await ConnectAsync("notebook", Token("notebook", Role.Researcher));
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await script.SubscribeAsync("hrm/1/gym1/dn/session/+/live"));
        foreach (var filter in new[] { "hrm/1/gym1/dn/session/#", "hrm/1/gym1/dn/session/+/alert/+", "hrm/1/gym1/dn/#", "hrm/1/gym1/dn/device/+/health" })
            Assert.NotEqual(MqttClientSubscribeResultCode.GrantedQoS1, await script.SubscribeAsync(filter));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await script.PublishAsync("hrm/1/gym1/up/notebook/raw/strap-1", "x")).ReasonCode);
    }

    [Fact]
    public async Task Nobody_comes_back_to_another_ones_session()
    {
        MakeBoss();
        Add("ab", Role.Staff);
        Add("a", Role.Staff);
        await using var real = await MqttTestClient.ConnectAsync(_harness.Port, o => o.WithCredentials("ab", SignInHost.Password).WithClientId("ab-1"));
        await Assert.ThrowsAnyAsync<Exception>(() => MqttTestClient.ConnectAsync(_harness.Port, o => o.WithCredentials("a", SignInHost.Password).WithClientId("ab-1")));
        Assert.True(real.Client.IsConnected);
        await Assert.ThrowsAnyAsync<Exception>(() => MqttTestClient.ConnectAsync(_harness.Port, o => o.WithCredentials("a", SignInHost.Password).WithClientId("elsewhere")));
    }

    [Fact]
    public async Task An_account_that_is_disabled_loses_its_connection()
    {
        MakeBoss();
        Add("nurse", Role.Staff);
        await using var nurse = await ConnectAsync("nurse", SignInHost.Password);
        _desk.Store.Accounts.Change(_desk.Store.Accounts.Find("nurse")! with { IsDisabled = true }, null);
        _desk.Drop("nurse");
        await MqttWait.UntilAsync(() => !nurse.Client.IsConnected, "the client is gone");
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync("nurse", SignInHost.Password));
    }

    [Fact]
    public async Task A_token_that_runs_out_loses_its_connection()
    {
        MakeBoss();
        await using var gateway = await ConnectAsync("gate1", Token("gate1", Role.Gateway));
        _clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        await MqttWait.UntilAsync(() => !gateway.Client.IsConnected, "the gateway is gone");
    }

    [Fact]
    public async Task Wrong_passwords_lock_the_account_here_too()
    {
        MakeBoss();
        for (var i = 0; i < 5; i++) await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync("boss", "wrong wrong wrong"));
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync("boss", SignInHost.Password));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await using var boss = await ConnectAsync("boss", SignInHost.Password);
        Assert.True(boss.Client.IsConnected);
    }

    private Task<MqttTestClient> ConnectAsync(string user, string secret) =>
        MqttTestClient.ConnectAsync(_harness.Port, o => o.WithCredentials(user, secret).WithClientId($"{user}-{Guid.NewGuid():n}"[..20]));

    private void MakeBoss() => Assert.Equal(SecretVerdict.Right, _desk.MakeFirst(_desk.FirstRun!.Code, new("boss", "B", Role.Admin, false, false), SignInHost.Password).Verdict);

    private void Add(string id, Role role) => Assert.True(_desk.Store.Accounts.Add(new(id, id, role, false, false), SecretHash.Of(SignInHost.Password, 100), _clock.GetUtcNow()));

    private string Token(string id, Role role)
    {
        var secret = SignInDesk.TokenPrefix + DrawnSecret.New();
        Assert.True(_desk.Store.Tokens.Add(new(id, role, "boss", _clock.GetUtcNow(), _clock.GetUtcNow().AddDays(1)), secret));
        return secret;
    }
}
