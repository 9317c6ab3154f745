using HeartMonitor.Core;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Storage.Influx;

/// <summary>
/// Journal rows as the measurements <c>hr</c>, <c>rr</c>, <c>rpe</c>, <c>ev</c> and <c>dose</c> (ecosystem-reliability 1b, contracts 8). What a line
/// says depends on its row alone, so that sending a row again writes the same points again.
/// </summary>
internal sealed class JournalLines(string site, string source, LineBatch batch)
{
    private readonly LineProtocol _protocol = batch.Protocol;

    /// <summary>Adds the lines of a row; none for a row that is of no interest to a series.</summary>
    /// <exception cref="System.Text.Json.JsonException">A fact or an event that cannot be read.</exception>
    internal void Add(in JournalRow row, InfluxDialect dialect)
    {
        if (row.Entry.Kind == JournalKind.Sample) AddSample(row, dialect);
        else if (row.Entry.Kind == JournalKind.Fact) AddFact(row, dialect);
        else if (row.Entry.Kind == JournalKind.Event) AddEvent(row, dialect);
    }

    /// <summary>
    /// A packet that came twice is there as a sample, a moment later so that it never takes the place of the first at one instant; its beats
    /// were written with the first.
    /// </summary>
    private void AddSample(in JournalRow row, InfluxDialect dialect)
    {
        if (!SampleBody.TryRead(row.Entry.Body, out var label, out var packet)) return;
        var isDuplicate = label.Reasons.HasFlag(SignalReasons.Duplicate);
        var measurement = HeartRateMeasurementCodec.Decode(packet).Measurement;
        Begin("hr", row, dialect, source);
        if (measurement.HeartRate.IsReading) _protocol.Field("bpm", measurement.HeartRate.Bpm);
        if (measurement.Contact != SensorContact.NotSupported) _protocol.Field("contact", measurement.Contact == SensorContact.Detected);
        _protocol.Field("q", Percent(label.Quality));
        End(row, dialect, Stamp(row, dialect) + (isDuplicate ? Unit(dialect) : 0), withSession: true);
        if (!isDuplicate) AddBeats(row, dialect, measurement.Rr, label);
    }

    /// <summary>
    /// The last beat came with the packet, each earlier one an interval before the next. On a tie a beat moves to the next microsecond,
    /// or millisecond where the store knows no finer. The flag is 0 good, 1 suspect, 2 bad, and may be worse than the rate's
    /// own quality: what speaks against the intervals alone leaves the rate good.
    /// </summary>
    private void AddBeats(in JournalRow row, InfluxDialect dialect, RrIntervals intervals, SignalLabel label)
    {
        var later = 0L;
        foreach (var interval in intervals) later += interval.Raw;
        var last = long.MinValue;
        var unit = Unit(dialect);
        foreach (var interval in intervals)
        {
            later -= interval.Raw;
            last = Math.Max(Whole(PacketBeats.EndedAt(row.Entry.At.ToUnixMicroseconds(), later), unit), last + unit);
            Begin("rr", row, dialect, source);
            _protocol.Field("ms", interval.Milliseconds).Field("flag", (long)PacketBeats.Flag(label, interval));
            End(row, dialect, last, withSession: false);
        }
    }

    private void AddFact(in JournalRow row, InfluxDialect dialect)
    {
        if (MonitorJson.ReadFact(row.Entry.Body.Span) is not RpeAnswered { Value: >= 6 and <= 20 } answer) return;
        _protocol.Measurement("rpe").Tag("p", row.Entry.Participant).Tag("scale", "borg6_20");
        TagSession(row.Entry.Session, dialect);
        _protocol.Tag("site", site).Field("value", answer.Value);
        End(row, dialect, Stamp(row, dialect), withSession: true);
    }

    /// <summary>
    /// Two revisions of one alert may have the same stamp (cleared and closed): each is moved by as many microseconds as it has
    /// revisions before it, or the later one would overwrite the earlier.
    /// </summary>
    private void AddEvent(in JournalRow row, InfluxDialect dialect)
    {
        var decided = MonitorJson.ReadEvent(row.Entry.Body.Span, row.Entry.At);
        if (decided is SummaryEvent summary) AddDose(row, dialect, summary);
        if (decided is AnswerEvent answer) AddWithdrawal(row, dialect, answer);
        if (decided is not AlertEvent alert) return;
        var (priority, state) = (KebabCase.Of(alert.Priority), KebabCase.Of(alert.State));
        _protocol.Measurement("ev").Tag("code", KebabCase.Of(alert.Code)).Tag("p", row.Entry.Participant);
        if (dialect.IsVictoria) _protocol.Tag("priority", priority);
        TagSession(row.Entry.Session, dialect);
        _protocol.Tag("site", site);
        if (dialect.IsVictoria) _protocol.Tag("state", state);
        else _protocol.Field("priority", priority).Field("aid", alert.Id).Field("state", state);
        _protocol.Field("rev", alert.Rev);
        End(row, dialect, Stamp(row, dialect) + (dialect.HasStringFields ? alert.Rev - 1 : 0), withSession: true);
    }

    /// <summary>
    /// The point of the answer itself is marked: same tags, same stamp, one field more. The point keeps its own position, so that counts of
    /// positions stay what they were.
    /// </summary>
    private void AddWithdrawal(in JournalRow row, InfluxDialect dialect, AnswerEvent answer)
    {
        _protocol.Measurement("rpe").Tag("p", row.Entry.Participant).Tag("scale", "borg6_20");
        TagSession(row.Entry.Session, dialect);
        _protocol.Tag("site", site).Field("withdrawn", true);
        FieldSession(row.Entry.Session, dialect);
        batch.End(Whole(answer.AnsweredAt.ToUnixMicroseconds(), Unit(dialect)), row.Seq);
    }

    /// <summary>A line a minute of the dose, stamped with the minute's beginning: the summary holds them all, so its row alone says them.</summary>
    private void AddDose(in JournalRow row, InfluxDialect dialect, SummaryEvent summary)
    {
        var start = Microseconds.FromUnixMicroseconds(row.Entry.At.ToUnixMicroseconds() - (long)Math.Round(summary.T * 1_000_000));
        foreach (var stretch in summary.MetStretches)
        {
            for (var done = 0.0; done < stretch.Minutes; done++)
            {
                var minute = stretch with { T = stretch.T + (done * 60), Minutes = Math.Min(1, stretch.Minutes - done) };
                AddDoseMinute(row.Entry.Session, row.Entry.Participant, start, minute, dialect, row.Seq);
            }
        }
    }

    /// <summary>
    /// A minute of a dose. While the session goes on it has no row and so no position: the session's summary writes the same point again, with
    /// the position.
    /// </summary>
    internal void AddDoseMinute(
        string session, string participant, DateTimeOffset startedAt, MetStretch minute, InfluxDialect dialect, long seq = 0)
    {
        _protocol.Measurement("dose").Tag("p", participant);
        TagSession(session, dialect);
        _protocol.Tag("site", site).Tag("source", KebabCase.Of(minute.Source)).Field("met", minute.Met).Field("minutes", minute.Minutes);
        FieldSession(session, dialect);
        if (seq > 0) _protocol.Field("n", seq);
        batch.End(Whole(startedAt.ToUnixMicroseconds() + (long)(minute.T * 1_000_000), Unit(dialect)), seq);
    }

    private void Begin(string measurement, in JournalRow row, InfluxDialect dialect, string src)
    {
        _protocol.Measurement(measurement).Tag("p", row.Entry.Participant);
        TagSession(row.Entry.Session, dialect);
        _protocol.Tag("site", site).Tag("src", src);
    }

    private void End(in JournalRow row, InfluxDialect dialect, long time, bool withSession)
    {
        if (withSession) FieldSession(row.Entry.Session, dialect);
        _protocol.Field("n", row.Seq);
        batch.End(time, row.Seq);
    }

    private void TagSession(string session, InfluxDialect dialect)
    {
        if (dialect.HasSessionTag) _protocol.Tag("sid", session);
    }

    private void FieldSession(string session, InfluxDialect dialect)
    {
        if (dialect is { HasSessionTag: false, HasStringFields: true }) _protocol.Field("sid", session);
    }

    private static long Stamp(in JournalRow row, InfluxDialect dialect) =>
        Whole(row.Entry.At.ToUnixMicroseconds(), Unit(dialect));

    /// <summary>Microseconds between two stamps that the store can tell apart.</summary>
    internal static int Unit(InfluxDialect dialect) => dialect.HasStringFields ? 1 : 1_000;

    private static long Whole(long microseconds, int unit) => microseconds - (((microseconds % unit) + unit) % unit);

    private static long Percent(SignalQuality quality) => quality switch
    {
        SignalQuality.Good => 100,
        SignalQuality.Suspect => 50,
        SignalQuality.Bad or SignalQuality.None => 0,
    };
}
