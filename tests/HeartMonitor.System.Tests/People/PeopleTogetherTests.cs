using System.Net;
using System.Text.Json;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.People;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;

namespace HeartMonitor.System.Tests.People;

/// <summary>Several people at one person, one tablet and one session: nothing typed is lost, and no plan stays old unnoticed.</summary>
[Collection("browser")]
public sealed class PeopleTogetherTests(BrowserHost browser) : IAsyncLifetime
{
    private SignInHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PeopleHost.StartAsync();
        _host.Staffed();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Of_two_who_write_medicines_at_once_neither_loses_one()
    {
        await using var tablet = await SignedInAsync("doc", "/people/person.html?id=p_61");
        var page = tablet.Page;
        await AddMedicineAsync(page, "metoprolol");
        using var nurse = await _host.SignedInAsync("nurse");
        Assert.Equal(HttpStatusCode.OK, (await nurse.SendAsync(HttpMethod.Patch, "people/p_61", """{"participant":{"bodyMassKg":81,"medications":[{"name":"simvastatin","atc":"C10AA01"}]}}""", ("If-Match", "\"0\""))).Status);

        await page.ClickAsync("#save-medications");
        await SeesAsync(page.Locator("#conflict"), "nurse saved at");
        await SeesAsync(page.Locator("#conflict"), "medicines");
        await tablet.ShootAsync("people-conflict");
        await page.ClickAsync("#take-over");
        await SeesNotAsync(page.Locator("#conflict"));
        await Assertions.Expect(page.Locator("#own-mass")).ToHaveValueAsync("81");
        await SeesAsync(page.Locator("#state-medications"), "Not saved yet.");
        await page.ClickAsync("#save-medications");
        await SeesAsync(page.Locator("#state-medications"), "Saved as revision 2");

        var file = (await nurse.SendAsync(HttpMethod.Get, "people/p_61")).Body.GetProperty("participant");
        Assert.Equal(["C10AA01", "C07AB02"], file.GetProperty("medications").EnumerateArray().Select(m => m.GetProperty("atc").GetString()));
        Assert.Equal(81, file.GetProperty("bodyMassKg").GetInt32());
    }

    [Fact]
    public async Task What_was_typed_is_there_again_after_the_lock_and_for_nobody_else()
    {
        await using var tablet = await SignedInAsync("nurse", "/people/person.html?id=p_61");
        var page = tablet.Page;
        await page.FillAsync("#own-name", "Maria Muster");
        await AddMedicineAsync(page, "bisoprolol");
        Assert.True((await page.Context.APIRequest.PostAsync(_host.Url + "/api/v1/lock", new() { Data = "{}", Headers = new Dictionary<string, string> { ["Content-Type"] = "application/json", ["Origin"] = _host.Url } })).Ok);
        await page.ClickAsync("#save-own");
        await SeesAsync(page.Locator("#sign-in-title"), "Locked. nurse");
        await page.FillAsync("#secret", SignInHost.Pin);
        await page.Keyboard.PressAsync("Enter");
        await SeesAsync(page.Locator("#told"), "is here again");
        await Assertions.Expect(page.Locator("#own-name")).ToHaveValueAsync("Maria Muster");
        await SeesAsync(page.Locator("#medicine-list"), "bisoprolol");
        await page.ClickAsync("#save-medications");
        await SeesAsync(page.Locator("#state-medications"), "Saved as revision 1");
        await SeesAsync(page.Locator("#state-own"), "Not saved yet.");

        await page.ClickAsync("#sign-out");
        await SeesAsync(page.Locator("#sign-in-title"), "Sign in");
        Assert.Equal(0, await page.EvaluateAsync<int>("sessionStorage.length"));
    }

    [Fact]
    public async Task A_tablet_changes_hands_in_two_taps_and_a_pin()
    {
        await using var tablet = await SignedInAsync("nurse", "/signin.html");
        var page = tablet.Page;
        await page.EvaluateAsync("localStorage.setItem('heartmonitor.accounts', JSON.stringify([{ id: 'doc', pin: false }, { id: 'nurse', pin: true }]))");
        await page.ReloadAsync();
        await SeesAsync(page.Locator("#done-text"), "nurse");
        await page.ClickAsync("#switch button:has-text('doc')");
        await page.FillAsync("#secret", SignInHost.Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#me-who")).ToContainTextAsync("Dora", new() { Timeout = 30_000 });

        await page.ClickAsync("#open-tablet");
        await page.ClickAsync("#me-change");
        await page.ClickAsync("#lock");
        await SeesAsync(page.Locator("#sign-in-title"), "Locked. doc");
        Assert.Contains(_host.Desk.Store.Audit.Before(long.MaxValue, 5), line => line is { What: "lock", Who: "doc" });
    }

    [Fact]
    public async Task A_medicine_that_is_learnt_in_mid_session_is_in_force_two_taps_later()
    {
        Enter(MonitoringMode.Zones);
        _host.Answer = command =>
        {
            if (command.Fact is not ParticipantChanged { Confirmed: true } change) return new(command.Id, CommandResult.Unconfirmed, "The new plan asks for less care (a higher ceiling or none).") { Session = "s_1" };
            _host.Board.Apply([TabletFeed.Fact("s_1", change, 5) with { Participant = "p_61", At = TimeProvider.System.GetUtcNow() }, Planned(MonitoringMode.Rpe, 6)]);
            return new(command.Id, CommandResult.Accepted) { Session = "s_1" };
        };
        await using var tablet = await SignedInAsync("nurse", "/people/person.html?id=p_61");
        var page = tablet.Page;
        await SeesAsync(page.Locator("#running"), "Exercises just now.");
        await AddMedicineAsync(page, "metoprolol");
        await page.ClickAsync("#save-medications");
        await SeesAsync(page.Locator("#running"), "The session goes on by the plan of");
        await Assertions.Expect(page.Locator("#apply")).ToBeInViewportAsync();
        await tablet.ShootAsync("people-apply");

        await using var floor = await SignedInAsync("doc", "/");
        await SeesAsync(floor.Page.Locator(".tile-file"), "File changed");
        await page.ClickAsync("#apply");
        await SeesAsync(page.Locator("#running"), "asks for less care");
        await page.ClickAsync("#apply-sure");
        await SeesAsync(page.Locator("#running"), "Applied: RPE.");
        await SeesNotAsync(floor.Page.Locator(".tile-file"));
        await SeesAsync(floor.Page.Locator(".badge"), "RPE");
        Assert.DoesNotContain(tablet.Complaints, c => !c.Contains("status of 409", StringComparison.Ordinal));
    }

    private void Enter(MonitoringMode mode)
    {
        var person = new StoredPeople(_host.Desk.Store.People, () => PeopleHost.Today).ForSession("p_61") ?? new() { Id = "p_61", Age = 61, RestingHr = 58 };
        _host.Board.Apply([TabletFeed.Fact("s_1", new SessionStarted { Participant = person, On = PeopleHost.Today }, 1) with { Participant = "p_61", At = TimeProvider.System.GetUtcNow().AddMinutes(-5) }, Planned(mode, 2), TabletFeed.Fact("s_1", new PhaseEntered(SessionPhase.Work), 3) with { Participant = "p_61" }]);
    }

    private static Released Planned(MonitoringMode mode, long seq) =>
        TabletFeed.Decided("s_1", new PlanEvent { T = seq, At = TimeProvider.System.GetUtcNow(), Plan = TabletFeed.Plan("p_61", mode) }, seq) with { Participant = "p_61" };

    private static async Task AddMedicineAsync(IPage page, string name)
    {
        await page.FillAsync("#medicine-search", name);
        await SeesAsync(page.Locator("#medicine-found button").First, name);
        await page.Locator("#medicine-found button").First.ClickAsync();
        await SeesAsync(page.Locator("#medicine-list"), name);
    }

    private async Task<BrowserTablet> SignedInAsync(string id, string path)
    {
        var tablet = await browser.OpenAsync(_host.Url + "/signin.html");
        var answer = await tablet.Page.Context.APIRequest.PostAsync(
            _host.Url + "/api/v1/sign-in", new() { DataObject = new { id, secret = id == "nurse" ? SignInHost.Pin : SignInHost.Password }, Timeout = 60_000 });
        Assert.True(answer.Ok, await answer.TextAsync());
        await tablet.Page.GotoAsync(_host.Url + path, new() { Timeout = 40_000, WaitUntil = WaitUntilState.Commit });
        return tablet;
    }
}
