using System.Text.Json;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;

namespace HeartMonitor.System.Tests.People;

/// <summary>Roster, editor, check-in, accounts, sign-in and the participant's page: WCAG 2.2 AA by axe-core, targets of 44 px, and a check-in by keyboard alone.</summary>
[Collection("browser")]
public sealed class PeopleAccessibilityTests(BrowserHost browser) : IAsyncLifetime
{
    private const string Small =
        "[...document.querySelectorAll('button, a.button, select, summary, label.check, input:not([type=checkbox])')].filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5).map(e => e.id || e.textContent)";

    private SignInHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PeopleHost.StartAsync();
        _host.Answer = command => new(command.Id, CommandResult.Accepted) { Session = command.Session ?? "s_new" };
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(true, "en", 1280, 800)]
    [InlineData(false, "de", 390, 844)]
    [InlineData(true, "de", 800, 1280)]
    [InlineData(false, "en", 1280, 800)]
    public async Task Axe_finds_nothing_on_any_page_of_people_and_sign_in(bool dark, string language, int width, int height)
    {
        var look = $"{(dark ? "dark" : "light")}-{language}-{width}";
        await using var tablet = await browser.OpenAsync(_host.Url + "/signin.html", width, height, calm: true, dark: dark);
        var page = tablet.Page;
        await page.EvaluateAsync("language => localStorage.setItem('heartmonitor.language', language)", language);
        await GoAsync(tablet, "/signin.html", "#first", $"open-{look}");
        _host.Staffed();
        await page.EvaluateAsync("localStorage.setItem('heartmonitor.accounts', JSON.stringify([{ id: 'doc', pin: false }, { id: 'nurse', pin: true }]))");
        await GoAsync(tablet, "/signin.html", "#known button", $"sign-in-{look}");
        await page.ClickAsync("#known button:has-text('nurse')");
        await LookAsync(tablet, $"pin-pad-{look}");

        await SignInAsync(page, "boss");
        await GoAsync(tablet, "/people/accounts.html", "#accounts li", $"accounts-{look}");
        await SignInAsync(page, "doc");
        using var doc = await _host.SignedInAsync("doc");
        Assert.Equal(global::System.Net.HttpStatusCode.OK, (await doc.SendAsync(HttpMethod.Patch, "people/p_61", """{"name":"Maria Muster","participant":{"medications":[{"atc":"C07AB02","name":"metoprolol","doseMg":95}],"conditions":[{"code":"icd","detectionRate":170},{"code":"depression"}],"tests":[{"date":"2026-02-09","peakHr":122,"onMedication":true}]}}""", ("If-Match", "\"0\""))).Status);
        Assert.Equal(global::System.Net.HttpStatusCode.OK, (await doc.SendAsync(HttpMethod.Put, "roster", """{"people":["p_61","p_30"]}""", ("If-Match", "\"0\""))).Status);
        await GoAsync(tablet, "/people/index.html", "#today li", $"roster-{look}");
        await GoAsync(tablet, "/people/person.html?id=p_61", "#plan-reasons li", $"editor-{look}");
        await page.FillAsync("#medicine-search", "bisop");
        await SeesAsync(page.Locator("#medicine-found button").First);
        await LookAsync(tablet, $"editor-search-{look}");
        await GoAsync(tablet, "/people/check-in.html?id=p_61", "#go", $"check-in-{look}");
        await page.FillAsync("#rest", "125");
        await SeesAsync(page.Locator("#gate-title"));
        await LookAsync(tablet, $"check-in-refused-{look}");
        await GoAsync(tablet, "/signin.html", "#lock", $"signed-in-{look}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), look);
    }

    [Theory]
    [InlineData(true, "de")]
    [InlineData(false, "en")]
    public async Task Axe_finds_nothing_on_the_participants_page_before_and_after_a_call_that_was_a_mistake(bool dark, string language)
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        gym.Enter("s_01", MonitoringMode.Rpe);
        using var client = host.Client();
        using var code = JsonDocument.Parse(await client.GetStringAsync("/api/v1/sessions/s_01/code", TestContext.Current.CancellationToken));
        await using var phone = await browser.OpenAsync(host.Url + code.RootElement.GetProperty("path").GetString(), 390, 844, calm: true, dark: dark);
        await phone.Page.EvaluateAsync("language => localStorage.setItem('heartmonitor.language', language)", language);
        await phone.Page.ReloadAsync();
        await SeesAsync(phone.Page.Locator("#again"));
        await LookAsync(phone, $"participant-{(dark ? "dark" : "light")}-{language}");
        await phone.Page.Locator("#help").TapAsync();
        await phone.Page.Locator("#mistake").TapAsync();
        await SeesAsync(phone.Page.Locator("#help-state"), language == "de" ? "Versehen" : "it was a mistake");
        await LookAsync(phone, $"participant-mistake-{(dark ? "dark" : "light")}-{language}");
    }

    [Fact]
    public async Task Somebody_is_checked_in_by_keyboard_alone()
    {
        _host.Staffed();
        await using var tablet = await browser.OpenAsync(_host.Url + "/signin.html");
        await SignInAsync(tablet.Page, "nurse");
        var page = tablet.Page;
        await page.GotoAsync(_host.Url + "/people/check-in.html?id=p_61");
        await SeesAsync(page.Locator("#go"));
        await TabToAsync(page, "#rest");
        await page.Keyboard.TypeAsync("64");
        await TabToAsync(page, "button[data-name='none']");
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator("button[data-name='none']")).ToHaveAttributeAsync("aria-pressed", "true");
        await TabToAsync(page, "#go");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#to-floor")).ToBeFocusedAsync(new() { Timeout = 15_000 });
        await SeesAsync(page.Locator("#state"), "The session is open");
    }

    private static async Task TabToAsync(IPage page, string wanted)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            if (await page.EvaluateAsync<bool>("wanted => document.activeElement.matches(wanted)", wanted)) return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"Sixty tabs do not reach {wanted}.");
    }

    private async Task GoAsync(BrowserTablet tablet, string path, string part, string view)
    {
        await tablet.Page.GotoAsync(_host.Url + path);
        await SeesAsync(tablet.Page.Locator(part).First);
        await LookAsync(tablet, view);
    }

    private static async Task LookAsync(BrowserTablet tablet, string view)
    {
        if (Environment.GetEnvironmentVariable("HEARTMONITOR_SCREENSHOTS") is { Length: > 0 } folder)
            await tablet.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"people-{view}.png"), FullPage = true });
        await tablet.Page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Tablet", "Axe", "axe.min.js")));
        var found = await tablet.Page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations
              .flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary.replaceAll('\n', ' ').slice(0, 200)}`))
            """);
        Assert.True(found.Length == 0, $"{view}: {string.Join('\n', found)}");
        Assert.Equal(Array.Empty<string>(), await tablet.Page.EvaluateAsync<string[]>(Small));
    }

    private async Task SignInAsync(IPage page, string id)
    {
        var answer = await page.Context.APIRequest.PostAsync(_host.Url + "/api/v1/sign-in", new() { DataObject = new { id, secret = id == "nurse" ? SignInHost.Pin : SignInHost.Password }, Timeout = 60_000 });
        Assert.True(answer.Ok, await answer.TextAsync());
    }
}
