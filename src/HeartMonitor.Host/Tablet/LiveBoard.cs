using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Metrics;

namespace HeartMonitor.Host.Tablet;

/// <summary>
/// What the tablets see: a fold over what was released (aesthetics B3, stop 11a). Alerts and plans are the same values that the journal
/// and MQTT have; nothing is judged here. Safe to call from any thread; a call never waits for a tablet.
/// </summary>
/// <param name="options">Limits.</param>
/// <param name="time">Clock of the host.</param>
/// <param name="machine">
/// Real time, by which pages notice that nobody speaks and that messages are late, however fast the host's clock runs; null for the same.
/// </param>
public sealed class LiveBoard(TabletOptions options, TimeProvider time, TimeProvider? machine = null)
{
    private const int RecentShown = 50;

    private readonly Lock _gate = new();
    private readonly EnvelopeWriter _changes = new(options.Source, options.Epoch);
    private readonly EnvelopeWriter _snapshots = new(options.Source + "/board", options.Epoch);
    private readonly Dictionary<string, BoardSession> _sessions = new(StringComparer.Ordinal);
    private readonly HashSet<BoardSubscription> _clients = [];
    private readonly TimeProvider _machine = machine ?? time;
    private readonly long _start = (machine ?? time).GetTimestamp();
    private AlertShelf _alerts = new();
    private long _written;
    private long _lastJournalSeq;
    private long _lastShown = (machine ?? time).GetTimestamp();
    private long _cutOff;

    /// <summary>Tablets connected now.</summary>
    public int Clients
    {
        get { lock (_gate) return _clients.Count; }
    }

    /// <summary>Tablets cut off because they were too slow, since the start.</summary>
    public long SlowClients => Interlocked.Read(ref _cutOff);

    /// <summary>Sessions that have not ended, milliseconds since anything was shown, and tablets.</summary>
    internal (int Active, long SilentMs, int Tablets) Flow()
    {
        lock (_gate) return (_sessions.Values.Count(s => s.Data is { Ended: null }), ElapsedMs(_lastShown), _clients.Count);
    }

    /// <summary>Folds what was released and tells every tablet.</summary>
    public void Apply(IReadOnlyList<Released> released)
    {
        lock (_gate)
        {
            _lastShown = _machine.GetTimestamp();
            foreach (var item in released) Fold(item, tell: true);
        }
    }

    /// <summary>
    /// Starts from the journal: forgets everything, folds <paramref name="history"/> in order without telling it item by item, and makes
    /// connected tablets take a new snapshot.
    /// </summary>
    public void Restore(IEnumerable<Released> history)
    {
        lock (_gate)
        {
            _sessions.Clear();
            (_alerts, _lastJournalSeq) = (new(), 0);
            foreach (var item in history) Fold(item, tell: false);
            foreach (var client in _clients) client.End();
            _clients.Clear();
        }
    }

    /// <summary>
    /// A queue that begins with a snapshot and misses nothing after it; null when <see cref="TabletOptions.MaxClients"/> are here, or <paramref name="most"/> of
    /// this <paramref name="holder"/>: nobody takes every other tablet's place.
    /// </summary>
    public BoardSubscription? Subscribe(string? holder = null, int most = int.MaxValue)
    {
        lock (_gate)
        {
            if (_clients.Count >= options.MaxClients) return null;
            if (holder is not null && _clients.Count(c => c.Holder == holder) >= most) return null;
            var client = new BoardSubscription(this, options.QueueLength, holder);
            client.Offer(SnapshotMessage());
            _clients.Add(client);
            return client;
        }
    }

    /// <summary>The board as it is now.</summary>
    public SnapshotData Snapshot()
    {
        lock (_gate) return TakeSnapshot();
    }

    /// <summary>An alert that is open or was closed lately, or null.</summary>
    public ShelvedAlert? FindAlert(string id)
    {
        lock (_gate) return _alerts.Find(id);
    }

    /// <summary>Id of the open alert by which somebody of that session calls for help, or null.</summary>
    internal string? CallForHelpOf(string session)
    {
        lock (_gate) return _alerts.Open.FirstOrDefault(a => a.Session == session && a.Data.Code == Core.Alarms.AlertCode.HelpRequested)?.Data.Aid;
    }

    /// <summary>An alert as tablets get it: in every language.</summary>
    internal AlertData Told(AlertEvent alert, string participant, bool stored = true) => alert.ToMessage(participant, stored) with { Texts = options.Languages?.Of(alert) };

    /// <summary>Which refusal a sentence is; null for none that is known.</summary>
    internal (Core.Wording.Refusal Why, string? Name)? WhyOf(string? sentence) => options.Languages?.WhyOf(sentence);

    /// <summary>Whose prompt it is, or null.</summary>
    public string? ParticipantOfPrompt(string id)
    {
        lock (_gate) return _sessions.Values.FirstOrDefault(s => s.Prompt?.Pid == id)?.Participant;
    }

    /// <summary>What staff see of one session beside its tile, or null.</summary>
    internal SessionCard? FindCard(string id)
    {
        lock (_gate) return _sessions.TryGetValue(id, out var session) && session.Data is { } data ? session.Diary.ToCard(id, data) : null;
    }

    /// <summary>Sessions that run, with the files that they use.</summary>
    internal IReadOnlyList<RunningFile> RunningFiles()
    {
        lock (_gate) return [.. _sessions.Values.Where(s => s.Data is { Ended: null } && s.Diary.File is not null).Select(s => new RunningFile(s.Id, s.Participant, s.Diary.File!))];
    }

    /// <summary>Says whether a session uses its person's file as it is now. Told once; it is no change of the session, and has no number of its own.</summary>
    internal void TellFile(string id, FileNews news)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(id, out var session) || (session.File ?? news with { ChangedAt = null, By = null }) == news) return;
            session.File = news;
            var now = time.GetUtcNow();
            Tell("file", 0, _snapshots.Write("hrm.file", $"{id}-{now.ToUnixTimeMilliseconds()}", now, now.AddHours(12), id, news, BoardJsonContext.Default.FileNews));
        }
    }

    /// <summary>The first running session that <paramref name="isMeant"/> names, as its participant may see it, or null.</summary>
    internal ParticipantView? FindForParticipant(Func<string, bool> isMeant)
    {
        lock (_gate)
        {
            return _sessions.Values.FirstOrDefault(s => s.Data is { Ended: null } && isMeant(s.Id)) is { } session
                ? ParticipantView.Of(session, session.Live is null ? long.MaxValue : ElapsedMs(session.LiveStamp), time.GetUtcNow())
                : null;
        }
    }

    /// <summary>True when a message waited longer than <see cref="TabletOptions.QueueAge"/> for its tablet.</summary>
    public bool IsTooLate(in BoardMessage message) => _machine.GetElapsedTime(message.Stamp) > options.QueueAge;

    /// <summary>It was written to a tablet.</summary>
    internal void Written(in BoardMessage message)
    {
        if (message.RaisedAt is { } at && time.GetUtcNow() - at is { Ticks: >= 0 } took) MonitorMeter.AlertLatency.Record(took.TotalSeconds);
    }

    /// <summary>Counts and cuts off a tablet that is too slow.</summary>
    public void CutOff(BoardSubscription client)
    {
        lock (_gate) Drop(client);
    }

    internal void Beat()
    {
        lock (_gate)
        {
            Forget();
            var now = time.GetUtcNow();
            var beat = new HeartbeatData
            {
                ServerTime = now,
                MonoMs = ElapsedMs(_start),
                Active = _sessions.Values.Count(s => s.Data is { Ended: null }),
                SilentMs = ElapsedMs(_lastShown),
            };
            var id = $"beat-{options.Epoch}-{_written + 1}";
            Tell("heartbeat", 0, Wrap("hrm.heartbeat", id, now, now.AddSeconds(3), null, beat, BoardJsonContext.Default.HeartbeatData));
        }
    }

    internal void Leave(BoardSubscription client)
    {
        lock (_gate) _clients.Remove(client);
    }

    private void Fold(in Released item, bool tell)
    {
        var now = time.GetUtcNow();
        _lastJournalSeq = Math.Max(_lastJournalSeq, item.Seq);
        if (item.Event is AlertEvent alert) FoldAlert(item, alert, tell);
        if (item.Session.Length == 0 || Identity.IsOfService(item.Session)) return;

        var session = SessionOf(item);
        FoldSession(session, item, now, tell);
        session.Diary.Note(item);
        if (item.Fact is RpeAnswered answer) session.Answered(answer.Value, now);
        if (item.Event is AnswerEvent { State: AnswerState.Withdrawn }) session.Withdrawn();
        if (item.Event is PromptEvent prompt) FoldPrompt(session, item.Seq, prompt, tell);
        if (item.Live is { } live) FoldLive(session, live, tell);
    }

    private BoardSession SessionOf(in Released item)
    {
        if (_sessions.TryGetValue(item.Session, out var known)) return known;
        return _sessions[item.Session] = new BoardSession(item.Session, item.Participant);
    }

    private void FoldAlert(in Released item, AlertEvent alert, bool tell)
    {
        var shelved = new ShelvedAlert(item.Session, alert.At, Told(alert, item.Participant, item.IsStored));
        if (!_alerts.Put(shelved) || !tell) return;
        var (data, at) = (shelved.Data, alert.At);
        var id = $"{data.Aid}-{data.Rev}";
        var subject = item.Session.Length == 0 ? null : item.Session;
        Tell("alert", item.Seq, Wrap("hrm.alert", id, at, at.AddHours(24), subject, data, MessageJsonContext.Default.AlertData), data is { Rev: 1 } ? at : null);
    }

    private void FoldSession(BoardSession session, in Released item, DateTimeOffset now, bool tell)
    {
        var next = SessionFold.Next(session.Data, item, now);
        if (next is null || next == session.Data) return;
        session.Data = next;
        if (!tell) return;
        var id = $"{session.Id}-{_written + 1}";
        Tell("session", item.Seq, Wrap("hrm.session", id, now, now.AddHours(12), session.Id, next, MessageJsonContext.Default.SessionData));
    }

    private void FoldPrompt(BoardSession session, long seq, PromptEvent prompt, bool tell)
    {
        if (!session.Take(prompt) || !tell || session.Prompt is not { } data) return;
        var id = $"{data.Pid}-{data.Rev}";
        Tell("prompt", seq, Wrap("hrm.prompt", id, prompt.At, data.OpenUntil, session.Id, data, MessageJsonContext.Default.PromptData));
    }

    private void FoldLive(BoardSession session, LiveData live, bool tell)
    {
        session.Show(live, _machine.GetTimestamp());
        if (!tell) return;
        var id = $"{session.Id}-{live.At.ToUnixTimeMilliseconds()}";
        Tell("live", 0, Wrap("hrm.live", id, live.At, live.At.AddSeconds(5), session.Id, live, MessageJsonContext.Default.LiveData));
    }

    private byte[] Wrap<T>(
        string type,
        string id,
        DateTimeOffset at,
        DateTimeOffset expires,
        string? subject,
        T data,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> typeInfo)
    {
        _written++;
        return _changes.Write(type, id, at, expires, subject, data, typeInfo);
    }

    private void Tell(string name, long seq, byte[] data, DateTimeOffset? raisedAt = null)
    {
        var message = new BoardMessage(name, seq, data, _machine.GetTimestamp(), raisedAt);
        foreach (var client in _clients.Where(c => !c.Offer(message)).ToArray()) Drop(client);
    }

    private void Drop(BoardSubscription client)
    {
        if (!_clients.Remove(client)) return;
        Interlocked.Increment(ref _cutOff);
        client.Cut();
    }

    private BoardMessage SnapshotMessage()
    {
        var data = TakeSnapshot();
        var id = $"board-{options.Epoch}-{_written}";
        var bytes = _snapshots.Write(
            "hrm.snapshot", id, data.ServerTime, null, null, data, BoardJsonContext.Default.SnapshotData);
        return new("snapshot", _lastJournalSeq, bytes, _machine.GetTimestamp());
    }

    private SnapshotData TakeSnapshot()
    {
        var now = time.GetUtcNow();
        return new()
        {
            ServerTime = now,
            MonoMs = ElapsedMs(_start),
            LastSeq = _written,
            Sessions = [.. _sessions.Values.Where(s => s.Data is not null).Select(s => RowOf(s, now))],
            Alerts = [.. _alerts.Open.Select(RowOf)],
            Recent = [.. _alerts.Closed.Take(RecentShown).Select(RowOf)],
        };
    }

    private BoardRow RowOf(BoardSession session, DateTimeOffset now) => new()
    {
        Sid = session.Id,
        Session = session.Data!,
        Live = session.Live,
        LiveAgeMs = session.Live is null ? null : ElapsedMs(session.LiveStamp),
        Hr = session.Trail.ToArray(),
        File = session.File is { ChangedAt: not null } file ? file : null,
        Prompt = session.HasOpenPrompt ? session.Prompt : null,
        Rpe = session.Rpe,
        RpeAgeS = session.Rpe is null ? null : Math.Max(0, (long)(now - session.RpeAt).TotalSeconds),
    };

    private static AlertRow RowOf(ShelvedAlert alert) => new(alert.Session, alert.At, alert.Data);

    private long ElapsedMs(long stamp) => (long)_machine.GetElapsedTime(stamp).TotalMilliseconds;

    private void Forget()
    {
        var now = time.GetUtcNow();
        var busy = _alerts.Open.Select(a => a.Session).ToHashSet(StringComparer.Ordinal);
        foreach (var session in _sessions.Values.Where(s => s.Data?.Ended < now - options.KeepEnded).ToArray())
        {
            if (busy.Contains(session.Id) && session.Data?.Ended > now - options.KeepUnanswered) continue;
            _alerts.Forget(session.Id);
            _sessions.Remove(session.Id);
        }
    }
}
