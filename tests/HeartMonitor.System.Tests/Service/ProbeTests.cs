using HeartMonitor.Ble;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Service;
using HeartMonitor.Host.Service;
using HeartMonitor.Storage.Forwarding;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Service;

/// <summary>What the service sees of its own parts, and what of it is worth telling.</summary>
public sealed class ProbeTests
{
    private readonly JournalClock _clock = new();
    private readonly List<ServiceFact> _told = [];
    private CommandResult _answer = CommandResult.Accepted;
    private bool _isWatching = true;

    [Fact]
    public async Task What_has_not_changed_is_told_once_and_what_was_not_stored_is_told_again()
    {
        var isUp = false;
        var feed = Feed(() => [Finding.Of("sink-a", new SinkTold("a", isUp))]);
        _answer = CommandResult.NotStored;
        await feed.LookAsync(TestContext.Current.CancellationToken);
        _answer = CommandResult.Accepted;
        for (var i = 0; i < 3; i++) await feed.LookAsync(TestContext.Current.CancellationToken);

        isUp = true;
        await feed.LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal([new SinkTold("a", false), new SinkTold("a", false), new SinkTold("a", true)], _told);
    }

    [Fact]
    public async Task While_the_clock_catches_up_nothing_is_told()
    {
        _isWatching = false;

        await Feed(() => [Finding.Of("sink-a", new SinkTold("a", false))]).LookAsync(TestContext.Current.CancellationToken);

        Assert.Empty(_told);
    }

    [Fact]
    public void A_receiver_is_not_known_before_it_took_a_row_or_failed()
    {
        Assert.Empty(Sinks(Status(isUp: true, sent: 0), null));
        Assert.Equal(new SinkTold("influx", true), Assert.Single(Sinks(Status(isUp: true, sent: 1), null)));
        Assert.Equal(new SinkTold("influx", false), Assert.Single(Sinks(Status(isUp: false, sent: 0), null)));
        Assert.Equal(new SinkTold("influx", false), Assert.Single(Sinks(Status(isUp: true, sent: 9), true))); // nothing to send, and nowhere to send it
        Assert.Equal(new SinkTold("influx", true), Assert.Single(Sinks(Status(isUp: true, sent: 0), false)));
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 10)]
    [InlineData(19, 10)]
    [InlineData(47, 40)]
    [InlineData(1_000, 1_000)]
    public void Rows_refused_within_an_hour_are_told_by_their_size(int rows, int told) =>
        Assert.Equal(told, Assert.IsType<SinkTold>(Assert.Single(Sinks(Status(isUp: true, sent: 1) with { DeadLettersLastHour = rows }, null))).DeadLettersLastHour);

    [Theory]
    [InlineData(600, false, StorageLevel.Fine)]
    [InlineData(499, false, StorageLevel.Low)]
    [InlineData(49, false, StorageLevel.Full)]
    [InlineData(600, true, StorageLevel.Full)]
    public void Room_on_the_disk_has_three_levels(long megabytes, bool isDiskFull, StorageLevel level)
    {
        var probe = new StorageProbe(() => Journal(isDiskFull), () => megabytes * 1_000_000, 500);

        Assert.Equal(level, Assert.IsType<StorageTold>(Assert.Single(probe.Look()).Fact).Level);
    }

    [Fact]
    public async Task A_level_is_told_when_it_changes_and_not_with_every_byte()
    {
        var free = 400_000_000L;
        var feed = Feed(new StorageProbe(() => Journal(), () => free -= 1_000_000, 500).Look);
        for (var i = 0; i < 5; i++) await feed.LookAsync(TestContext.Current.CancellationToken);

        Assert.Single(_told);
        Assert.True(StorageProbe.FreeBytesOf(Path.GetTempPath()) > 0);
        Assert.Null(StorageProbe.FreeBytesOf(""));
    }

    [Fact]
    public async Task A_journal_that_was_set_aside_is_told_once()
    {
        var feed = Feed(new StorageProbe(() => Journal() with { SetAside = "journal.db.corrupt-1" }, () => null, 500).Look);
        for (var i = 0; i < 3; i++) await feed.LookAsync(TestContext.Current.CancellationToken);

        Assert.IsType<JournalSetAside>(Assert.Single(_told));
    }

    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    [InlineData(2)]
    public async Task A_clock_that_is_set_is_told_with_how_far(double seconds)
    {
        var clock = new SetClock();
        var feed = Feed(new ClockProbe(clock).Look);
        clock.Pass(1);
        await feed.LookAsync(TestContext.Current.CancellationToken);
        Assert.Empty(_told);

        clock.Pass(1, seconds);
        for (var i = 0; i < 3; i++, clock.Pass(1, 0.5)) await feed.LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal(seconds, Assert.IsType<ClockStepped>(Assert.Single(_told)).Seconds);
    }

    [Fact]
    public void A_radio_that_another_has_taken_the_place_of_is_missed_no_more()
    {
        IReadOnlyList<RadioStatus>? radios = null;
        var probe = new RadioProbe(() => radios);
        Assert.Empty(probe.Look());
        radios = [new("hci0", false)];
        Assert.Equal([new AdapterTold("hci0", false)], probe.Look().Select(f => f.Fact));

        radios = [new("hci1", true)];

        Assert.Equal([new AdapterTold("hci1", true), new AdapterTold("hci0", true)], probe.Look().Select(f => f.Fact));
    }

    [Fact]
    public void Of_all_certificates_the_first_to_end_counts_and_a_file_that_holds_none_says_nothing()
    {
        using var files = new MqttCertificates(); // valid for a day and for twelve hours
        File.WriteAllText(files.In("none.pem"), "no certificate");

        var found = new CertificateProbe([files.Authority, files.In("none.pem"), files.In("absent.pem")], TimeProvider.System).Look();

        Assert.Equal(0, Assert.IsType<CertificateTold>(Assert.Single(found).Fact).Days);
        Assert.Empty(new CertificateProbe([files.In("none.pem")], TimeProvider.System).Look());
        Assert.Empty(new CertificateProbe([], TimeProvider.System).Look());
        Assert.Equal(9, Assert.IsType<CertificateTold>(Assert.Single(new CertificateProbe([], _clock, () => _clock.GetUtcNow().AddDays(9.5)).Look()).Fact).Days);
    }

    private ServiceFeed Feed(Func<IEnumerable<Finding>> probe) => new([probe], () => _isWatching, (fact, _) =>
    {
        _told.Add(fact);
        return Task.FromResult(new CommandReceipt("c", _answer));
    });

    private static IEnumerable<ServiceFact> Sinks(ForwarderStatus status, bool? isLinkDown) => new SinkProbe(() => [(status, isLinkDown)], 10).Look().Select(f => f.Fact);

    private ForwarderStatus Status(bool isUp, long sent) => new("influx", isUp, _clock.GetUtcNow(), 0, 0, TimeSpan.Zero, null, sent, 0, 0);

    private JournalHealth Journal(bool isDiskFull = false) =>
        new(isDiskFull ? JournalState.Failing : JournalState.Writing, _clock.GetUtcNow(), null, isDiskFull, 0, 0, 0, 1, TimeSpan.Zero, null);

    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset _wall = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _wall;

        public override long GetTimestamp() => _ticks;

        /// <summary>Time goes by, and somebody sets the clock.</summary>
        internal void Pass(double seconds, double set = 0)
        {
            _ticks += TimeSpan.FromSeconds(seconds).Ticks;
            _wall = _wall.AddSeconds(seconds + set);
        }
    }
}
