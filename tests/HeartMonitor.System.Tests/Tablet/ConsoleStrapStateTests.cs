using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>How the straps fare, in few words on the tile and in all on its sheet.</summary>
[Collection("browser")]
public sealed class ConsoleStrapStateTests(BrowserHost browser) : IAsyncLifetime
{
    private TabletHost _host = null!;
    private TabletGym _gym = null!;
    private long _seq = 5000;

    public async ValueTask InitializeAsync()
    {
        _host = await TabletHost.StartAsync();
        _gym = new TabletGym(_host);
    }

    public async ValueTask DisposeAsync()
    {
        await _gym.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData(LinkState.Searching, "none \u00B7 searching for strap")]
    [InlineData(LinkState.Down, "none \u00B7 link down")]
    public async Task A_link_that_is_not_up_explains_a_missing_value(LinkState link, string words)
    {
        Wear("s_01", new(link), Silent);
        await using var tablet = await browser.OpenAsync(_host);

        await SeesAsync(tablet.Tile("s_01").Locator(".signal"), words);
        await SeesNotAsync(tablet.Tile("s_01").Locator(".battery"));
    }

    [Fact]
    public async Task A_link_that_is_up_is_said_in_passing_and_a_good_value_is_believed_before_an_older_word_of_its_link()
    {
        Wear("s_01", new(LinkState.Up) { Battery = BatteryLevel.FromPercent(21) });
        Wear("s_02", new(LinkState.Down));
        await using var tablet = await browser.OpenAsync(_host);

        await SeesExactlyAsync(tablet.Tile("s_01").Locator(".battery"), "link up");
        await SeesExactlyAsync(tablet.Tile("s_01").Locator(".signal-text"), "good \u00B7 contact");
        await SeesExactlyAsync(tablet.Tile("s_02").Locator(".signal-text"), "good \u00B7 contact");
        await SeesNotAsync(tablet.Tile("s_02").Locator(".battery"));
        Assert.Equal(0, await tablet.Page.Locator(".signal [data-warn]").CountAsync());
    }

    [Fact]
    public async Task A_battery_is_told_from_twenty_percent_down()
    {
        Wear("s_01", new(LinkState.Up) { Battery = BatteryLevel.FromPercent(20) });
        Wear("s_02", new(LinkState.Up) { Battery = BatteryLevel.FromPercent(21) });
        await using var tablet = await browser.OpenAsync(_host);

        await SeesExactlyAsync(tablet.Tile("s_01").Locator(".battery[data-warn]"), "battery 20 %");
        await SeesExactlyAsync(tablet.Tile("s_02").Locator(".battery:not([data-warn])"), "link up");
    }

    [Fact]
    public async Task The_sheet_tells_attempts_losses_and_what_went_wrong_last()
    {
        Wear("s_01", new(LinkState.Up) { Battery = BatteryLevel.FromPercent(80), Retries = 1 });
        Wear("s_02", new(LinkState.Down) { Retries = 4, LastError = "the strap does not answer" }, Silent);
        _host.Straps.Take("sim", new(SourceEventKind.Lost, "strap-s_02", TimeProvider.System.GetUtcNow()));
        await using var tablet = await browser.OpenAsync(_host);

        await SheetOfAsync(tablet, "s_02");
        await SeesExactlyAsync(tablet.Page.Locator("#strap-now"), "strap-s_02 \u00B7 link down \u00B7 nothing received yet \u00B7 battery not told \u00B7 tried 4 times \u00B7 link lost once");
        await SeesExactlyAsync(tablet.Page.Locator("#strap-trouble"), "Last trouble: the strap does not answer");
        await SheetOfAsync(tablet, "s_01");
        await SeesExactlyAsync(tablet.Page.Locator("#strap-now"), "strap-s_01 \u00B7 link up \u00B7 nothing received yet \u00B7 battery 80 %");
        await SeesNotAsync(tablet.Page.Locator("#strap-trouble"));
    }

    [Fact]
    public async Task The_mark_of_a_strap_that_nobody_confirmed_stands_behind_a_doubt_and_goes_with_the_confirmation()
    {
        Wear("s_01", new(LinkState.Up));
        Wear("s_02", new(LinkState.Up), v => v with { Quality = SignalQuality.Suspect, QualityReasons = ["frozen"] });
        Tell("s_01", BindingState.Unconfirmed);
        Tell("s_02", BindingState.Unconfirmed);
        await using var tablet = await browser.OpenAsync(_host);

        await SeesAsync(tablet.Tile("s_01").Locator(".signal-why[data-warn]"), "whose strap? confirm it");
        await SeesExactlyAsync(tablet.Tile("s_02").Locator(".signal-why"), "value stands still");
        await SheetOfAsync(tablet, "s_02");
        await SeesAsync(tablet.Page.Locator("#strap-binding[data-warn]"), "NOT CONFIRMED");

        Tell("s_01", BindingState.Confirmed);
        await SeesExactlyAsync(tablet.Tile("s_01").Locator(".signal-text"), "good \u00B7 contact");
        await Assertions.Expect(tablet.Page.Locator("#strap-binding[data-warn]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_way_by_lifting_is_told_only_where_the_strap_tells_contact()
    {
        Wear("s_01", new(LinkState.Up));
        Wear("s_02", new(LinkState.Up), v => v with { Contact = SensorContact.NotSupported });
        Tell("s_01", BindingState.Unconfirmed);
        Tell("s_02", BindingState.Unconfirmed);
        await using var tablet = await browser.OpenAsync(_host);

        await SheetOfAsync(tablet, "s_01");
        await SeesAsync(tablet.Page.Locator("#strap-hint"), "lift the strap off the skin for 3 s");
        await SheetOfAsync(tablet, "s_02");
        await SeesAsync(tablet.Page.Locator("#strap-hint"), "does not tell contact");
    }

    [Fact]
    public async Task A_pulse_is_sent_signed_with_one_key_until_it_is_answered()
    {
        Wear("s_01", new(LinkState.Up));
        Tell("s_01", BindingState.Unconfirmed);
        var act = _host.Door;
        _host.Door = command => new(command.Id, CommandResult.NotStored, "disk full");
        await using var tablet = await browser.OpenAsync(_host);
        await SheetOfAsync(tablet, "s_01");
        await tablet.Page.Locator("#strap-pulse").FillAsync("96");
        await tablet.Page.Locator("#strap-confirm button").TapAsync();
        await SeesAsync(tablet.Page.Locator("#strap-state"), "NOT stored yet");
        await TabletWait.UntilAsync(() => _host.Commands.Count >= 2, "it was sent again", TestContext.Current.CancellationToken);
        _host.Door = act;

        await SeesAsync(tablet.Page.Locator("#strap-state"), "The strap of p_01 is confirmed.");
        Assert.Single(_host.Commands.Select(c => c.Id).Distinct());
        Assert.All(_host.Commands, c => Assert.Equal(("s_01", new StrapConfirmed(96, "staff")), (c.Session, c.Fact)));
    }

    [Fact]
    public async Task One_sheet_is_open_at_a_time()
    {
        _gym.Enter("s_01", MonitoringMode.Rpe);
        await using var tablet = await browser.OpenAsync(_host, 800, 1280);
        await tablet.Tile("s_01").Locator(".ask").TapAsync();
        await SeesAsync(tablet.Page.Locator("#sheet"));
        await tablet.Tile("s_01").Locator(".strap").TapAsync();
        await SeesNotAsync(tablet.Page.Locator("#sheet"));
        await SeesAsync(tablet.Page.Locator("#strap-sheet"));
        await tablet.Tile("s_01").Locator(".ask").TapAsync();
        await SeesNotAsync(tablet.Page.Locator("#strap-sheet"));
        await SeesAsync(tablet.Page.Locator("#sheet"));
    }

    private static LiveData Silent(LiveData live) => live with { Hr = null, HrAgeMs = 20_000, Quality = SignalQuality.None, QualityReasons = ["stale"] };

    private static async Task SheetOfAsync(BrowserTablet tablet, string session)
    {
        await tablet.Tile(session).Locator(".strap").TapAsync();
        await SeesExactlyAsync(tablet.Page.Locator("#strap-title"), $"Strap of {PersonOf(session)}");
    }

    /// <summary>A person with a strap of which the source has said this.</summary>
    private void Wear(string session, StrapStatus status, Func<LiveData, LiveData>? shape = null)
    {
        var strap = $"strap-{session}";
        _gym.Enter(session, MonitoringMode.Rpe, v => (shape ?? (x => x))(v with { Batt = null }));
        Tell(session, BindingState.Listed);
        _host.Worn[strap] = session;
        _host.Straps.Take("sim", new(SourceEventKind.Status, strap, TimeProvider.System.GetUtcNow(), Status: status));
    }

    private void Tell(string session, BindingState state) =>
        _host.Board.Apply([Decided(session, new StrapEvent { T = 1, At = TimeProvider.System.GetUtcNow(), State = state, Strap = $"strap-{session}" }, Interlocked.Increment(ref _seq))]);
}
