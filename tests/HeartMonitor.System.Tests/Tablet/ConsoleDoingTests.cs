using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>What staff do for one person, and what can be undone.</summary>
[Collection("browser")]
public sealed class ConsoleDoingTests(BrowserHost browser) : IAsyncLifetime
{
    private TabletHost _host = null!;
    private TabletGym _gym = null!;
    private BrowserTablet _tablet = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TabletHost.StartAsync();
        _gym = new TabletGym(_host);
        _gym.Enter("s_01", MonitoringMode.Rpe);
        _gym.Enter("s_02", MonitoringMode.Zones);
        _tablet = await browser.OpenAsync(_host);
        await SeesValueAsync(_tablet.Tile("s_01"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_tablet is not null) await _tablet.DisposeAsync();
        await _gym.DisposeAsync();
        await _host.DisposeAsync();
    }

    private ILocator Sheet => _tablet.Page.Locator("#person-sheet");

    private ILocator Undo => _tablet.Page.Locator("#undo");

    [Fact]
    public async Task A_symptom_takes_two_taps_and_is_sent_at_once_with_nothing_to_wait_for()
    {
        await OpenAsync("s_01");
        await Sheet.Locator("[data-symptom='chest-pain']").TapAsync();

        await SentAsync(1);
        var told = Assert.IsType<SymptomsReported>(Assert.Single(_host.Commands).Fact);
        Assert.Equal(["chest-pain"], told.Symptoms);
        Assert.Equal(AnsweredBy.Staff, told.By);
        await SeesAsync(Undo, "chest pain reported for p_01: stored.");
        Assert.Equal(0, await Undo.GetByRole(AriaRole.Button).CountAsync());

        await OpenAsync("s_01");
        await Sheet.Locator("[data-symptom='severe']").TapAsync();
        await SentAsync(2);
        Assert.Equal(3, Assert.IsType<SymptomsReported>(_host.Commands.Last().Fact).Grade);
        await OpenAsync("s_01");
        await Sheet.Locator("[data-symptom='help']").TapAsync();
        await SentAsync(3);
        Assert.IsType<HelpRequested>(_host.Commands.Last().Fact);
        _tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_phase_waits_five_seconds_that_one_sees_and_is_never_sent_when_it_is_taken_back()
    {
        await OpenAsync("s_01");
        await Assertions.Expect(Sheet.Locator("[data-phase='work']")).ToHaveAttributeAsync("aria-pressed", "true");
        await Sheet.Locator("[data-phase='cool-down']").TapAsync();

        await SeesAsync(Undo, "Cool-down \u00B7 p_01");
        await SeesAsync(Undo.Locator(".undo-left"), "in ");
        Assert.Empty(_host.Commands);
        await Undo.GetByText("Undo").TapAsync();
        await SeesAsync(Undo, "Cool-down for p_01: not done.");
        await SeesNotAsync(Undo.Locator(".undo-row")); // it is long over
        Assert.Empty(_host.Commands);

        await OpenAsync("s_01");
        await Sheet.Locator("[data-phase='recovery']").TapAsync();
        await SentAsync(1);
        Assert.Equal(new PhaseEntered(SessionPhase.Recovery), Assert.Single(_host.Commands).Fact);
        await SeesAsync(Undo, "Recovery for p_01: stored.");
    }

    [Fact]
    public async Task Work_talk_test_pause_and_end_are_entered_and_can_be_hurried()
    {
        await OpenAsync("s_02");
        for (var i = 0; i < 6; i++) await Sheet.GetByRole(AriaRole.Button, new() { Name = "Watts: more" }).TapAsync();
        await Sheet.Locator("[data-work='set']").TapAsync();
        await HurryAsync(1);
        Assert.Equal(60, Assert.IsType<WorkloadSet>(_host.Commands.Last().Fact).Watts);

        await OpenAsync("s_02");
        await Sheet.Locator("[data-talk='equivocal']").TapAsync();
        await HurryAsync(2);
        Assert.Equal(new TalkTestAnswered("equivocal"), _host.Commands.Last().Fact);

        await OpenAsync("s_02");
        await Sheet.GetByText("Pause", new() { Exact = true }).TapAsync();
        await HurryAsync(3);
        Assert.IsType<SessionPaused>(_host.Commands.Last().Fact);

        await OpenAsync("s_02");
        await Sheet.GetByText("End session").TapAsync();
        await HurryAsync(4);
        Assert.IsType<SessionEnded>(_host.Commands.Last().Fact);
        _tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task What_still_waits_is_sent_when_the_page_goes_away()
    {
        await OpenAsync("s_01");
        await Sheet.Locator("[data-phase='cool-down']").TapAsync();
        await SeesAsync(Undo, "Cool-down \u00B7 p_01");

        await _tablet.Page.GotoAsync("about:blank");

        await SentAsync(1);
        Assert.Equal(new PhaseEntered(SessionPhase.CoolDown), Assert.Single(_host.Commands).Fact);
    }

    [Fact]
    public async Task An_rpe_is_stored_at_once_and_taken_back_by_a_fact_of_its_own()
    {
        await _tablet.Tile("s_01").Locator(".ask").TapAsync();
        await _tablet.Page.Locator(".rpe[data-value='18']").TapAsync();
        await SeesAsync(Undo, "RPE 18 for p_01 is stored.");

        await Undo.GetByText("Undo").TapAsync();

        await SeesAsync(Undo, "RPE 18 of p_01 was taken back.");
        Assert.Equal([new RpeAnswered(18) { By = AnsweredBy.Staff }, new RpeWithdrawn("staff") { Value = 18 }], _host.Commands.Select(c => c.Fact));
    }

    [Fact]
    public async Task A_gate_is_released_with_a_signature_and_not_without()
    {
        _host.Board.Apply([Decided("s_01", new GateEvent { T = 1, State = GateState.Clinician, Code = "medication-blunts" })]);
        await OpenAsync("s_01");
        var gate = Sheet.Locator(".gate");
        await SeesAsync(gate, "a medicine blunts heart rate");
        await gate.GetByText("Release", new() { Exact = true }).TapAsync();
        await SeesAsync(gate, "needs a signature");

        await gate.Locator("input").FillAsync("dr_a");
        await gate.GetByText("Release", new() { Exact = true }).TapAsync();
        await HurryAsync(1);
        Assert.Equal(new GateReleased("medication-blunts", "dr_a"), Assert.Single(_host.Commands).Fact);
    }

    [Fact]
    public async Task The_chart_tells_in_a_table_what_it_shows_and_follows_alerts_and_phases()
    {
        var now = TimeProvider.System.GetUtcNow();
        _host.Board.Apply([Fact("s_02", new PhaseEntered(SessionPhase.CoolDown), 9) with { At = now }, Fact("s_02", new RpeAnswered(13), 10) with { At = now }]);
        _gym.Raise("s_02", Alert("a1", AlertCode.HrCeilingWarning, AlertPriority.Medium, "Near the ceiling. Watch.", now));
        await OpenAsync("s_02");
        await Sheet.Locator("[data-way='chart']").TapAsync();

        var detail = _tablet.Page.Locator("#detail");
        await SeesAsync(detail.Locator("canvas"));
        await SeesAsync(detail.Locator("#detail-events"), "Phase: Cool-down");
        await SeesAsync(detail.Locator("#detail-events"), "RPE 13");
        await SeesAsync(detail.Locator("#detail-events"), "** \u25C6 Near the ceiling. Watch.");
        await detail.Locator("#detail-close").TapAsync();
        await SeesNotAsync(detail);
        Assert.DoesNotContain(_tablet.Complaints, c => !c.Contains("404", StringComparison.Ordinal)); // stored series are another part's
    }

    [Fact]
    public async Task The_list_of_sessions_opens_one_of_them()
    {
        await _tablet.Page.Locator("#open-today").TapAsync();
        await Assertions.Expect(_tablet.Page.Locator(".today-row")).ToHaveCountAsync(2);
        await _tablet.Page.Locator(".today-row", new() { HasText = "p_02" }).GetByRole(AriaRole.Button).TapAsync();
        await SeesAsync(_tablet.Page.Locator("#detail-title"), "Session of p_02");
        await SeesNotAsync(_tablet.Page.Locator("#today-sheet"));
    }

    private async Task OpenAsync(string session)
    {
        await _tablet.Tile(session).Locator(".open").TapAsync();
        await SeesAsync(Sheet);
    }

    private Task SentAsync(int count) =>
        TabletWait.UntilAsync(() => _host.Commands.Count == count, $"{count} commands came", TestContext.Current.CancellationToken);

    private async Task HurryAsync(int count)
    {
        await Undo.GetByText("Do it now").TapAsync();
        await SentAsync(count);
    }
}
