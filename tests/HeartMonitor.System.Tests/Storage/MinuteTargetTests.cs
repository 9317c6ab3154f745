using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Storage.Influx;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.System.Tests.Storage;

/// <summary><c>hr_1m</c>: the same points, whatever happened between the journal and the store.</summary>
public sealed class MinuteTargetTests : IAsyncLifetime
{
    private readonly JournalFolder _folder = new();
    private InfluxFake _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await InfluxFake.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_minute_is_lowest_highest_mean_over_time_samples_and_coverage()
    {
        await using var journal = await JournalOf(
            Row(0, 100), Row(1, 110), Row(3, 120), Row(4, 200, SignalQuality.Suspect), Row(30, 130), Row(59, 90), Row(61, 80), Row(130, 70));

        await SendAll(journal);

        // 100 stands 1 s, 110 stands 2, 120 stands 1 until the doubtful one, 130 stands 5, 90 stands 1 and 1 more in the next minute, 80 stands 5.
        Assert.Equal(
            [
                "hr_1m,p=p_07,site=gym1,src=strap min=90i,max=130i,mean=118.0,n=5i,coverage=0.1667,sid=\"s_abcdefghijkl\" 1772442000000000",
                "hr_1m,p=p_07,site=gym1,src=strap min=80i,max=80i,mean=80.0,n=1i,coverage=0.1,sid=\"s_abcdefghijkl\" 1772442060000000",
            ],
            _server.StoredLines);
    }

    [Fact]
    public async Task A_minute_without_a_sample_that_counts_is_no_point()
    {
        await using var journal = await JournalOf(Row(0, 100, SignalQuality.Bad), Row(1, 0), Row(200, 90));

        await SendAll(journal);

        Assert.Empty(_server.StoredLines);
    }

    [Fact]
    public async Task The_end_of_a_session_closes_its_last_minute()
    {
        await using var journal = await JournalOf(Started(), Row(1, 100), Fact(20, new SessionEnded()));

        await SendAll(journal);

        Assert.Equal("hr_1m,p=p_07,site=gym1,src=strap min=100i,max=100i,mean=100.0,n=1i,coverage=0.0833,sid=\"s_abcdefghijkl\" 1772442000000000", Assert.Single(_server.StoredLines));
    }

    [Fact]
    public async Task A_late_packet_changes_its_minute_however_long_that_is_over()
    {
        var late = Row(10, 140, SignalQuality.None, SignalReasons.Late);
        SessionStep[] hour = [.. Enumerable.Range(0, 3_600).Where(second => second is < 5 or >= 60).Select(second => Row(second, 100)), late, Row(3_700, 100)];
        await using var journal = await JournalOf(hour);

        await SendAll(journal);

        var first = Final().Single(point => point.EndsWith(" 1772442000000000", StringComparison.Ordinal));
        Assert.Contains(" min=100i,max=140i,mean=114.286,n=6i,coverage=0.2333,", first, StringComparison.Ordinal); // 100 stands 9 s and 140 stands 5
    }

    /// <summary>Batches of any size, answers that are lost, restarts in between, and the same points come out.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(null)]
    public async Task Restarts_batches_and_answers_that_are_lost_change_no_point(int? fixedSeed)
    {
        var seed = fixedSeed ?? Environment.TickCount;
        var random = new Random(seed);
        await using var journal = await JournalOf(Story(random));
        await SendAll(journal);
        var plain = Final();
        var before = _server.Writes.Count;
        var answers = new Random(seed);
        _server.Answer = (_, _) => Task.FromResult(answers.Next(3) == 0 ? 503 : 204);

        var position = 0L;
        while (position < journal.LastSeq)
        {
            using var sender = Sender();
            var target = new MinuteTarget(Options, sender, journal.Reader);
            for (var life = random.Next(1, 12); life > 0 && position < journal.LastSeq; life--)
            {
                var rows = journal.Reader.ReadAfter(position, random.Next(1, 900));
                if (await target.SendAsync(rows, Cancellation) is ForwardResult.Accepted) position = rows[^1].Seq;
            }
        }

        Assert.True(plain.SetEquals(Final(before)), $"Seed {seed}: {string.Join('\n', plain.Except(Final(before)).Concat(Final(before).Except(plain)).Take(6))}");
        Assert.InRange(plain.Count, 60, 400);
    }

    [Fact]
    public async Task Two_sessions_of_one_person_in_one_minute_are_two_points()
    {
        await using var journal = await JournalOf(
            Started(), Row(1, 100), Fact(20, new SessionEnded()), Other(30, null, new SessionStarted { Device = "strap-1" }), Other(31, Packet(90)), Other(200, Packet(80)));

        await SendAll(journal);

        Assert.Equal(
            [(100, "1772442000000000"), (90, "1772442000000001")],
            _server.StoredLines.Select(line => (int.Parse(line.Split("min=")[1].Split('i')[0], global::System.Globalization.CultureInfo.InvariantCulture), line.Split(' ')[^1])).Order().Reverse());
    }

    private InfluxOptions Options => new() { Url = _server.Url };

    private InfluxSender Sender() => new(Options, new InfluxConnection(Options, TimeProvider.System), NullLogger.Instance);

    private async Task SendAll(SqliteJournal journal)
    {
        using var sender = Sender();
        var target = new MinuteTarget(Options, sender, journal.Reader);
        for (var position = 0L; position < journal.LastSeq;)
        {
            var rows = journal.Reader.ReadAfter(position, 500);
            Assert.Same(ForwardResult.Accepted.All, await target.SendAsync(rows, Cancellation));
            position = rows[^1].Seq;
        }
    }

    /// <summary>The points of a store: of lines with the same tags and time the last one.</summary>
    private HashSet<string> Final(int afterWrites = 0) =>
    [
        .. _server.Writes.Skip(afterWrites).Where(write => write.Status == 204).SelectMany(write => write.Lines)
            .GroupBy(line => (line.Split(' ')[0], line.Split(' ')[^1])).Select(point => point.Last()),
    ];

    private async Task<SqliteJournal> JournalOf(params SessionStep[] steps)
    {
        var journal = JournalFolder.Open(_folder.Options with { SampleDelay = TimeSpan.FromMilliseconds(5) });
        foreach (var step in steps) journal.Append(step);
        await JournalWait.Until(() => journal.Health.PendingSteps == 0 && journal.LastSeq >= steps.Length, "the rows are stored", 30);
        return journal;
    }

    /// <summary>Two people for an hour, with gaps, doubts, and late packets of up to an hour ago.</summary>
    private static SessionStep[] Story(Random random)
    {
        var steps = new List<SessionStep>();
        for (var second = 0; second < 4_000; second++)
        {
            if (random.Next(4) > 0) steps.Add(Row(second, random.Next(60, 180), (SignalQuality)random.Next(0, 4)));
            if (random.Next(3) > 0) steps.Add(Other(second, Packet(random.Next(60, 180)), person: "p_08"));
            if (second > 100 && random.Next(200) == 0) steps.Add(Row(random.Next(0, second), random.Next(60, 180), SignalQuality.None, SignalReasons.Late));
        }

        steps.Add(Row(4_200, 90));
        steps.Add(Other(4_201, Packet(90), person: "p_08"));
        return [.. steps];
    }

    private static SessionStep Row(int second, int bpm, SignalQuality quality = SignalQuality.Good, SignalReasons reasons = SignalReasons.None)
    {
        var step = new SessionStep().ForSample(Session, Participant, Start.AddSeconds(second), Packet(bpm));
        step.Label = new(quality, reasons);
        return step;
    }

    private static SessionStep Other(int second, byte[]? packet, SessionFact? fact = null, string person = Participant)
    {
        const string Second = "s_bcdefghijklm";
        if (packet is null) return new SessionStep().ForFact(Second, person, Start.AddSeconds(second), fact);
        var step = new SessionStep().ForSample(Second, person, Start.AddSeconds(second), packet);
        step.Label = Good;
        return step;
    }
}
