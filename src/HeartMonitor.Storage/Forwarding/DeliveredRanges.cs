using System.Globalization;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Storage.Forwarding;

/// <summary>
/// What a target has of the journal: everything up to <see cref="Low"/>, and stretches beyond it that went first because they were fresh.
/// </summary>
/// <remarks>
/// Each stretch is one position in the journal, called <c>NAME+FROM</c>: everything after FROM up to it is delivered. Every position only
/// grows and each is true by itself, so whichever of them a crash keeps, nothing is skipped; at worst rows are sent again.
/// </remarks>
internal sealed class DeliveredRanges(string name)
{
    /// <summary>Stretches at once; a store that comes and goes more often is caught up in order.</summary>
    internal const int Most = 16;

    private readonly List<Stretch> _ahead = [];
    private readonly string _prefix = name + '+';

    /// <summary>Position up to which everything is delivered.</summary>
    internal long Low { get; private set; }

    /// <summary>The newest position that is delivered.</summary>
    internal long Head => _ahead.Count == 0 ? Low : _ahead[^1].To;

    /// <summary>Rows that are delivered, at all.</summary>
    internal long Count => Low + _ahead.Sum(stretch => stretch.To - stretch.From);

    internal bool HasGap => _ahead.Count > 0;

    internal bool HasRoom => _ahead.Count < Most;

    /// <summary>The end of the oldest gap; only where there is one.</summary>
    internal long GapEnd => _ahead[0].From;

    /// <summary>Reads them as they were saved.</summary>
    internal void Restore(JournalReader reader)
    {
        _ahead.Clear();
        Low = reader.FindCursor(name);
        var saved = reader.FindCursors(_prefix)
            .Select(cursor => new Stretch(long.Parse(cursor.Name.AsSpan(_prefix.Length), CultureInfo.InvariantCulture), cursor.Seq));
        foreach (var stretch in saved.OrderBy(stretch => stretch.From))
        {
            if (stretch.From <= Head) Reach(Math.Max(Head, stretch.To));
            else if (stretch.To > stretch.From) _ahead.Add(stretch);
        }
    }

    /// <summary>From now on the rows after <paramref name="from"/> go first; what was to go first before and never did is of the backlog.</summary>
    internal void StartAhead(long from)
    {
        _ahead.RemoveAll(stretch => stretch.To == stretch.From);
        _ahead.Add(new(from, from));
    }

    /// <summary>Everything up to <paramref name="seq"/> is delivered at the fresh end; returns what to save.</summary>
    internal CursorSave AdvanceHead(long seq, IReadOnlyList<RejectedRow> rejected)
    {
        Reach(seq);
        return HasGap ? new(name, NameOf(_ahead[^1]), seq, rejected) : new(name, name, Low, rejected);
    }

    /// <summary>Everything up to <paramref name="seq"/> is delivered at the old end; returns what to save.</summary>
    internal CursorSave AdvanceLow(long seq, IReadOnlyList<RejectedRow> rejected)
    {
        Low = seq;
        var closed = _ahead.Where(stretch => stretch.From <= seq).ToList();
        foreach (var stretch in closed) Low = Math.Max(Low, stretch.To);
        _ahead.RemoveAll(closed.Contains);
        return new(name, name, Low, rejected) { Forgotten = [.. closed.Select(NameOf)] };
    }

    private void Reach(long seq)
    {
        if (HasGap) _ahead[^1] = _ahead[^1] with { To = seq };
        else Low = seq;
    }

    private string NameOf(Stretch stretch) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}{stretch.From}");

    private readonly record struct Stretch(long From, long To);
}
