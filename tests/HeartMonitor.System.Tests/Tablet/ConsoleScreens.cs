using System.Text.Json;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>Pictures of every view for human eyes, into the folder that HEARTMONITOR_SCREENSHOTS names: <c>-class "*ConsoleScreens*" -explicit only</c>.</summary>
[Collection("browser")]
public sealed class ConsoleScreens(BrowserHost browser)
{
    [Theory(Explicit = true)]
    [InlineData(1, 1280, 800, true, "floor-1-dark")]
    [InlineData(8, 1280, 800, true, "floor-8-dark")]
    [InlineData(8, 1280, 800, false, "floor-8-light")]
    [InlineData(8, 800, 1280, true, "floor-8-portrait")]
    [InlineData(12, 1280, 800, false, "floor-12-light")]
    [InlineData(30, 1280, 800, true, "floor-30-dark")]
    [InlineData(30, 800, 1280, false, "floor-30-portrait")]
    [InlineData(8, 390, 844, true, "floor-8-phone")]
    public async Task The_floor_when_it_is_calm(int people, int width, int height, bool dark, string name)
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        Fill(gym, people);
        await using var tablet = await browser.OpenAsync(host, width, height, calm: true, dark: dark);
        await SeesValueAsync(tablet.Tile("s_01"));
        await ShootAsync(tablet, name);
    }

    [Theory(Explicit = true)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_floor_when_it_is_not_and_what_lies_over_it(bool dark)
    {
        var look = dark ? "dark" : "light";
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        Fill(gym, 8);
        TabletStory.Play(gym);
        host.Board.Apply([Fact("s_01", new PhaseEntered(SessionPhase.WarmUp), 20) with { At = TimeProvider.System.GetUtcNow().AddSeconds(-270) }, Fact("s_01", new PhaseEntered(SessionPhase.Work), 21) with { At = TimeProvider.System.GetUtcNow().AddSeconds(-150) }, Fact("s_01", new RpeAnswered(12), 22) with { At = TimeProvider.System.GetUtcNow().AddSeconds(-120) }]);
        await using var tablet = await browser.OpenAsync(host, calm: true, dark: dark);
        await SeesAsync(tablet.Tile("s_03").Locator(".hr"), "148");
        await ShootAsync(tablet, $"high-alert-{look}");
        await tablet.Tile("s_06").Locator(".open").ClickAsync();
        await tablet.Page.Locator("[data-phase='cool-down']").ClickAsync();
        await tablet.Tile("s_02").Locator(".ask").ClickAsync();
        await ShootAsync(tablet, $"rpe-pad-{look}");
        await tablet.Page.Locator("#sheet-close").ClickAsync();
        await tablet.Page.Locator("#open-tablet").ClickAsync();
        await ShootAsync(tablet, $"menu-{look}");
        await tablet.Page.Locator("#tablet-close").ClickAsync();
        await tablet.Tile("s_04").Locator(".open").ClickAsync();
        await ShootAsync(tablet, $"person-{look}");
        await using var phone = await browser.OpenAsync(host, 390, 844, calm: true, dark: dark);
        await SeesAsync(phone.Tile("s_03").Locator(".hr"), "148");
        await ShootAsync(phone, $"high-alert-phone-{look}");
        await phone.Tile("s_04").Locator(".open").ClickAsync();
        await ShootAsync(phone, $"person-phone-{look}");
        await tablet.Page.Locator("[data-way='chart']").ClickAsync();
        await SeesAsync(tablet.Page.Locator("#detail canvas"));
        await ShootAsync(tablet, $"detail-live-{look}");
    }

    [Theory(Explicit = true)]
    [InlineData(1280, 800, true, "dark")]
    [InlineData(1280, 800, false, "light")]
    [InlineData(800, 1280, false, "portrait")]
    [InlineData(390, 844, true, "phone")]
    [InlineData(1280, 800, false, "german")]
    public async Task A_session_of_yesterday_and_the_list_that_it_stands_in(int width, int height, bool dark, string look)
    {
        using var folder = new JournalFolder();
        var day = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        await StoredStory.StoreAsync(
            folder.Path, StoredStory.Rules,
            QueryStories.Full("p_61", day.AddDays(-3)), QueryStories.Ride("p_02", day.AddDays(-3).AddHours(2)), QueryStories.Ride("p_05", day.AddHours(-1), 1800), QueryStories.Long("p_07", day), QueryStories.Full("p_30", day.AddHours(2)), QueryStories.Ride("p_02", day.AddHours(3), 2400));
        await using var host = await QueryHost.StartAsync(folder.Path, seed: people =>
        {
            foreach (var (id, name) in new[] { ("p_02", "Jonas Weber"), ("p_05", "Aylin Demir"), ("p_07", "Hilde Kraus"), ("p_61", "Hilde Kern") })
                people.Add(new(id, 0, name, null, $$"""{"id":"{{id}}","age":50,"restingHr":60}""", DateTimeOffset.UnixEpoch, "boss"), id);
        });
        await using var tablet = await browser.OpenAsync(host.Url, width, height, calm: true, dark: dark);
        if (look == "german")
        {
            await tablet.Page.EvaluateAsync("localStorage.setItem('heartmonitor.language', 'de')");
            await tablet.Page.ReloadAsync();
        }

        if (look == "phone") await tablet.Page.Locator("#open-tablet").ClickAsync(); // there it stands in the menu
        await tablet.Page.Locator(look == "phone" ? "#menu-today" : "#open-today").ClickAsync();
        await SeesAsync(tablet.Page.Locator(".today-row").First);
        await ShootAsync(tablet, $"session-list-{look}");
        await tablet.Page.Locator(".today-row").Filter(new() { HasText = "p_07" }).GetByRole(AriaRole.Button).ClickAsync();
        await SeesAsync(tablet.Page.Locator(".lane-mark").First);
        await ShootAsync(tablet, $"detail-{look}");
        await tablet.Page.Locator(".lane-mark[data-priority='high']").First.ClickAsync();
        await tablet.Page.Locator("#detail-pick").ScrollIntoViewIfNeededAsync();
        await ShootAsync(tablet, $"detail-alert-{look}");
    }

    [Theory(Explicit = true)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_alerts_than_there_is_room_for_and_one_that_was_just_acknowledged(bool dark)
    {
        var (look, now) = (dark ? "dark" : "light", TimeProvider.System.GetUtcNow());
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        Fill(gym, 12);
        TabletStory.Play(gym);
        gym.Raise("s_09", Alert("a_help", AlertCode.HelpRequested, AlertPriority.High, "Help was asked for on the participant's page. Go to the person.", now));
        gym.Raise("s_10", Alert("a_pain", AlertCode.SymptomStop, AlertPriority.High, "Chest pain reported. Stop the exercise and assess.", now.AddSeconds(-9)));
        gym.Raise("s_11", Alert("a_over", AlertCode.HrCeiling, AlertPriority.High, "Heart rate 163 bpm, above the ceiling 157 bpm. Stop the work, go to the person.", now.AddSeconds(-130), 2) with { State = AlertState.Escalated });
        await using var tablet = await browser.OpenAsync(host, calm: true, dark: dark);
        await SeesAsync(tablet.Page.Locator("#alerts-more"), "more: ");
        await ShootAsync(tablet, $"alerts-many-{look}");
        await tablet.Alert("a_help").Locator(".ack").ClickAsync();
        await SeesAsync(tablet.Alert("a_help"), "acknowledged by staff");
        await ShootAsync(tablet, $"acknowledged-{look}");
    }

    [Theory(Explicit = true)]
    [InlineData(12, 1280, 800, false, "floor-12-german")]
    [InlineData(30, 1280, 800, true, "floor-30-german")]
    public async Task Long_names_in_german(int people, int width, int height, bool dark, string name)
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        Fill(gym, people, ["hildegard-k", "0000123", "maximilian-w", "07"]);
        await using var tablet = await browser.OpenAsync(host, width, height, calm: true, dark: dark);
        await tablet.Page.EvaluateAsync("() => localStorage.setItem('heartmonitor.language', 'de')");
        await tablet.Page.ReloadAsync();
        await SeesValueAsync(tablet.Page.Locator(".tile").First);
        await ShootAsync(tablet, name);
    }

    [Theory(Explicit = true)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_participants_page_and_the_lost_connection(bool dark)
    {
        var look = dark ? "dark" : "light";
        var host = await TabletHost.StartAsync();
        var gym = new TabletGym(host);
        Fill(gym, 8);
        gym.Ask("s_03", "q1");
        using var client = host.Client();
        using var code = JsonDocument.Parse(await client.GetStringAsync("/api/v1/sessions/s_03/code", TestContext.Current.CancellationToken));
        await using var phone = await browser.OpenAsync(host.Url + code.RootElement.GetProperty("path").GetString(), 390, 844, dark: dark);
        await SeesAsync(phone.Page.Locator("#answers"));
        await ShootAsync(phone, $"participant-{look}");
        await using var tablet = await browser.OpenAsync(host, calm: true, dark: dark);
        await SeesValueAsync(tablet.Tile("s_01"));
        await gym.DisposeAsync();
        await host.DisposeAsync();
        await SeesAsync(tablet.Lost, "CONNECTION LOST");
        await ShootAsync(tablet, $"lost-{look}");
    }

    /// <summary>People at work, one in three in RPE mode; <paramref name="names"/> are ends of pseudonyms, each with the number of the person behind it.</summary>
    private static void Fill(TabletGym gym, int people, string[]? names = null)
    {
        for (var i = 1; i <= people; i++)
        {
            var person = i;
            var mode = i % 3 == 0 ? MonitoringMode.Rpe : MonitoringMode.Zones;
            gym.Enter(names is null ? $"s_{i:00}" : $"s_{names[i % names.Length]}{(i < names.Length ? "" : $"{i}")}", mode, v => v with
            {
                CoveragePercent = 98.4,
                ArtefactPercent = 0.4,
                InZoneS = mode == MonitoringMode.Zones ? 300 + (person * 17) : null,
                MetMinutes = 30 + person,
                Rpe = mode == MonitoringMode.Rpe ? 11 + (person % 4) : null,
                RpeAgeS = mode == MonitoringMode.Rpe ? 40 * person : null,
                NextPromptS = mode == MonitoringMode.Rpe ? 30 + (7 * person) : null,
            }, trail: 280, hr: mode == MonitoringMode.Rpe ? 88 + i : 122 + (i % 9));
        }
    }

    private static async Task ShootAsync(BrowserTablet tablet, string name)
    {
        await Task.Delay(700, TestContext.Current.CancellationToken);
        await tablet.ShootAsync(name);
    }
}
