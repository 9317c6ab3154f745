using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Storage.Forwarding;

/// <summary>
/// Which rows go next. In order, until a backlog older than the fresh span would take more than one send: then the newest rows go first, and
/// a part of the backlog whenever they have caught up; they then wait for <see cref="ForwarderOptions.Gather"/>.
/// </summary>
internal sealed class ForwardPlan(DeliveredRanges delivered, SqliteJournal journal, ForwarderOptions options, TimeProvider time)
{
    /// <summary>Rows looked at for the newest stamp: a late item of a gateway may be the last one.</summary>
    private const int Newest = 50;

    private long? _freshSentAt;
    private bool _owesBacklog;

    /// <summary>The next rows, and whether they are of the backlog; none when nothing waits.</summary>
    internal (IReadOnlyList<JournalRow> Rows, bool IsBacklog) Next()
    {
        if (delivered.HasGap && (_owesBacklog || !IsFreshDue())) return (Backlog(), true);
        var rows = journal.LastSeq == delivered.Head ? [] : journal.Reader.ReadAfter(delivered.Head, options.RowsPerSend);
        if (IsOld(rows) && TryStartAhead()) rows = journal.Reader.ReadAfter(delivered.Head, options.RowsPerSend);
        if (rows.Count == 0 && delivered.HasGap) return (Backlog(), true);
        return (rows, false);
    }

    /// <summary>Rows were delivered: after fresh ones that have caught up it is the backlog's turn, after a part of it theirs.</summary>
    internal void Delivered(int rows, bool isBacklog)
    {
        _owesBacklog = !isBacklog && delivered.HasGap && rows < options.RowsPerSend;
        if (!isBacklog) _freshSentAt = time.GetTimestamp();
    }

    private bool IsFreshDue()
    {
        var waiting = journal.LastSeq - delivered.Head;
        return waiting > 0 && (waiting >= options.RowsPerSend || _freshSentAt is not { } at || time.GetElapsedTime(at) >= options.Gather);
    }

    private List<JournalRow> Backlog()
    {
        var end = delivered.GapEnd;
        var wanted = (int)Math.Min(options.RowsPerSend, end - delivered.Low);
        return [.. journal.Reader.ReadAfter(delivered.Low, wanted).TakeWhile(row => row.Seq <= end)];
    }

    private bool IsOld(IReadOnlyList<JournalRow> rows) =>
        options.FreshFirst is { } span && rows.Count == options.RowsPerSend && delivered.HasRoom && rows[^1].Entry.At < NewestStamp() - span;

    private DateTimeOffset NewestStamp() => journal.Reader.ReadAfter(Math.Max(0, journal.LastSeq - Newest), Newest).Max(row => row.Entry.At);

    private bool TryStartAhead()
    {
        var from = journal.Reader.LastBefore(delivered.Head, journal.LastSeq, NewestStamp() - options.FreshFirst!.Value);
        if (from - delivered.Head < options.RowsPerSend) return false;
        delivered.StartAhead(from);
        return true;
    }
}
