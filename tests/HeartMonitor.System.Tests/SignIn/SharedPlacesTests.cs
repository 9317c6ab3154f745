using System.Net;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Tablet;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.SignIn;

/// <summary>What somebody who is signed in neither takes from others nor is said to have done.</summary>
public sealed class SharedPlacesTests : IAsyncLifetime
{
    private SignInHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await SignInHost.StartAsync();
        _host.Staffed();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task One_account_opens_twelve_streams_and_leaves_the_other_places_to_others()
    {
        using var nurse = await _host.SignedInAsync("nurse");
        using var twin = await _host.SignedInAsync("nurse"); // another browser of the same account
        var most = new TabletOptions().MaxPerHolder;
        for (var i = 0; i < most; i++) Assert.Equal(HttpStatusCode.OK, await (i % 2 == 0 ? nurse : twin).GetAsync("stream"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await nurse.GetAsync("stream"));
        Assert.NotNull(nurse.Last!.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await twin.GetAsync("stream"));
        using var doc = await _host.SignedInAsync("doc");
        Assert.Equal(HttpStatusCode.OK, await doc.GetAsync("stream"));
        Assert.Equal(most + 1, _host.Board.Clients);
    }

    [Fact]
    public async Task What_a_participant_enters_on_a_browser_of_the_staff_is_not_said_to_be_theirs()
    {
        _host.Board.Apply(TabletFeed.Begin("s_01", MonitoringMode.Rpe, TimeProvider.System.GetUtcNow()));
        using var nurse = await _host.SignedInAsync("nurse");
        var path = (await nurse.SendAsync(HttpMethod.Get, "sessions/s_01/code")).Body.GetProperty("path").GetString();

        Assert.Equal(HttpStatusCode.OK, await nurse.PostAsync($"/api/v1{path}/answer", """{"value":13}"""));
        Assert.Equal(HttpStatusCode.OK, await nurse.PostAsync($"/api/v1{path}/help", "{}"));

        Assert.Equal([new RpeAnswered(13) { By = AnsweredBy.Participant }, new HelpRequested()], _host.Commands.Select(c => c.Fact));
        Assert.DoesNotContain(_host.Desk.Store.Audit.Before(long.MaxValue, 50), r => r.What is "rpe" or "help");
        Assert.Equal(HttpStatusCode.OK, await nurse.PostAsync("sessions/s_01/events", """{"event":"help"}"""));
        Assert.Equal(("nurse", "help"), _host.Desk.Store.Audit.Before(long.MaxValue, 1).Select(r => (r.Who, r.What)).Single());
    }
}
