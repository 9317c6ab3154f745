using System.Globalization;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>Sessions of long ago, in a real browser: found in the list, opened, read by eye, by finger and by screen reader.</summary>
[Collection("browser")]
public sealed class ConsoleSessionTests(BrowserHost browser) : IAsyncLifetime
{
    private readonly JournalFolder _folder = new();
    private QueryHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        await StoredStory.StoreAsync(_folder.Path, StoredStory.Rules,
            QueryStories.Full("p_1", At("2026-02-09T09:00:00Z")), QueryStories.Ride("p_2", At("2026-02-10T09:00:00Z")), Climb("p_3", At("2026-02-10T14:00:00Z")), Climb("p_3", At("2026-02-11T14:00:00Z")));
        _host = await QueryHost.StartAsync(_folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_session_of_weeks_ago_is_found_opened_and_read()
    {
        await using var tablet = await browser.OpenAsync(_host.Url);
        var page = tablet.Page;
        await page.Locator("#open-today").TapAsync();
        await Assertions.Expect(page.Locator(".today-row")).ToHaveCountAsync(4);
        await SeesAsync(page.Locator("#today-state"), "4 sessions");
        await page.Locator("#today-day").FillAsync("2026-02-10");
        await Assertions.Expect(page.Locator(".today-row")).ToHaveCountAsync(2);
        await page.Locator("#today-all").TapAsync();
        await page.Locator("#today-person").SelectOptionAsync("p_1");
        await Assertions.Expect(page.Locator(".today-row")).ToHaveCountAsync(1);
        await SeesAsync(page.Locator(".today-row"), "RPE");
        await SeesAsync(page.Locator(".today-row [data-priority='high']"), "\u25B2 3");
        await SeesAsync(page.Locator(".today-row"), "14 min");
        await tablet.ShootAsync("session-list");

        await page.Locator(".today-row").GetByRole(AriaRole.Button).TapAsync();
        await SeesAsync(page.Locator("#detail canvas"));
        await SeesAsync(page.Locator("#detail-title"), "Session of p_1");
        await SeesAsync(page.Locator("#detail-facts"), "14 min long");
        await SeesAsync(page.Locator("#detail-events"), "Phase: Cool-down");
        await SeesAsync(page.Locator("#detail-events"), "RPE 18");
        await SeesAsync(page.Locator("#detail-events"), "RPE 13, taken back");
        await SeesAsync(page.Locator("#detail-events"), "Workload: 50 W");
        await SeesAsync(page.Locator("#detail-key"), "pause");
        await SeesAsync(page.Locator("#detail-key"), "ceiling");
        await page.Locator(".detail-more summary").TapAsync();
        await Assertions.Expect(page.Locator("#detail-minutes tr")).ToHaveCountAsync(15);

        await page.Locator("[data-length='0']").TapAsync();
        var high = page.Locator(".lane-mark[data-priority='high']").First;
        await high.TapAsync();
        await Assertions.Expect(high).ToHaveAttributeAsync("aria-expanded", "true");
        var told = page.Locator(".pick").Filter(new() { HasText = "Feels 18" });
        await SeesAsync(told, "Feels 18. Stop the work");
        await SeesAsync(told, "The answer about effort was 18.");
        await SeesAsync(told, "acknowledged by nursecanary after 20 s");
        await tablet.ShootAsync("session-detail-picked");
        await high.TapAsync();
        await SeesNotAsync(page.Locator("#detail-pick"));
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task The_time_is_chosen_moved_and_stretched_by_finger_and_by_button()
    {
        await using var tablet = await browser.OpenAsync(_host.Url);
        var page = tablet.Page;
        await OpenAsync(page, "p_1");
        var whole = page.Locator("[data-length='0']");
        await Assertions.Expect(whole).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Locator("[data-length='5']").TapAsync();
        await Assertions.Expect(page.Locator("[data-length='5']")).ToHaveAttributeAsync("aria-pressed", "true");
        var mark = page.Locator(".lane-mark[aria-label*='Not responding']");
        await SeesAsync(mark);
        var before = (await mark.BoundingBoxAsync())!.X;
        var box = (await page.Locator("#detail .u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width / 2) + 120, box.Y + (box.Height / 2), new() { Steps = 6 });
        await page.Mouse.UpAsync();
        Assert.InRange((await mark.BoundingBoxAsync())!.X - before, 100, 140); // the picture goes with the finger
        await Assertions.Expect(page.Locator("[data-length='5']")).ToHaveAttributeAsync("aria-pressed", "false");
        await page.GetByRole(AriaRole.Button, new() { Name = "Earlier" }).TapAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Earlier" }).TapAsync();
        await SeesNotAsync(mark);

        await whole.TapAsync();
        await Assertions.Expect(whole).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show less time" }).TapAsync();
        await Assertions.Expect(whole).ToHaveAttributeAsync("aria-pressed", "false");
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task An_alert_that_outlived_its_session_was_still_open_and_a_german_tablet_says_so_in_german()
    {
        await using var tablet = await browser.OpenAsync(_host.Url, 800, 1280, dark: false);
        var page = tablet.Page;
        await page.EvaluateAsync("localStorage.setItem('heartmonitor.language', 'de')");
        await page.ReloadAsync();
        await OpenAsync(page, "p_3");
        await SeesAsync(page.Locator("#detail-events"), "am Ende der Sitzung noch offen");
        await SeesAsync(page.Locator("#detail-events"), "über der Zone von 117 bis 139/min");
        await page.Locator(".lane-mark").First.TapAsync();
        await SeesAsync(page.Locator("#detail-pick"), "Die Zone endet bei 139/min.");
        await tablet.ShootAsync("session-detail-german");
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task The_report_opens_as_a_page_of_its_own_that_runs_nothing()
    {
        await using var tablet = await browser.OpenAsync(_host.Url);
        var page = tablet.Page;
        await OpenAsync(page, "p_3");
        var report = page.Locator("#detail-files a").First;
        await SeesExactlyAsync(report, "Report");
        var answer = await page.APIRequest.GetAsync(new Uri(new(_host.Url), await report.GetAttributeAsync("href")).ToString());
        Assert.Contains("still open at the end", await answer.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", answer.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers["cache-control"]);
        await page.GotoAsync(answer.Url);
        await SeesAsync(page.Locator("h1"), "Session report");
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")); // its style is let in
        tablet.ExpectNoComplaints();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Axe_finds_nothing_in_list_detail_and_an_alert_that_is_read(bool dark)
    {
        await using var tablet = await browser.OpenAsync(_host.Url + "sessions.html", calm: true, dark: dark);
        await SeesAsync(tablet.Page.Locator(".today-row").First);
        await ConsoleAccessibilityTests.CheckAsync(tablet, "list of sessions");
        await tablet.Page.Locator(".today-row").Filter(new() { HasText = "p_1" }).GetByRole(AriaRole.Button).ClickAsync();
        await tablet.Page.Locator(".lane-mark").First.ClickAsync();
        await tablet.Page.Locator(".detail-more summary").ClickAsync();
        await SeesAsync(tablet.Page.Locator(".pick").First);
        await ConsoleAccessibilityTests.CheckAsync(tablet, "stored session");
    }

    [Fact]
    public async Task At_a_desk_the_same_list_and_detail_are_a_page_of_their_own()
    {
        await using var tablet = await browser.OpenAsync(_host.Url + "sessions.html", 1280, 900, dark: false);
        var page = tablet.Page;
        await Assertions.Expect(page.Locator(".today-row")).ToHaveCountAsync(4);
        await page.Keyboard.PressAsync("Escape");
        await SeesAsync(page.Locator("#today-sheet")); // it is the page
        await page.Locator(".today-row").Filter(new() { HasText = "p_1" }).GetByRole(AriaRole.Button).ClickAsync();
        await SeesAsync(page.Locator("#detail-events"), "RPE 18");
        await tablet.ShootAsync("sessions-page");
        await page.Keyboard.PressAsync("Escape");
        await SeesNotAsync(page.Locator("#detail"));
        tablet.ExpectNoComplaints();

        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        var (desk, console) = (await File.ReadAllTextAsync(Path.Combine(folder, "sessions.html"), TestContext.Current.CancellationToken), await File.ReadAllTextAsync(Path.Combine(folder, "index.html"), TestContext.Current.CancellationToken));
        Assert.All(new[] { "today-sheet", "detail" }, part => Assert.Equal(PartOf(console, part), PartOf(desk, part))); // one list and one detail, whoever changes them
    }

    /// <summary>An element that is a child of the body or the main part.</summary>
    private static string PartOf(string page, string id)
    {
        var from = page.IndexOf($"  <div id=\"{id}\"", StringComparison.Ordinal);
        return page[from..(page.IndexOf("\n  </div>", from, StringComparison.Ordinal) + 9)];
    }

    private static async Task OpenAsync(IPage page, string person)
    {
        await page.Locator("#open-today").TapAsync();
        await SeesAsync(page.Locator(".today-row").First);
        await page.Locator("#today-person").SelectOptionAsync(person);
        await Assertions.Expect(page.Locator(".today-row").Filter(new() { HasNotText = person })).ToHaveCountAsync(0);
        await page.Locator(".today-row button").First.TapAsync();
        await SeesAsync(page.Locator("#detail canvas"));
        await SeesAsync(page.Locator("#detail-events tr").First);
    }

    /// <summary>Above the zone until the end.</summary>
    private static Scenario Climb(string participant, DateTimeOffset start) => StoredStory.Read(string.Create(CultureInfo.InvariantCulture, $$"""
        { "name": "above the zone until the end", "start": "{{start:O}}", "participant": { "id": "{{participant}}", "age": 34, "restingHr": 72 },
          "inputs": [ { "at": 0, "event": "session-start" }, { "at": 0, "event": "phase", "phase": "work" },
            { "from": 0, "to": 300, "hr": [100, 130] }, { "from": 300, "to": 420, "hr": 142 }, { "at": 420, "event": "session-end" } ] }
        """));

    private static DateTimeOffset At(string stamp) => DateTimeOffset.Parse(stamp, CultureInfo.InvariantCulture);
}
