using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>What a tile must still say where there is little room, and how it says from across the room that something is not as it should be.</summary>
[Collection("browser")]
public sealed class ConsoleTileTests(BrowserHost browser)
{
    private static readonly string[] People = ["s_0000123", "s_hildegard-k", "s_maximilian-w", "s_07"];

    // Cut: wider than its own box, or outside of its tile.
    private const string CutTexts =
        """
        () => [...document.querySelectorAll('.who, .phase, .badge, .effort-main, .facts, .age, .ask, .tile-signal, .tile-alarm')].filter(e => e.checkVisibility()).filter(e => {
          const r = e.getBoundingClientRect(), t = e.closest('.tile').getBoundingClientRect();
          return e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline' || r.left < t.left - 1 || r.right > t.right + 1 || r.bottom > t.bottom + 1;
        }).map(e => `${e.closest('.tile').dataset.sid} ${e.className}: ${e.textContent}`)
        """;

    [Theory]
    [InlineData(12, 1280, 800, false)]
    [InlineData(12, 1280, 800, true)]
    [InlineData(30, 1280, 800, false)]
    [InlineData(30, 1280, 800, true)]
    [InlineData(12, 800, 1280, true)]
    [InlineData(12, 320, 640, true)]
    public async Task No_text_of_a_tile_is_cut_however_long_the_name_and_the_language(int people, int width, int height, bool german)
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        for (var i = 1; i <= people; i++)
        {
            var person = i;
            var mode = i % 3 == 0 ? MonitoringMode.Rpe : MonitoringMode.Zones;
            gym.Enter($"{People[i % People.Length]}{i:00}", mode, v => Shape(v, person, mode), trail: 60, hr: 100 + i);
        }

        gym.Ask($"{People[3]}03", "q1", Core.Prompts.PromptReason.Workload);
        await using var tablet = await browser.OpenAsync(host, width, height, calm: true);
        if (german)
        {
            await tablet.Page.EvaluateAsync("() => localStorage.setItem('heartmonitor.language', 'de')");
            await tablet.Page.ReloadAsync();
        }

        await SeesValueAsync(tablet.Tile($"{People[1]}01"));
        await SeesAsync(tablet.Tile($"{People[1]}01").Locator(".phase"), german ? "Belastung \u00B7 12 min" : "Work \u00B7 12 min");
        await tablet.ShootAsync($"names-{people}-{width}{(german ? "-de" : "")}");
        Assert.Empty(await tablet.Page.EvaluateAsync<string[]>(CutTexts));
        await ConsoleLayoutTests.CheckAsync(tablet);
    }

    [Fact]
    public async Task Below_and_above_are_told_by_a_mark_and_by_ink_turned_round_what_is_in_its_zone_is_quiet_and_only_a_question_has_the_accent()
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        gym.Enter("s_01", MonitoringMode.Zones, v => v with { Hr = 101 });
        gym.Enter("s_02", MonitoringMode.Zones, v => v with { Hr = 125 });
        gym.Enter("s_03", MonitoringMode.Zones, v => v with { Hr = 150 });
        gym.Enter("s_04", MonitoringMode.Rpe, v => v with { Rpe = 17, RpeAgeS = 5 });
        await using var tablet = await browser.OpenAsync(host, calm: true, dark: false);
        await tablet.Page.Locator("#start-shift").TapAsync();

        await SeesExactlyAsync(tablet.Tile("s_01").Locator(".place"), "\u25BC");
        await SeesExactlyAsync(tablet.Tile("s_02").Locator(".place"), "\u25C6");
        await SeesExactlyAsync(tablet.Tile("s_03").Locator(".place"), "\u25B2");
        await SeesNotAsync(tablet.Tile("s_04").Locator(".place")); // perception has no place on the heart's scale
        Assert.Equal(("rgb(15, 25, 29)", "rgba(0, 0, 0, 0)"), (await GroundAsync(tablet, "s_03"), await GroundAsync(tablet, "s_02")));
        Assert.Equal(0, await AccentedAsync(tablet));

        gym.Ask("s_04", "q1");
        await SeesExactlyAsync(tablet.Tile("s_04").Locator(".place"), "?");
        Assert.Equal(2, await AccentedAsync(tablet)); // its mark and its button
    }

    [Fact]
    public async Task Who_has_ended_stands_last_and_their_last_question_calls_nobody()
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        for (var i = 1; i <= 3; i++) gym.Enter($"s_0{i}", MonitoringMode.Rpe);
        await using var tablet = await browser.OpenAsync(host, calm: true, dark: false);
        await SeesValueAsync(tablet.Tile("s_01"));
        host.Board.Apply([Fact("s_01", new SessionEnded(), 500)]);
        gym.Ask("s_01", "q1", Core.Prompts.PromptReason.Session);

        await Assertions.Expect(tablet.Page.Locator(".tile").Nth(2)).ToHaveAttributeAsync("data-sid", "s_01", new() { Timeout = 15_000 });
        await SeesAsync(tablet.Tile("s_01").Locator(".ask"), "the whole session");
        await SeesAsync(tablet.Page.Locator("#alerts-title"), "No open alerts");
        Assert.NotEqual("rgb(74, 58, 199)", await tablet.Tile("s_01").Locator(".ask").EvaluateAsync<string>("b => getComputedStyle(b).backgroundColor"));
        await tablet.Tile("s_01").Locator(".ask").TapAsync();
        await tablet.Page.Locator(".rpe[data-value='12']").TapAsync();
        await TabletWait.UntilAsync(() => host.Commands.Any(c => c.Fact is RpeAnswered { Prompt: "q1" }), "the answer came", TestContext.Current.CancellationToken);
    }

    private static LiveData Shape(LiveData value, int person, MonitoringMode mode) => value with
    {
        InZoneS = mode == MonitoringMode.Zones ? 300 + (person * 40) : null,
        MetMinutes = 90 + person,
        Rpe = mode == MonitoringMode.Rpe ? 13 : null,
        RpeAgeS = mode == MonitoringMode.Rpe ? 700 : null,
        NextPromptS = mode == MonitoringMode.Rpe ? 171 : null,
        Hr = person == 4 ? null : value.Hr,
        HrAgeMs = person == 4 ? 64_000 : person == 5 ? 3_900 : 200,
        Contact = person == 4 ? SensorContact.NotDetected : SensorContact.Detected,
        Quality = person == 4 ? SignalQuality.None : person == 7 ? SignalQuality.Suspect : SignalQuality.Good,
        QualityReasons = person == 7 ? ["rr-disagrees", "frozen"] : [],
        Batt = person == 8 ? 9 : 80,
        Paused = person == 9,
    };

    private static Task<string> GroundAsync(BrowserTablet tablet, string session) =>
        tablet.Tile(session).Locator(".place").EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor");

    private static Task<int> AccentedAsync(BrowserTablet tablet) => tablet.Page.EvaluateAsync<int>(
        "[...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && ['backgroundColor', 'color', 'borderLeftColor'].some(p => getComputedStyle(e)[p] === 'rgb(74, 58, 199)')).length");
}
