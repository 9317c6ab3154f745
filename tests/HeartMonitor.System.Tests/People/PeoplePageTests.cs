using System.Text.RegularExpressions;
using HeartMonitor.Core.Ports;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;

namespace HeartMonitor.System.Tests.People;

/// <summary>Sign-in and people in a real browser, by what staff see and tap.</summary>
[Collection("browser")]
public sealed class PeoplePageTests(BrowserHost browser) : IAsyncLifetime
{
    private SignInHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PeopleHost.StartAsync();
        _host.Answer = command => new(command.Id, CommandResult.Accepted) { Session = command.Session ?? "s_new" };
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_first_run_makes_the_first_admin_who_makes_the_next_account()
    {
        await using var tablet = await browser.OpenAsync(_host.Url + "/signin.html");
        var page = tablet.Page;
        await SeesAsync(page.Locator("#open-title"), "Sign-in is off");
        await FillFirstAsync(page, "AAAA-BBBB", "four grey horses");
        await SeesAsync(page.Locator("#first-state"), "not the code");
        await FillFirstAsync(page, _host.Desk.FirstRun!.Shown, "short");
        await SeesAsync(page.Locator("#first-state"), "at least 12");
        await tablet.ShootAsync("people-first-run");
        await FillFirstAsync(page, _host.Desk.FirstRun!.Shown, "four grey horses");
        await SeesAsync(page.Locator("#accounts"), "boss (Ada Byron)");
        await page.FillAsync("#account-id", "nurse-1");
        await page.FillAsync("#account-name", "Nora Nurse");
        await page.FillAsync("#account-secret", "402718");
        await page.ClickAsync("text=Add account");
        await SeesAsync(page.Locator("#account-state"), "nurse-1 can sign in now.");
        await page.FillAsync("#token-id", "notebook");
        await page.ClickAsync("text=Make a token");
        await SeesAsync(page.Locator("#token-secret"), "hrm_");
        await SeesAsync(page.Locator("#audit"), "nurse-1");
        await tablet.ShootAsync("people-accounts");
        await page.ReloadAsync();
        await SeesAsync(page.Locator("#tokens"), "notebook");
        Assert.DoesNotContain("hrm_", await page.InnerTextAsync("body"), StringComparison.Ordinal);
        Assert.DoesNotContain(tablet.Complaints, c => !c.Contains("status of 4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Staff_sign_in_with_the_pin_pad_and_too_many_wrong_pins_are_told_to_wait()
    {
        _host.Staffed();
        await using var tablet = await browser.OpenAsync(_host.Url + "/people/index.html", 1024, 768);
        var page = tablet.Page;
        await SeesAsync(page.Locator("#sign-in-title"), "Sign in");
        await page.FillAsync("#id", "nurse");
        await page.ClickAsync("#pad-switch");
        await PinAsync(page, SignInHost.Pin);
        await SeesAsync(page.Locator("#title"), "People");
        await page.ClickAsync("#sign-out");
        await page.ClickAsync("#known button:has-text('nurse')");
        await SeesAsync(page.Locator("#sign-in-title"), "nurse: enter your PIN");
        await tablet.ShootAsync("people-pin-pad");
        for (var i = 0; i < 5; i++)
        {
            await PinAsync(page, "111119");
            await SeesAsync(page.Locator("#state"), "do not belong together");
        }

        await PinAsync(page, SignInHost.Pin);
        await SeesAsync(page.Locator("#state"), "Wait 30 s");
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        await PinAsync(page, SignInHost.Pin);
        await ArrivesAsync(page, new("(/|/people/index.html)$"));
    }

    [Fact]
    public async Task A_tablet_that_nobody_touched_asks_for_the_pin_and_goes_back_to_where_it_was()
    {
        _host.Staffed();
        await using var tablet = await SignedInAsync("nurse", "/people/index.html");
        _host.Clock.Advance(SignInHost.Options.Idle + TimeSpan.FromMinutes(1));
        await tablet.Page.GotoAsync(_host.Url + "/people/person.html?id=p_61");
        await SeesAsync(tablet.Page.Locator("#sign-in-title"), "Locked. nurse");
        await PinAsync(tablet.Page, SignInHost.Pin);
        await ArrivesAsync(tablet.Page, new("/people/person.html"));
    }

    [Fact]
    public async Task Two_tablets_that_put_people_on_todays_list_keep_each_others()
    {
        _host.Staffed();
        await using var tablet = await SignedInAsync("nurse", "/people/index.html");
        var page = tablet.Page;
        await SeesAsync(page.Locator("#people [data-id='p_61'] .chip"));
        using var doc = await _host.SignedInAsync("doc");
        Assert.Equal(global::System.Net.HttpStatusCode.OK, (await doc.SendAsync(HttpMethod.Put, "roster", """{"people":["p_61"]}""", ("If-Match", "\"0\""))).Status);

        await page.ClickAsync("#people [data-id='p_30'] .chip");

        await SeesAsync(page.Locator("#state"), "doc changed the list meanwhile");
        await SeesAsync(page.Locator("#today [data-id='p_61']"));
        await SeesAsync(page.Locator("#today [data-id='p_30']"));
        Assert.Equal(["p_61", "p_30"], _host.Desk.Store.Roster.Of(PeopleHost.Today).People);
    }

    [Fact]
    public async Task A_researcher_is_shown_no_page_with_a_name()
    {
        _host.Staffed();
        await using var tablet = await SignedInAsync("sci", "/signin.html");
        await SeesAsync(tablet.Page.Locator("#done-text"), "by pseudonym");
        foreach (var path in new[] { "/", "/people/index.html", "/people/person.html?id=p_61", "/people/accounts.html" })
        {
            await tablet.Page.GotoAsync(_host.Url + path);
            await SeesAsync(tablet.Page.Locator("#why"), "not for the role researcher");
        }
    }

    [Fact]
    public async Task Adding_metoprolol_turns_the_live_plan_from_zones_to_perception_with_its_reason()
    {
        _host.Staffed();
        await using var tablet = await SignedInAsync("doc", "/people/person.html?id=p_61");
        var page = tablet.Page;
        await SeesAsync(page.Locator("#plan-mode"), "Heart-rate zones");
        await tablet.ShootAsync("people-editor-zones");
        await page.FillAsync("#medicine-search", "belo");
        await SeesAsync(page.Locator("#medicine-found"), "metoprolol (beloc)");
        await tablet.ShootAsync("people-editor-search");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await SeesExactlyAsync(page.Locator("#plan-mode"), "RPE");
        await SeesAsync(page.Locator("#plan-reasons"), "metoprolol blunts heart rate");
        await tablet.ShootAsync("people-editor-rpe");
        await page.ClickAsync("#save-medications");
        await SeesAsync(page.Locator("#state-medications"), "Saved as revision 1");
        await page.SelectOptionAsync("#rx-programme", "cardiac");
        await SeesAsync(page.Locator("#programme-about"), "3\u20135 times a week");
        await page.ClickAsync("#save-prescription");
        await SeesAsync(page.Locator("#state-prescription"), "Sign with your password");
        await page.FillAsync("#secret-prescription", SignInHost.Password);
        await page.ClickAsync("#save-prescription");
        await SeesAsync(page.Locator("#state-prescription"), "Saved as revision 2");
        await page.ClickAsync("summary:has-text('History')");
        await SeesAsync(page.Locator("#history"), "Prescription \u00B7 doc");
        await page.ReloadAsync();
        await SeesExactlyAsync(page.Locator("#plan-mode"), "RPE");
        Assert.DoesNotContain(tablet.Complaints, c => !c.Contains("status of 403", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_test_is_signed_and_loses_its_signature_when_it_is_changed()
    {
        _host.Staffed();
        await using var tablet = await SignedInAsync("doc", "/people/person.html?id=p_61");
        var page = tablet.Page;
        await page.ClickAsync("#test-add");
        var test = page.Locator("#part-tests");
        await test.GetByLabel("Date").FillAsync("2026-02-09");
        await test.GetByLabel("Peak, bpm").FillAsync("150");
        await test.GetByLabel("Resting, bpm").FillAsync("60");
        await test.GetByLabel("Sign this test").CheckAsync();
        await page.FillAsync("#secret-tests", SignInHost.Password);
        await page.ClickAsync("#save-tests");
        await SeesAsync(page.Locator("#state-tests"), "Saved");
        await SeesAsync(test, "Signed by doc.");
        await test.GetByLabel("Peak, bpm").FillAsync("160");
        await SeesAsync(test, "the signature no longer holds");
    }

    [Fact]
    public async Task Staff_see_what_the_clinician_wrote_and_cannot_change_it()
    {
        _host.Staffed();
        await using var tablet = await SignedInAsync("nurse", "/people/person.html?id=p_61");
        await SeesAsync(tablet.Page.Locator("#part-prescription"), "A clinician writes this.");
        Assert.Equal(0, await tablet.Page.Locator("#save-prescription, #save-conditions, #save-tests, #test-add").CountAsync());
        await tablet.Page.FillAsync("#own-name", "Maria Muster");
        await tablet.Page.ClickAsync("#save-own");
        await SeesAsync(tablet.Page.Locator("#state-own"), "Saved as revision 1");
        await SeesAsync(tablet.Page.Locator("#title"), "Maria Muster");
    }

    [Fact]
    public async Task A_check_in_with_a_resting_rate_of_124_is_refused_and_says_what_to_do()
    {
        _host.Staffed();
        await using var tablet = await SignedInAsync("nurse", "/people/check-in.html?id=p_61");
        var page = tablet.Page;
        await page.FillAsync("#rest", "124");
        await SeesAsync(page.Locator("#gate-title"), "No start");
        await SeesAsync(page.Locator("#gates"), "tell the clinician");
        await SeesExactlyAsync(page.Locator("#plan-mode"), "No start");
        await Assertions.Expect(page.Locator("#go")).ToBeDisabledAsync();
        await tablet.ShootAsync("people-check-in-refused");
        await page.FillAsync("#rest", "64");
        await SeesNotAsync(page.Locator("#gate-title"));
        await page.ClickAsync("button[data-name='none']");
        await page.ClickAsync("#go");
        await SeesAsync(page.Locator("#state"), "The session is open");
        await tablet.ShootAsync("people-check-in-done");
    }

    [Fact]
    public async Task The_pages_speak_german_where_the_tablet_does_and_fit_a_narrow_screen()
    {
        _host.Staffed();
        await using var tablet = await SignedInAsync("doc", "/people/index.html", 390, 844);
        await tablet.Page.ClickAsync("button[lang='de']");
        await SeesAsync(tablet.Page.Locator("#title"), "Personen");
        await tablet.ShootAsync("people-list-phone");
        foreach (var path in new[] { "/people/index.html", "/people/person.html?id=p_61", "/people/check-in.html?id=p_61", "/signin.html" })
        {
            await tablet.Page.GotoAsync(_host.Url + path);
            await tablet.Page.WaitForSelectorAsync("html[lang='de']");
            Assert.True(await tablet.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), path + " is wider than the screen");
            var small = await tablet.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('button, a.button, select, input:not([type=checkbox])')].filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.id || e.textContent)");
            Assert.Empty(small);
        }

        await tablet.Page.GotoAsync(_host.Url + "/people/person.html?id=p_61");
        await SeesAsync(tablet.Page.Locator("#plan-mode"), "Herzfrequenzzonen");
        await tablet.ShootAsync("people-editor-phone");
    }

    private async Task<BrowserTablet> SignedInAsync(string id, string path, int width = 1280, int height = 800)
    {
        var tablet = await browser.OpenAsync(_host.Url + "/signin.html", width, height);
        var answer = await tablet.Page.Context.APIRequest.PostAsync(
            _host.Url + "/api/v1/sign-in", new() { DataObject = new { id, secret = id == "nurse" ? SignInHost.Pin : SignInHost.Password }, Timeout = 60_000 });
        Assert.True(answer.Ok, await answer.TextAsync());
        await tablet.Page.GotoAsync(_host.Url + path, new() { Timeout = 40_000, WaitUntil = WaitUntilState.Commit });
        return tablet;
    }

    /// <summary>Asks again and again: a wait for the event misses one that comes between its first look and its subscription.</summary>
    private static async Task ArrivesAsync(IPage page, Regex where)
    {
        for (var tries = 0; !where.IsMatch(page.Url); tries++)
        {
            Assert.True(tries < 800, $"Still at {page.Url}.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static async Task PinAsync(IPage page, string pin)
    {
        foreach (var digit in pin) await page.Locator("#pad button", new() { HasTextRegex = new($"^{digit}$") }).ClickAsync();
        await page.ClickAsync("#pad button:has-text('OK')");
    }

    private static async Task FillFirstAsync(IPage page, string code, string secret)
    {
        await page.FillAsync("#first-code", code);
        await page.FillAsync("#first-id", "boss");
        await page.FillAsync("#first-name", "Ada Byron");
        await page.FillAsync("#first-secret", secret);
        await page.ClickAsync("text=Make the first admin");
    }
}
