using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal.Packing;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Journal;

/// <summary>
/// The rows of one step: its input, its decisions, the alerts, session and command they change. Runs inside the store's transaction.
/// </summary>
internal sealed partial class JournalStepWriter(JournalStatements sql, ILogger log)
{
    private readonly Dictionary<string, SessionSlot> _sessions = new(StringComparer.Ordinal);
    private readonly List<byte[]> _events = [];

    /// <summary>Writes after position <paramref name="seq"/> and returns the position of the last row.</summary>
    internal long Write(PendingStep step, long seq)
    {
        if (Serialise(step) is not { } bodies) return seq;
        (step.InputSeq, step.FirstEventSeq, step.Refusal) = (0, 0, null);
        var isRepeat = step.Receipt is { } receipt && IsRepeat(step, receipt, bodies.Receipt!);
        var hasInput = step.IsSample || (step.Fact is not null && !isRepeat);
        if (!hasInput && step.Events.Count == 0) return seq;

        var session = Session(step, seq + 1);
        if (hasInput)
        {
            step.InputSeq = ++seq;
            AddRow(seq, step.IsSample ? JournalKind.Sample : JournalKind.Fact, session, step.AtMicroseconds, bodies.Fact ?? step.Body);
        }

        step.FirstEventSeq = seq + 1;
        for (var i = 0; i < step.Events.Count; i++) AddEvent(++seq, session, step, step.Events[i], _events[i]);
        if (step.InputSeq > 0 && step.Fact is not null) Mark(session, step);
        if (session.IsEnded) sql.ExtendSession.Bind(1, session.Key).Bind(2, seq).Run();
        return seq;
    }

    /// <summary>All bodies before the first row, so that one that cannot be written leaves no half step; null then.</summary>
    private Bodies? Serialise(PendingStep step)
    {
        try
        {
            _events.Clear();
            foreach (var sessionEvent in step.Events) _events.Add(MonitorJson.Write(sessionEvent));
            return new(
                step.Fact is null ? null : MonitorJson.Write(step.Fact),
                step.Receipt is null ? null : JournalJson.Write(step.Receipt));
        }
        catch (Exception bug) when (bug is ArgumentException or JsonException or NotSupportedException or InvalidOperationException)
        {
            step.IsUnstorable = true;
            step.Refusal = "It cannot be written as JSON.";
            LogUnwritable(log, bug);
            return null;
        }
    }

    /// <summary>
    /// True when this id was stored before, so that its fact is not stored again. A duplicate of something that never reached the
    /// disk must not be told "stored".
    /// </summary>
    private bool IsRepeat(PendingStep step, CommandReceipt receipt, byte[] json)
    {
        if (receipt.Result != CommandResult.Duplicate)
            return sql.AddCommand.Bind(1, receipt.CommandId).Bind(2, json).Bind(3, step.AtMicroseconds).Run() == 0;
        if (sql.FindCommand.Bind(1, receipt.CommandId).Find() is null) step.Refusal = "The first request with this id was not stored.";
        return true;
    }

    private SessionSlot Session(PendingStep step, long firstSeq)
    {
        if (_sessions.TryGetValue(step.Session, out var slot)) return slot;
        var found = sql.FindSession.Bind(1, step.Session).Find();
        var key = found ?? sql.AddSession.Bind(1, step.Session).Bind(2, step.Participant).Bind(3, firstSeq).Find()
            ?? throw new InvalidOperationException("RETURNING gave no row.");
        if (found is null) sql.NameSession.Bind(1, key).Bind(2, step.Session).Bind(3, step.Participant).Run(); // a second copy, in another page, for when the first is lost
        slot = new(key) { IsEnded = found is not null && sql.FindEnded.Bind(1, key).Find() is not null };
        _sessions.Add(step.Session, slot);
        return slot;
    }

    private void AddRow(long seq, JournalKind kind, SessionSlot session, long at, ReadOnlySpan<byte> body) =>
        sql.AddRow.Bind(1, seq).Bind(2, (long)kind).Bind(3, session.Key).Bind(4, at).Bind(5, body)
            .Bind(6, RowSum.Of(seq, (long)kind, session.Key, at, body)).Run();

    private void AddEvent(long seq, SessionSlot session, PendingStep step, SessionEvent sessionEvent, byte[] body)
    {
        var at = sessionEvent.At == default ? step.AtMicroseconds : sessionEvent.At.ToUnixMicroseconds();
        AddRow(seq, JournalKind.Event, session, at, body);
        if (sessionEvent is AlertEvent alert)
            sql.SetAlert.Bind(1, alert.Id).Bind(2, step.Session).Bind(3, alert.Rev).Bind(4, KebabCase.Of(alert.State)).Bind(5, at)
                .Bind(6, body).Run();
    }

    private void Mark(SessionSlot session, PendingStep step)
    {
        if (step.Fact is SessionStarted)
        {
            sql.StartSession.Bind(1, session.Key).Bind(2, step.AtMicroseconds).Bind(3, step.Participant).Run();
        }
        else if (step.Fact is SessionEnded)
        {
            sql.EndSession.Bind(1, session.Key).Bind(2, step.AtMicroseconds).Run();
            session.IsEnded = true;
        }
    }

    [LoggerMessage(5103, LogLevel.Critical, "A step could not be written as JSON and is not stored")]
    private static partial void LogUnwritable(ILogger log, Exception error);

    private sealed record SessionSlot(long Key)
    {
        internal bool IsEnded { get; set; }
    }

    private readonly record struct Bodies(byte[]? Fact, byte[]? Receipt);
}
