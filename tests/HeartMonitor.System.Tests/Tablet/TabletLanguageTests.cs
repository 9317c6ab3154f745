using System.Text.Json;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Wording;
using HeartMonitor.Host.Tablet;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>A tablet speaks its own language whatever the service speaks: alerts, their reasons, and what is refused.</summary>
[Collection("browser")]
public sealed class TabletLanguageTests(BrowserHost browser)
{
    private static readonly EngineSetup Rules = StoredStory.Rules;

    [Fact]
    public async Task A_german_tablet_of_an_english_service_tells_alert_reason_and_refusal_in_german()
    {
        await using var host = await TabletHost.StartAsync(new() { Languages = new(Rules) });
        await using var gym = new TabletGym(host);
        gym.Enter("s_01", MonitoringMode.Zones);
        gym.Raise("s_01", ZoneHigh());
        var live = host.Door;
        host.Door = command => command.Fact is AlertShelved ? new(command.Id, CommandResult.Invalid, Rules.Words.Refused(Refusal.ShelfHigh)) : live(command);
        await using var tablet = await browser.OpenAsync(host);
        await SeesAsync(tablet.Alert("a1").Locator(".alert-saw"), "Heart rate 142 bpm, above the zone 117 to 139 bpm");
        await tablet.Page.EvaluateAsync("localStorage.setItem('heartmonitor.language', 'de')");
        await tablet.Page.ReloadAsync();

        var row = tablet.Alert("a1");
        await SeesAsync(row.Locator(".alert-saw"), "Puls 142/min, seit einer Minute \u00FCber der Zone von 117 bis 139/min.");
        await SeesAsync(tablet.Tile("s_01").Locator(".tile-alarm"), "Puls 142/min");
        await row.Locator(".why").TapAsync();
        await SeesAsync(row.Locator(".alert-why"), "Das Mittel der letzten 30 Sekunden war 142/min.");
        await SeesAsync(row.Locator(".alert-why"), "Die Zone endet bei 139/min.");
        await SeesAsync(row.Locator(".alert-why .why-code").First, "mean 30s: 142 bpm");
        await row.Locator(".aside").TapAsync();
        await SeesAsync(row.Locator(".alert-state"), "Eine Meldung hoher Dringlichkeit");
        await row.Locator(".ack").TapAsync();
        await SeesAsync(row.Locator(".alert-state"), "quittiert von staff"); // the reply speaks every language too
        await SeesAsync(row.Locator(".alert-saw"), "Puls 142/min");
        tablet.ExpectNoComplaints(except: "422");
    }

    [Fact]
    public async Task What_goes_to_mqtt_has_the_services_words_alone()
    {
        var told = ZoneHigh().ToMessage("p_01");
        Assert.DoesNotContain("texts", JsonSerializer.Serialize(told, MessageJsonContext.Default.AlertData), StringComparison.Ordinal);
        await using var host = await TabletHost.StartAsync(new() { Languages = new(Rules) });
        Assert.Equal(["de", "en"], host.Board.Told(ZoneHigh(), "p_01").Texts!.Keys.Order());
    }

    [Fact]
    public void Every_refusal_is_known_again_by_its_sentence_with_the_name_in_it()
    {
        var languages = new AlertLanguages(Rules);
        Assert.All(Enum.GetValues<Refusal>(), why =>
        {
            var found = languages.WhyOf(Rules.Words.Refused(why, "p_42"));
            Assert.Equal(why, found?.Why);
            Assert.Equal(Rules.Words.Refused(why, "p_42"), Rules.Words.Refused(why, found?.Name ?? ""));
        });
        Assert.Null(languages.WhyOf("The body is {rev, by}."));
        Assert.Null(languages.WhyOf(null));
    }

    private static AlertEvent ZoneHigh() => Alert("a1", AlertCode.ZoneHigh, AlertPriority.Low, "", TimeProvider.System.GetUtcNow()) with
    {
        Text = "Heart rate 142 bpm, above the zone 117 to 139 bpm for a minute. Ask to slow down.",
        Because = [new("mean30s", 142, "bpm"), new("from", 116.88, "bpm", "karvonen"), new("below", 139.32, "bpm", "karvonen")],
    };
}
