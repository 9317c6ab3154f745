using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Storage.Influx;

/// <summary>
/// Writes <c>hr_1m</c>: lowest, highest and mean heart rate, samples and coverage of every whole minute of a session, when the minute is over or the
/// session is. With a position of its own in the journal; what it writes depends on the journal alone, so that a restart, a row that comes again and a
/// packet that comes hours late all end in the same points.
/// </summary>
/// <param name="options">The tags.</param>
/// <param name="sender">The one that sends all else, so that the server has one request at a time.</param>
/// <param name="reader">What was before the rows that come: for the first minutes after a start, and for minutes that late packets belong to.</param>
/// <remarks>Samples count that the gate found good, and late ones with a plausible reading: nobody judged them, they only came late.</remarks>
public sealed class MinuteTarget(InfluxOptions options, InfluxSender sender, JournalReader reader) : IForwardTarget
{
    /// <summary>So much is kept in memory; for older minutes the session is read again.</summary>
    private const long Kept = 15 * MinuteSamples.MinuteMicroseconds;

    /// <summary>A minute is over this long after its end: packets of several gateways come up to 2 s out of order. Ours: twice that and some.</summary>
    private const long Grace = 5_000_000;

    /// <summary>A stamp that is so much earlier than the newest is of a clock that was put right, not of a late packet.</summary>
    private const long SteppedBack = 60 * MinuteSamples.MinuteMicroseconds;

    private const int RowsPerPage = 5_000;

    private readonly LineBatch _batch = new();
    private readonly Dictionary<string, SessionMinutes> _sessions = new(StringComparer.Ordinal);
    private Dictionary<string, StoredSession> _known = new(StringComparer.Ordinal);
    private long _newest;
    private long _floor = long.MinValue;
    private bool _isWarm;

    public string Name => "influx-1m";

    /// <summary>Minutes before this are not whole in memory.</summary>
    private long Horizon => Math.Max(_floor, _newest - Kept);

    public async Task<ForwardResult> SendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation)
    {
        var (dialect, why) = await sender.FindAsync(cancellation).ConfigureAwait(false);
        if (dialect is null) return why!;
        if (!_isWarm) Warm(rows[0]);
        foreach (var row in rows) Take(row, isNew: true);
        ReadLate();
        _batch.Clear();
        foreach (var session in _sessions.Values) session.WriteTo(_batch, options, dialect, _newest - Grace);
        var rejected = new List<RejectedRow>();
        if (await sender.SendAsync(_batch, 0, dialect, rejected, cancellation).ConfigureAwait(false) is ({ } keep, _)) return keep;
        foreach (var (id, session) in _sessions.ToList())
            if (session.Written(_newest - Grace, Horizon)) _sessions.Remove(id);
        return rejected.Count == 0 ? ForwardResult.Accepted.All : new ForwardResult.Accepted([.. rejected.DistinctBy(row => row.Seq)]);
    }

    /// <summary>The minutes that were open before this start: from some minutes before the first row on, the journal is read again.</summary>
    private void Warm(in JournalRow first)
    {
        _newest = first.Entry.At.ToUnixMicroseconds();
        var since = MinuteSamples.MinuteOf(_newest - Kept);
        _floor = since + MinuteSamples.MinuteMicroseconds; // the first minute's own predecessor is not there
        for (var from = reader.LastBefore(0, first.Seq - 1, Microseconds.FromUnixMicroseconds(since)); from < first.Seq - 1;)
        {
            var page = reader.ReadAfter(from, (int)Math.Min(RowsPerPage, first.Seq - 1 - from));
            if (page.Count == 0) break;
            foreach (var row in page) if (row.Entry.At.ToUnixMicroseconds() >= since) Take(row, isNew: false);
            from = page[^1].Seq;
        }

        foreach (var session in _sessions.Values) session.Reopen(_newest - Grace - MinuteSamples.MinuteMicroseconds);
        _isWarm = true;
    }

    private void Take(in JournalRow row, bool isNew)
    {
        var at = row.Entry.At.ToUnixMicroseconds();
        if (row.Entry.Kind == JournalKind.Sample && SampleBody.TryRead(row.Entry.Body, out var label, out var packet))
        {
            if (!label.Reasons.HasFlag(SignalReasons.Late)) Move(at);
            SessionOf(row).Add(at, row.Seq, Counted(label, packet), isNew, Horizon);
        }
        else if (row.Entry.Kind == JournalKind.Fact && IsEnd(row))
        {
            Move(at);
            SessionOf(row).IsEnded = true;
        }
    }

    private void Move(long at)
    {
        if (at > _newest || at < _newest - SteppedBack) _newest = at;
    }

    /// <summary>A fact that cannot be read ends nothing; whoever writes it elsewhere says so.</summary>
    private static bool IsEnd(in JournalRow row)
    {
        try
        {
            return MonitorJson.ReadFact(row.Entry.Body.Span) is SessionEnded;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private SessionMinutes SessionOf(in JournalRow row)
    {
        if (_sessions.TryGetValue(row.Entry.Session, out var session)) return session;
        var (first, before) = FirstMinute(row.Entry.Session);
        session = new(row.Entry.Session, row.Entry.Participant, first, before);
        _sessions.Add(row.Entry.Session, session);
        return session;
    }

    /// <summary>The minute that a session started in, and how many sessions of the same person ended in it before.</summary>
    private (long Minute, int Before) FirstMinute(string id)
    {
        if (!_known.ContainsKey(id)) _known = reader.Sessions().ToDictionary(stored => stored.Session, StringComparer.Ordinal);
        if (!_known.TryGetValue(id, out var own)) return (0, 0);
        var minute = MinuteSamples.MinuteOf(own.Started.ToUnixMicroseconds());
        return (minute, _known.Values.Count(other => other.Participant == own.Participant && other.Started < own.Started
            && other.Ended is { } ended && MinuteSamples.MinuteOf(ended.ToUnixMicroseconds()) == minute));
    }

    /// <summary>Minutes that are not in memory any more and got a sample: their sessions are read again, once each.</summary>
    private void ReadLate()
    {
        foreach (var (id, session) in _sessions)
        {
            if (!session.WantsReading) continue;
            foreach (var row in reader.ReadSession(id))
                if (row.Entry.Kind == JournalKind.Sample && SampleBody.TryRead(row.Entry.Body, out var label, out var packet))
                    session.AddRead(row.Entry.At.ToUnixMicroseconds(), row.Seq, Counted(label, packet));
        }
    }

    /// <summary>The rate that counts; 0 for none.</summary>
    private static int Counted(SignalLabel label, ReadOnlyMemory<byte> packet)
    {
        var isLate = label.Reasons == SignalReasons.Late;
        if (label.Quality != SignalQuality.Good && !isLate) return 0;
        var measurement = HeartRateMeasurementCodec.Decode(packet).Measurement;
        if (!measurement.HeartRate.IsReading || measurement.Contact == SensorContact.NotDetected) return 0;
        var bpm = measurement.HeartRate.Bpm;
        return isLate && bpm is < 30 or > 230 ? 0 : bpm; // the gate's own limits (domain-facts 5.1), which a late one never met
    }
}
