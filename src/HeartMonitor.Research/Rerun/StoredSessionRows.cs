using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Research.Rerun;

/// <summary>One session as the journal has it: what went in, and what was decided then.</summary>
public sealed class StoredSessionRows
{
    private StoredSessionRows(string session, IReadOnlyList<JournalRow> rows, SessionStarted start, DateTimeOffset startedAt)
    {
        (Session, Rows, Start, StartedAt) = (session, rows, start, startedAt);
        Last = rows.Max(row => row.Entry.At);
        Decisions = [.. rows.Where(row => row.Entry.Kind == JournalKind.Event).Select(row => MonitorJson.ReadEvent(row.Entry.Body.Span, row.Entry.At))];
    }

    /// <summary>Session id.</summary>
    public string Session { get; }

    /// <summary>All rows, oldest first.</summary>
    public IReadOnlyList<JournalRow> Rows { get; }

    /// <summary>Who, and what was known at the start.</summary>
    public SessionStarted Start { get; }

    /// <summary>Stamp of the start.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Stamp of the newest row: up to there the rules had judged.</summary>
    public DateTimeOffset Last { get; }

    /// <summary>What was decided, in order.</summary>
    public IReadOnlyList<SessionEvent> Decisions { get; }

    /// <summary>Labels of the samples, in order.</summary>
    public IEnumerable<(DateTimeOffset At, SignalLabel Label)> Labels()
    {
        foreach (var row in Rows)
            if (row.Entry.Kind == JournalKind.Sample && SampleBody.TryRead(row.Entry.Body, out var label, out _)) yield return (row.Entry.At, label);
    }

    /// <summary>Reads the rows of one session.</summary>
    /// <exception cref="InvalidDataException">They do not begin with a start that names somebody, or a row cannot be read.</exception>
    public static StoredSessionRows Read(string session, IEnumerable<JournalRow> rows)
    {
        try
        {
            JournalRow[] all = [.. rows];
            if (all.Length == 0) throw new InvalidDataException("The session has no rows.");
            return all[0].Entry.Kind == JournalKind.Fact && MonitorJson.ReadFact(all[0].Entry.Body.Span) is SessionStarted { Participant: not null } start
                ? new(session, all, start, all[0].Entry.At)
                : throw new InvalidDataException("The session's first row is no start.");
        }
        catch (System.Text.Json.JsonException fault)
        {
            throw new InvalidDataException($"A row cannot be read: {fault.Message}", fault);
        }
    }
}
