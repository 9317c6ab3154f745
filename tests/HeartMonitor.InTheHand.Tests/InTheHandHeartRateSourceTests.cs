using System.Reactive.Concurrency;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline;
using HeartMonitor.Pipeline.Tests.Support;
using Xunit;

namespace HeartMonitor.InTheHand.Tests;

/// <summary>The supervision, on virtual time and a scripted radio, held to what every source owes its reader.</summary>
public sealed class InTheHandHeartRateSourceTests : HeartRateSourceContract
{
    private static readonly InTheHandOptions Options = new() { Scan = TimeSpan.FromMilliseconds(200) };

    private readonly CountingScheduler _scheduler = new();
    private readonly Recorder _seen = new();

    protected override bool Ends => false;

    protected override IHeartRateSource Create(IScheduler scheduler) => Create(scheduler, ["AA", "BB"], out _);

    [Fact]
    public void A_strap_that_is_not_there_is_looked_for_and_told_as_searching()
    {
        using var _ = Watch(["AA"], radio => radio.OnScan = () => Task.FromResult<IReadOnlyDictionary<StrapAddress, object>>(new Dictionary<StrapAddress, object>()), out var radio);

        _scheduler.AdvanceBy(TimeSpan.FromMinutes(5));

        Assert.InRange(radio.Scans, 100, 301);
        Assert.Equal(0, radio.Attempts);
        Assert.DoesNotContain(_seen.Events, e => e.Kind is SourceEventKind.Connected or SourceEventKind.Packet);
    }

    [Fact]
    public void Strangers_straps_beside_it_do_not_keep_it_from_being_found()
    {
        using var _ = Watch(
            ["AA"],
            radio => radio.OnScan = () => Task.FromResult<IReadOnlyDictionary<StrapAddress, object>>(
                new[] { "01", "02", "AA" }.Select(Address).ToDictionary(address => address, address => (object)address)),
            out var _);

        _scheduler.AdvanceBy(TimeSpan.FromSeconds(5));

        Assert.Contains(_seen.Events, e => e.Kind == SourceEventKind.Packet);
    }

    [Fact]
    public void An_error_of_a_kind_that_nobody_foresaw_is_told_and_the_strap_is_tried_again()
    {
        using var _ = Watch(["AA"], radio => radio.OnScan = () => throw new InvalidOperationException("of some library"), out var radio);
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(5));
        Assert.Contains(_seen.Events, e => e.Status is { LastError: "the Bluetooth library failed (InvalidOperationException)" });

        radio.OnScan = null;
        _scheduler.AdvanceBy(TimeSpan.FromMinutes(2));

        Assert.Contains(_seen.Events, e => e.Kind == SourceEventKind.Packet);
    }

    [Fact]
    public void Battery_and_place_are_told_once_the_link_is_up()
    {
        using var _ = Watch(["AA"], radio => { }, out var _);

        _scheduler.AdvanceBy(TimeSpan.FromSeconds(3));

        var status = Assert.Single(_seen.Events, e => e.Status is { Link: LinkState.Up }).Status!;
        Assert.Equal((BatteryLevel.FromPercent(81), BodySensorLocation.Chest, 1, (string?)null), (status.Battery, status.Location, status.Retries, status.LastError));
    }

    [Fact]
    public void A_link_that_falls_silent_without_a_word_is_built_anew_after_the_watchdog()
    {
        using var _ = Watch(["AA"], radio => { }, out var radio);
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(10.5));
        var heard = _seen.Events.Last(e => e.Kind == SourceEventKind.Packet).At;

        radio.Links[0].FallSilent();
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(20));

        var lost = Assert.Single(_seen.Events, e => e.Kind == SourceEventKind.Lost);
        Assert.Equal((heard + Options.Watchdog, "no value came any more"), (lost.At, lost.Detail));
        Assert.True(radio.Links[0].IsDisposed);
        Assert.Equal(2, _seen.Events.Count(e => e.Kind == SourceEventKind.Connected));
        Assert.Equal(2, radio.Links.Count);
    }

    [Fact]
    public void A_loss_that_is_told_twice_is_one_loss()
    {
        using var _ = Watch(["AA"], radio => { }, out var radio);
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(5.5));

        radio.Links[0].Lose();
        radio.Links[0].Lose();
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(5));
        radio.Links[0].Lose();
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(5));

        Assert.Single(_seen.Events, e => e.Kind == SourceEventKind.Lost);
        Assert.Equal(2, radio.Links.Count);
    }

    [Fact]
    public void A_connection_that_hangs_is_given_up_and_holds_up_no_other_strap()
    {
        var hangs = new TaskCompletionSource();
        using var _ = Watch(["AA", "BB", "CC"], radio => radio.OnConnect = address => address == Address("AA") ? hangs.Task : Task.CompletedTask, out var radio);

        _scheduler.AdvanceBy(TimeSpan.FromSeconds(10));

        Assert.Equal(["BB", "CC"], _seen.Events.Where(e => e.Kind == SourceEventKind.Connected).Select(e => e.Device).Order());
        Assert.Equal(1, radio.Attempts - 2);
        _scheduler.AdvanceBy(Options.ConnectLimit);
        Assert.Contains(_seen.Events, e => e.Device == "AA" && e.Status is { LastError: "the strap did not connect in time" });
        Assert.True(radio.Attempts > 3, $"{radio.Attempts} attempts");
    }

    [Fact]
    public void A_connection_that_comes_after_it_was_given_up_is_taken_down_again()
    {
        List<TaskCompletionSource> hanging = [];
        using var _ = Watch(["AA"], radio => radio.OnConnect = _ => Hang(), out var radio);
        _scheduler.AdvanceBy(Options.ConnectLimit + TimeSpan.FromSeconds(1));
        Assert.Equal(2, hanging.Count);

        foreach (var connection in hanging) connection.SetResult();
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(10));

        Assert.Equal(2, radio.Links.Count);
        Assert.Single(radio.Links, link => !link.IsDisposed);
        Assert.Single(_seen.Events, e => e.Kind == SourceEventKind.Connected);

        Task Hang()
        {
            hanging.Add(new());
            return hanging[^1].Task;
        }
    }

    [Fact]
    public void A_scan_that_never_ends_is_left_behind_and_the_reason_is_told()
    {
        using var _ = Watch(["AA"], radio => radio.OnScan = () => new TaskCompletionSource<IReadOnlyDictionary<StrapAddress, object>>().Task, out var radio);

        _scheduler.AdvanceBy(TimeSpan.FromMinutes(1));

        Assert.InRange(radio.Scans, 4, 12);
        Assert.Contains(_seen.Events, e => e.Status is { LastError: "a scan did not end: is Bluetooth switched on?" });
    }

    [Fact]
    public void No_radio_is_told_in_its_own_words_and_tried_for_ever()
    {
        using var _ = Watch(["AA"], radio => radio.OnScan = () => throw new RadioException("Bluetooth is switched off"), out var radio);
        _scheduler.AdvanceBy(TimeSpan.FromHours(1));
        Assert.Contains(_seen.Events, e => e.Status is { LastError: "Bluetooth is switched off" });
        Assert.InRange(radio.Scans, 300, 1_000);

        radio.OnScan = null;
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(15));

        Assert.Contains(_seen.Events, e => e.Kind == SourceEventKind.Packet);
    }

    [Fact]
    public void Values_that_are_no_packets_are_dropped_and_keep_no_link_alive()
    {
        using var _ = Watch(["AA"], radio => { }, out var radio);
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(5.5));
        var packets = _seen.Events.Count(e => e.Kind == SourceEventKind.Packet);
        byte[]?[] hostile = [null, [], new byte[513], new byte[100_000]];
        var n = 0;

        radio.NextValue = () => hostile[n++ % hostile.Length];
        _scheduler.AdvanceBy(Options.Watchdog - TimeSpan.FromSeconds(0.5));

        Assert.Equal(packets, _seen.Events.Count(e => e.Kind == SourceEventKind.Packet));
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(1));
        Assert.Single(_seen.Events, e => e.Kind == SourceEventKind.Lost);
    }

    [Fact]
    public void Disposal_takes_every_link_down()
    {
        var subscription = Watch(["AA", "BB"], radio => { }, out var radio);
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(5));
        Assert.Equal(2, radio.Links.Count);

        subscription.Dispose();
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(1));

        Assert.All(radio.Links, link => Assert.True(link.IsDisposed));
    }

    [Fact]
    public void A_thousand_losses_leave_one_link_and_no_strap_behind()
    {
        using var _ = Watch(["AA", "BB"], radio => { }, out var radio);
        for (var i = 0; i < 1_000; i++)
        {
            _scheduler.AdvanceBy(TimeSpan.FromSeconds(3));
            if (radio.Links.LastOrDefault(link => !link.IsDisposed) is not { } link) continue;
            if (i % 2 == 0) link.Lose();
            else link.FallSilent();
        }

        _scheduler.AdvanceBy(TimeSpan.FromMinutes(1));

        Assert.Equal(2, radio.Links.Count(link => !link.IsDisposed));
        Assert.All(_seen.Events.GroupBy(e => e.Device), strap => Assert.True(strap.Last(e => e.Kind == SourceEventKind.Packet).At > _scheduler.Now - TimeSpan.FromSeconds(2)));
    }

    private IDisposable Watch(string[] straps, Action<ScriptedRadio> script, out ScriptedRadio radio)
    {
        var source = Create(_scheduler, straps, out radio);
        script(radio);
        return source.Events.Subscribe(_seen);
    }

    private static InTheHandHeartRateSource Create(IScheduler scheduler, string[] straps, out ScriptedRadio radio)
    {
        var time = new VirtualTimeProvider(scheduler);
        var first = radio = Radio();
        ScriptedRadio? unused = first;
        return new(straps, address => straps.FirstOrDefault(name => Address(name) == address) ?? "another", Options, () => Interlocked.Exchange(ref unused, null) ?? Radio(), scheduler, time);

        ScriptedRadio Radio() => new(time, [.. straps.Select(Address)]);
    }

    private static StrapAddress Address(string last) =>
        StrapAddress.TryParse($"C0:00:00:00:00:{last}", out var address) ? address : throw new ArgumentException("Value should be two hexadecimal digits", nameof(last));
}
