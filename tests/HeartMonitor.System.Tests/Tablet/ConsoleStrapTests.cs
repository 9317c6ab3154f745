using System.Text.Json;
using System.Text.RegularExpressions;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>Whose strap, on the console in a real browser and with the whole service behind it: another strap, its mark, a pulse, a refusal.</summary>
[Collection("browser")]
public sealed class ConsoleStrapTests(BrowserHost browser) : IAsyncLifetime
{
    private const string Mark = "whose strap? confirm it";

    private readonly MonitorProcess _monitor = new("--people", "3", "--seed", "7");
    private (string Id, string Person) _first;
    private (string Id, string Person) _second;

    /// <summary>Three people with a strap each; the third goes home, and the strap of it is still in the air.</summary>
    public async ValueTask InitializeAsync()
    {
        await _monitor.StartAsync();
        (_first, _second) = (await SessionOfAsync("sim-01"), await SessionOfAsync("sim-02"));
        var (third, _) = await SessionOfAsync("sim-03");
        await PostAsync(third, """{"event":"session-end"}""");
    }

    public ValueTask DisposeAsync() => _monitor.DisposeAsync();

    [Fact]
    public async Task Another_strap_is_two_taps_away_and_the_tile_asks_whose_it_is_until_a_pulse_agrees()
    {
        await using var tablet = await browser.OpenAsync(_monitor.Address.ToString());
        var page = tablet.Page;
        await OpenListAsync(tablet, _first.Id);
        await SeesAsync(page.Locator("#strap-binding"), "nobody was asked");
        await Pick(page, "sim-03").TapAsync();

        await SeesAsync(page.Locator("#strap-state"), $"sim-03 is bound to {_first.Person}. Now confirm it.");
        await SeesAsync(page.Locator("#strap-binding"), "NOT CONFIRMED");
        await SeesAsync(page.Locator("#strap-hint"), "lift the strap off the skin");
        await SeesNotAsync(page.Locator("#strap-choice"));
        await SeesAsync(tablet.Tile(_first.Id).Locator(".signal"), Mark);
        Assert.Equal("sim-03", await StrapOfAsync(_first.Id));

        await UntilAsync(() => AnswersAsync(page, 40, "too far apart"), "a pulse that is refused because it disagrees"); // the first seconds of a strap compare with nothing
        await SeesAsync(page.Locator("#strap-binding"), "NOT CONFIRMED");

        await UntilAsync(() => AnswersAsync(page, 0, $"The strap of {_first.Person} is confirmed."), "a pulse that agrees");
        await SeesNotAsync(page.Locator("#strap-sheet"));
        await Assertions.Expect(tablet.Tile(_first.Id).Locator(".signal")).Not.ToContainTextAsync(Mark);
        Assert.Equal("confirmed", (await RowAsync(_first.Id)).GetProperty("binding").GetString());
        Assert.All(tablet.Complaints, c => Assert.Contains("422", c, StringComparison.Ordinal)); // the browser tells of the pulse that was refused
    }

    [Fact]
    public async Task A_strap_that_somebody_wears_is_taken_over_only_after_a_question()
    {
        await using var tablet = await browser.OpenAsync(_monitor.Address.ToString(), 390, 844, calm: true);
        var page = tablet.Page;
        await OpenListAsync(tablet, _first.Id);
        await SeesExactlyAsync(page.Locator("#strap-worn-title"), "Worn in another session (1)");
        await SeesNotAsync(Pick(page, "sim-02"));
        await page.Locator("#strap-worn-title").TapAsync();
        await SeesAsync(Pick(page, "sim-02"), $"worn by {_second.Person}");

        await Pick(page, "sim-02").TapAsync();
        await SeesAsync(page.Locator("#strap-question"), $"sim-02 is worn by {_second.Person}. Take it over?");
        await ConsoleLayoutTests.CheckAsync(tablet);
        await page.Locator("#strap-leave").TapAsync();
        await SeesNotAsync(page.Locator("#strap-ask"));
        Assert.Equal(("sim-01", "sim-02"), (await StrapOfAsync(_first.Id), await StrapOfAsync(_second.Id)));

        await Pick(page, "sim-02").TapAsync();
        await page.Locator("#strap-take").TapAsync();
        await SeesAsync(page.Locator("#strap-state"), $"sim-02 is bound to {_first.Person}.");
        Assert.Equal(("sim-02", null), (await StrapOfAsync(_first.Id), await StrapOfAsync(_second.Id)));
        await SeesAsync(tablet.Tile(_second.Id).Locator(".signal"), "no strap: bind one");

        await page.Locator("#undo").GetByText("Undo", new() { Exact = true }).TapAsync();
        await SeesAsync(page.Locator("#undo"), $"Undone: sim-02 is bound to {_second.Person} again.");
        Assert.Equal(("sim-01", "sim-02"), (await StrapOfAsync(_first.Id), await StrapOfAsync(_second.Id)));
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task What_the_service_refuses_is_shown_in_its_words_and_nothing_has_changed()
    {
        await using var tablet = await browser.OpenAsync(_monitor.Address.ToString());
        var page = tablet.Page;
        await OpenListAsync(tablet, _first.Id);
        await page.EvaluateAsync("""
            () => { const ask = window.fetch; window.isOld = true; window.fetch = (url, how) => window.isOld && String(url).includes('/straps/known') ? Promise.reject(new TypeError('held')) : ask(url, how); }
            """); // the list that is shown stays the old one
        await PostAsync(_second.Id, """{"event":"strap-bound","strap":"sim-03","by":"staff2"}""");

        await Pick(page, "sim-03").TapAsync();

        await SeesAsync(page.Locator("#strap-state"), $"sim-03 was NOT bound: This strap is bound to the session of {_second.Person}.");
        await SeesNotAsync(page.Locator("#strap-ask"));
        Assert.Equal(("sim-01", "sim-03"), (await StrapOfAsync(_first.Id), await StrapOfAsync(_second.Id)));
        await page.EvaluateAsync("() => { window.isOld = false; }");
        await SeesAsync(page.Locator("#strap-free .strap-pick[data-strap='sim-02']"));
        await page.Locator("#strap-worn-title").TapAsync();
        await SeesAsync(page.Locator("#strap-worn .strap-pick[data-strap='sim-03']"), $"worn by {_second.Person}");
    }

    [Fact]
    public async Task The_keyboard_alone_changes_a_strap()
    {
        await using var tablet = await browser.OpenAsync(_monitor.Address.ToString());
        var page = tablet.Page;
        await tablet.Tile(_first.Id).Locator(".strap").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await SeesAsync(page.Locator("#strap-sheet"));
        await TabToAsync(page, "strap-change");
        await page.Keyboard.PressAsync("Enter");
        await SeesAsync(Pick(page, "sim-03"));
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("sim-03", await page.EvaluateAsync<string>("document.activeElement.dataset.strap"));
        await page.Keyboard.PressAsync("Enter");
        await SeesAsync(page.Locator("#strap-state"), "sim-03 is bound");

        await TabToAsync(page, "strap-pulse");
        await page.Keyboard.TypeAsync("about 90");
        await page.Keyboard.PressAsync("Enter");
        await SeesAsync(page.Locator("#strap-state"), "Enter the pulse that you counted");
        await page.Keyboard.PressAsync("Escape");
        await SeesNotAsync(page.Locator("#strap-sheet"));
        Assert.Equal("strap", await page.EvaluateAsync<string>("document.activeElement.className"));
    }

    private static ILocator Pick(IPage page, string strap) => page.Locator($".strap-pick[data-strap='{strap}']");

    private static async Task OpenListAsync(BrowserTablet tablet, string session)
    {
        await tablet.Tile(session).Locator(".strap").TapAsync();
        await SeesAsync(tablet.Page.Locator("#strap-now"), "sim-01 \u00B7 link up");
        await tablet.Page.Locator("#strap-change").TapAsync();
        await SeesAsync(Pick(tablet.Page, "sim-03"));
        await Assertions.Expect(Pick(tablet.Page, "sim-03")).ToContainTextAsync(new Regex(@"belongs to p_\d+ \u00B7 heard \d+ s ago"));
    }

    /// <summary>Enters the first one's pulse, so many beats beside what the strap shows; whether the answer has these words.</summary>
    private async Task<bool> AnswersAsync(IPage page, int off, string words)
    {
        await page.Locator("#strap-pulse").FillAsync($"{await ShownAsync(_first.Id) + off}");
        await page.Locator("#strap-confirm button").TapAsync();
        await Assertions.Expect(page.Locator("#strap-state")).ToContainTextAsync(new Regex("onfirmed: |is confirmed"), new() { Timeout = 15_000 });
        return (await page.Locator("#strap-state").InnerTextAsync()).Contains(words, StringComparison.Ordinal);
    }

    private static async Task TabToAsync(IPage page, string id)
    {
        for (var i = 0; i < 6 && await page.EvaluateAsync<string>("document.activeElement.id") != id; i++) await page.Keyboard.PressAsync("Tab");
        Assert.Equal(id, await page.EvaluateAsync<string>("document.activeElement.id"));
    }

    private async Task PostAsync(string session, string body)
    {
        var reply = await _monitor.Http.PostAsync($"api/v1/sessions/{session}/events", $"{Guid.NewGuid():n}", body);
        Assert.Equal("accepted", reply?.Result);
    }

    private async Task<(string Id, string Person)> SessionOfAsync(string strap)
    {
        string? session = null;
        await UntilAsync(async () => (session = await SessionIdAsync(strap)) is not null && (await RowsAsync()).Any(s => s.GetProperty("id").GetString() == session), $"the session of {strap}");
        return (session!, (await RowAsync(session!)).GetProperty("participant").GetString()!);
    }

    private async Task<string?> SessionIdAsync(string strap) =>
        (await KnownAsync()).Where(s => s.GetProperty("id").GetString() == strap).Select(s => s.GetProperty("session").GetString()).SingleOrDefault();

    private async Task<string?> StrapOfAsync(string session) =>
        (await KnownAsync()).Where(s => s.GetProperty("session").GetString() == session).Select(s => s.GetProperty("id").GetString()).SingleOrDefault();

    private async Task<JsonElement[]> KnownAsync() => [.. (await _monitor.Http.GetAsync("api/v1/straps/known")).EnumerateArray()];

    private async Task<JsonElement[]> RowsAsync() => [.. (await _monitor.Http.GetAsync("api/v1/sessions")).EnumerateArray()];

    private async Task<JsonElement> RowAsync(string session) => (await RowsAsync()).Single(s => s.GetProperty("id").GetString() == session);

    /// <summary>What the tile shows, once it shows something.</summary>
    private async Task<int> ShownAsync(string session)
    {
        JsonElement hr = default;
        await UntilAsync(async () => (hr = (await RowAsync(session)).GetProperty("hr")).ValueKind == JsonValueKind.Number, "a value");
        return hr.GetInt32();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var watch = global::System.Diagnostics.Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(40), $"Not within 40 s: {what}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
