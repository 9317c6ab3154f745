using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Host.Tablet;

/// <summary>An alert as it stands, and whose it is.</summary>
/// <param name="Session">Session id; empty for an alert of the service itself.</param>
/// <param name="At">When it took this state.</param>
/// <param name="Data">The newest revision.</param>
public sealed record ShelvedAlert(string Session, DateTimeOffset At, AlertData Data);

/// <summary>Alerts by id, newest revision wins; closed ones move to a bounded list. Not thread-safe.</summary>
internal sealed class AlertShelf
{
    /// <summary>Closed alerts that are remembered, so that a late copy of an old revision does not open them again.</summary>
    private const int ClosedKept = 200;

    private readonly Dictionary<string, ShelvedAlert> _open = new(StringComparer.Ordinal);
    private readonly LinkedList<ShelvedAlert> _closed = new();

    internal IEnumerable<ShelvedAlert> Open => _open.Values;

    /// <summary>Newest first.</summary>
    internal IEnumerable<ShelvedAlert> Closed => _closed;

    internal ShelvedAlert? Find(string id) =>
        _open.GetValueOrDefault(id) ?? _closed.FirstOrDefault(c => string.Equals(c.Data.Aid, id, StringComparison.Ordinal));

    /// <summary>Puts a revision on the shelf; false when it is not newer than what is there.</summary>
    internal bool Put(ShelvedAlert alert)
    {
        if (Find(alert.Data.Aid) is { } known && !IsNewer(alert.Data, known.Data)) return false;
        _open.Remove(alert.Data.Aid);
        if (alert.Data.State == AlertState.Closed) Close(alert);
        else _open[alert.Data.Aid] = alert;
        return true;
    }

    /// <summary>Drops the open alerts of a session that is gone.</summary>
    internal void Forget(string session)
    {
        foreach (var alert in _open.Values.Where(a => string.Equals(a.Session, session, StringComparison.Ordinal)).ToArray())
            _open.Remove(alert.Data.Aid);
    }

    // The same revision comes twice when it went out before its commit: then only "stored" changes.
    private static bool IsNewer(AlertData next, AlertData known) =>
        next.Rev > known.Rev || (next.Rev == known.Rev && next.Stored && !known.Stored);

    private void Close(ShelvedAlert alert)
    {
        for (var node = _closed.First; node is not null; node = node.Next)
        {
            if (!string.Equals(node.Value.Data.Aid, alert.Data.Aid, StringComparison.Ordinal)) continue;
            _closed.Remove(node);
            break;
        }

        _closed.AddFirst(alert);
        if (_closed.Count > ClosedKept) _closed.RemoveLast();
    }
}
