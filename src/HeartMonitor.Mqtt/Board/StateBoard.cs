using HeartMonitor.Core;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Mqtt.Topics;

namespace HeartMonitor.Mqtt.Board;

/// <summary>
/// What is true now, folded from journal rows: the sessions, their open alerts and prompts, the open alerts of the service itself. It answers two questions: what to say about
/// a row, and what has to stand retained at the broker. Folding a row twice changes nothing, so rows that come again after a crash are
/// harmless. Not thread-safe.
/// </summary>
internal sealed class StateBoard(SiteTopics topics, string node)
{
    private readonly Dictionary<string, SessionEntry> _sessions = [];
    private readonly Dictionary<string, TrackedState> _tracked = [];
    private readonly Dictionary<string, string> _sessionOf = [];

    /// <summary>Takes note of a row. Rows come in order; samples are passed over.</summary>
    /// <exception cref="System.Text.Json.JsonException">The body cannot be read.</exception>
    internal void Fold(in JournalRow row)
    {
        if (row.Entry.Kind == JournalKind.Sample) return;
        var read = Read(row.Entry);
        var entry = EntryOf(row.Entry);
        switch (read)
        {
            case SessionFact fact:
                entry.Apply(row.Seq, row.Entry.At, fact);
                break;
            case PlanEvent planned:
                entry.Apply(row.Seq, row.Entry.At, planned);
                break;
            case StrapEvent strap:
                entry.Apply(row.Seq, row.Entry.At, strap);
                break;
            case AlertEvent alert:
                Track(entry, alert.Id, alert.Rev, alert.State != AlertState.Closed, MessageOf(entry, alert));
                break;
            case PromptEvent prompt:
                Track(entry, prompt.Id, prompt.Rev, IsOpen(prompt.State), MessageOf(entry, prompt));
                break;
        }
    }

    /// <summary>What to publish for a row that was folded: its message, unless that is expired, and the clearing when it closes something.</summary>
    /// <param name="row">The row.</param>
    /// <param name="now">For what is expired.</param>
    internal IEnumerable<BoardMessage> Messages(JournalRow row, DateTimeOffset now)
    {
        if (row.Entry.Kind == JournalKind.Sample || !_sessions.TryGetValue(row.Entry.Session, out var entry)) return [];
        return Read(row.Entry) switch
        {
            AlertEvent alert => Change(alert.Id, alert.Rev, alert.State != AlertState.Closed, MessageOf(entry, alert), now),
            PromptEvent prompt => Change(prompt.Id, prompt.Rev, IsOpen(prompt.State), MessageOf(entry, prompt), now),
            _ when entry.StateAt(row.Seq) is { } state => SessionChange(entry, row, state, now),
            _ => [],
        };
    }

    /// <summary>Everything that has to stand retained now.</summary>
    internal IReadOnlyList<StateMessage> Current(DateTimeOffset now) =>
    [
        .. _sessions.Values.Where(s => s.Newest is not null && !IsOver(s, now)).Select(s => MessageOf(s, s.NewestSeq, s.NewestAt, s.Newest!)),
        .. _tracked.Values.Where(t => t.IsOpen && t.Message.ExpiresAt > now).Select(t => t.Message),
    ];

    /// <summary>Forgets what is over, and names the topics to clear: sessions 10 min after their end, and what has expired.</summary>
    internal IReadOnlyList<string> Sweep(DateTimeOffset now)
    {
        var cleared = new List<string>();
        foreach (var (id, tracked) in _tracked.Where(t => t.Value.IsOpen && t.Value.Message.ExpiresAt <= now).ToList())
        {
            _tracked[id] = tracked with { IsOpen = false };
            cleared.Add(tracked.Message.Topic);
        }

        foreach (var session in _sessions.Values.Where(s => (s.Ended is not null && IsOver(s, now)) || IsLeftover(s)).ToList()) Forget(session, cleared);
        return cleared;
    }

    /// <summary>The alert as a message that may leave the house.</summary>
    internal AlertData? Show(AlertEvent alert) =>
        _sessionOf.TryGetValue(alert.Id, out var session) && _sessions.TryGetValue(session, out var entry)
            ? (AlertData)MessageOf(entry, alert).Data
            : null;

    private static object? Read(in JournalEntry entry) => entry.Kind switch
    {
        JournalKind.Fact => MonitorJson.ReadFact(entry.Body.Span),
        JournalKind.Event => MonitorJson.ReadEvent(entry.Body.Span, entry.At),
        _ => null,
    };

    private static bool IsOpen(PromptState state) => state is PromptState.Open or PromptState.Repeated;

    private static bool IsOver(SessionEntry session, DateTimeOffset now) =>
        session.Ended is { } ended ? ended + MessageExpiry.SessionAfterEnd <= now
        : session.NewestSeq != 0 && session.NewestAt + MessageExpiry.Session <= now;

    /// <summary>Heard of again after it was forgotten (the question about the whole session comes 20 min after its end), and nothing is open.</summary>
    private bool IsLeftover(SessionEntry session) =>
        !session.HasStarted && !_sessionOf.Any(p => p.Value == session.Id && _tracked.TryGetValue(p.Key, out var tracked) && tracked.IsOpen);

    private SessionEntry EntryOf(in JournalEntry entry)
    {
        if (!_sessions.TryGetValue(entry.Session, out var session))
            _sessions[entry.Session] = session = new(entry.Session, entry.Participant);
        return session;
    }

    private void Track(SessionEntry entry, string id, int rev, bool isOpen, StateMessage message)
    {
        _sessionOf[id] = entry.Id;
        if (!_tracked.TryGetValue(id, out var known) || rev > known.Rev) _tracked[id] = new(rev, isOpen, message);
    }

    private IEnumerable<BoardMessage> Change(string id, int rev, bool isOpen, StateMessage message, DateTimeOffset now)
    {
        var isNewest = _tracked.TryGetValue(id, out var known) && rev >= known.Rev;
        if (message.ExpiresAt > now) yield return new(message.Topic, message, Retain: isOpen && isNewest);
        if (!isOpen && isNewest) yield return new(message.Topic, null, Retain: true);
    }

    private IEnumerable<BoardMessage> SessionChange(SessionEntry entry, JournalRow row, SessionData state, DateTimeOffset now)
    {
        var message = MessageOf(entry, row.Seq, row.Entry.At, state);
        if (message.ExpiresAt > now) yield return new(message.Topic, message, Retain: row.Seq == entry.NewestSeq && !IsOver(entry, now));
    }

    private void Forget(SessionEntry session, List<string> cleared)
    {
        _sessions.Remove(session.Id);
        if (!Identity.IsOfService(session.Id)) cleared.Add(topics.SessionState(session.Id));
        foreach (var id in _sessionOf.Where(p => p.Value == session.Id).Select(p => p.Key).ToList())
        {
            if (_tracked.Remove(id, out var tracked) && tracked.IsOpen) cleared.Add(tracked.Message.Topic);
            _sessionOf.Remove(id);
        }
    }

    private StateMessage MessageOf(SessionEntry entry, AlertEvent alert) => new(
        Identity.IsOfService(entry.Id) ? topics.ServiceAlert(node, alert.Id) : topics.Alert(entry.Id, alert.Id), $"{alert.Id}.{alert.Rev}", alert.At, alert.At + MessageExpiry.Alert, entry.Id,
        entry.Discretion.Redact(alert.ToMessage(entry.Participant)));

    private StateMessage MessageOf(SessionEntry entry, PromptEvent prompt) => new(
        topics.Prompt(entry.Id, prompt.Id), $"{prompt.Id}.{prompt.Rev}", prompt.At,
        (IsOpen(prompt.State) ? prompt.OpenedAt : prompt.At) + MessageMapping.WindowOf(prompt.Reason), entry.Id, prompt.ToMessage(entry.Participant));

    private StateMessage MessageOf(SessionEntry entry, long seq, DateTimeOffset at, SessionData state) => new(
        topics.SessionState(entry.Id), $"{entry.Id}.{seq}", at, at + MessageExpiry.Session, entry.Id, state);
}

/// <summary>One publish that the board asks for.</summary>
/// <param name="Topic">Where.</param>
/// <param name="Message">What; null clears the retained topic.</param>
/// <param name="Retain">For late subscribers too.</param>
internal readonly record struct BoardMessage(string Topic, StateMessage? Message, bool Retain);
