using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Research.Series;

/// <summary>A row of a session, read: a packet with its label, what was said, or what was decided.</summary>
/// <param name="Seq">Position in the journal.</param>
/// <param name="At">Stamp given at ingress.</param>
/// <param name="Fact">What was said or entered; null for others.</param>
/// <param name="Event">What was decided; null for others.</param>
/// <param name="Label">How far a packet was believed.</param>
/// <param name="Packet">The bytes of a packet.</param>
public readonly record struct StoredRow(
    long Seq, DateTimeOffset At, SessionFact? Fact, SessionEvent? Event, SignalLabel Label = default, ReadOnlyMemory<byte> Packet = default)
{
    /// <summary>It is a packet.</summary>
    public bool IsPacket => Fact is null && Event is null;

    /// <summary>What the fold took then; null for a decision.</summary>
    internal SessionInput? Input => Event is not null ? null
        : Fact is not null ? SessionInput.OfFact(At, Fact) : SessionInput.OfPacket(At, Packet, Label.Reasons.HasFlag(SignalReasons.Late));
}

/// <summary>One session as the journal has it, each row read once: what went in, what was decided then, and what is lost. Series, reports and reruns are made of it.</summary>
public sealed class StoredSessionRows
{
    private StoredSessionRows(SessionRows of, IReadOnlyList<StoredRow> rows, SessionStarted start)
    {
        (Session, Participant, Lost, Rows, Start, StartedAt) = (of.Session, of.Rows[0].Entry.Participant, of.Lost, rows, start, rows[0].At);
        Last = rows.Max(row => row.At);
        Decisions = [.. rows.Where(row => row.Event is not null).Select(row => row.Event!)];
    }

    /// <summary>Session id.</summary>
    public string Session { get; }

    /// <summary>Pseudonym.</summary>
    public string Participant { get; }

    /// <summary>All rows, oldest first.</summary>
    public IReadOnlyList<StoredRow> Rows { get; }

    /// <summary>Rows that were stored and cannot be read.</summary>
    public IReadOnlyList<LostRows> Lost { get; }

    /// <summary>Who, and what was known at the start.</summary>
    public SessionStarted Start { get; }

    /// <summary>Stamp of the start.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Stamp of the newest row: up to there the rules had judged.</summary>
    public DateTimeOffset Last { get; }

    /// <summary>What was decided, in order.</summary>
    public IReadOnlyList<SessionEvent> Decisions { get; }

    /// <summary>Reads the rows of one session.</summary>
    /// <exception cref="InvalidDataException">They do not begin with a start that names somebody, or a row cannot be read; the message is one line and names the row.</exception>
    public static StoredSessionRows Read(SessionRows session)
    {
        if (session.Rows.Count == 0) throw new InvalidDataException("The session has no rows." + Hint(session.Lost));
        List<StoredRow> rows = [.. session.Rows.Select(Read)];
        return rows[0].Fact is SessionStarted { Participant: not null } start
            ? new(session, rows, start)
            : throw new InvalidDataException("The session's first row is no start." + Hint(session.Lost));
    }

    /// <summary>Reads rows of which none is lost.</summary>
    /// <inheritdoc cref="Read(SessionRows)"/>
    public static StoredSessionRows Read(IEnumerable<JournalRow> rows)
    {
        List<JournalRow> all = [.. rows];
        return Read(new SessionRows(all.Count == 0 ? "" : all[0].Entry.Session, all, []));
    }

    private static string Hint(IReadOnlyList<LostRows> lost) => lost.Count == 0 ? "" : FormattableString.Invariant($" Stored rows of it cannot be read: {lost.Sum(l => l.Rows)}.");

    private static StoredRow Read(JournalRow row)
    {
        var entry = row.Entry;
        try
        {
            return entry.Kind switch
            {
                JournalKind.Sample => SampleBody.TryRead(entry.Body, out var label, out var packet)
                    ? new(row.Seq, entry.At, null, null, label, packet)
                    : throw new FormatException("The body of a packet is shorter than its header."),
                JournalKind.Fact => new(row.Seq, entry.At, MonitorJson.ReadFact(entry.Body.Span), null),
                JournalKind.Event => new(row.Seq, entry.At, null, MonitorJson.ReadEvent(entry.Body.Span, entry.At)),
                _ => throw new FormatException(FormattableString.Invariant($"it is of kind {(int)entry.Kind}, which this version does not know.")),
            };
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or NotSupportedException or InvalidOperationException)
        {
            throw new InvalidDataException(FormattableString.Invariant($"Row {row.Seq} of the journal cannot be read: {unreadable.Message}"), unreadable);
        }
    }
}
