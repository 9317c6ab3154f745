using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Health;
using HeartMonitor.Host.Lan;
using HeartMonitor.Host.Metrics;
using HeartMonitor.Host.People;
using HeartMonitor.Host.Service;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Straps;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Pipeline;
using HeartMonitor.Storage.Forwarding;
using HeartMonitor.Storage.Journal;
using HeartMonitor.Storage.People;
using HeartMonitor.Storage.Straps;

namespace HeartMonitor.Host.Composition;

/// <summary>
/// The whole monitor put together: clock, journal, rebuilt sessions, door, pipeline, sinks. Everything that leaves goes through the
/// journal's release: nobody sees what is not stored.
/// </summary>
internal sealed partial class MonitorHost : IAsyncDisposable
{
    /// <summary>As long as the board keeps an ended session with an open alert.</summary>
    private static readonly TimeSpan AlertsOwedFor = new TabletOptions().KeepUnanswered;

    /// <summary>Longer than any setting of the question about the whole session.</summary>
    private static readonly TimeSpan AskedAboutFor = TimeSpan.FromHours(2);

    /// <summary>Lines about lost links in a minute: a gateway may have hundreds of straps.</summary>
    private const int MostLostLines = 20;

    private readonly MonitorSettings _settings;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _log;
    private readonly SteadyTimeProvider _time;
    private readonly SteadyScheduler _scheduler;
    private readonly SqliteJournal _journal;
    private readonly SessionRegistry _registry;
    private readonly IngressDoor _door;
    private readonly CommandDesk _desk;
    private readonly Sinks _sinks;
    private readonly GatewayStraps _gateways;
    private readonly StrapRegister _straps;
    private readonly Sources _sources;
    private readonly RecoveredWatch? _watch;
    private readonly IReadOnlyList<(RunningSession Session, DateTimeOffset Last)> _rebuilt;
    private IReadOnlyList<JournalRow> _history; // facts and decisions of the sessions that go on; let go once everybody has heard them

    private MonitorHost(
        MonitorSettings settings, EngineSetup setup, IReadOnlyList<StrapBinding> people, SiteKey key, SqliteJournal journal, SignInDesk signIn, ILoggerFactory logs, SteadyTimeProvider time)
    {
        (_settings, _logs, _journal, SignIn, _time) = (settings, logs, journal, signIn, time);
        (_log, Rules, Served) = (logs.CreateLogger("HeartMonitor"), setup, LanHosting.Open(settings.Lan, TimeProvider.System, logs.CreateLogger("HeartMonitor.Certificate")));
        Files = new(signIn.Store.People, Today);
        people = [.. people.Select(p => Files.ForSession(p.Person.Id) is { } stored ? p with { Person = stored } : p)];
        _scheduler = new(time, "pipeline");
        _straps = new(OpenStraps(settings.Data), setup.Straps, time);
        _registry = new(setup) { SensorOf = _straps.SensorOf, IsKnown = _straps.IsKnown };
        var recovered = SessionRecovery.Run(Owing(), _journal.Reader, _registry, setup, time.GetUtcNow());
        _rebuilt = recovered.Rebuilt;
        var shown = _rebuilt.Where(r => r.Session.Ahead == TimeSpan.Zero || r.Session.Engine.OwesAlert).Select(r => r.Session.Engine.Id).ToHashSet(StringComparer.Ordinal);
        _watch = ServiceRecovery.Run(journal.Reader, setup, _registry.Service.Adopt, time.GetUtcNow());
        _history = [.. recovered.History.Where(row => shown.Contains(row.Entry.Session)).Concat(_watch?.History ?? []).OrderBy(row => row.Seq)];
        foreach (var (session, fault) in recovered.Failed) LogNotRebuilt(session, fault);
        _door = new(_scheduler, time);
        if (journal.Reader.LastStamp() is { } last && last <= time.GetUtcNow()) _door.ContinueAfter(last);
        _desk = new(_door, journal.Reader.FindReceipt, setup.Words, setup.Discreet);
        Submit = _desk.SubmitAsync;
        _sinks = Sinks.Create(settings, journal, Submit, signIn, Served, time, logs);
        signIn.Dropped += id => _ = _sinks.DropAsync(id);
        (People, NameOf, CodeKey) = (people, key.NameOf, key.KeyFor("participant pages"));
        _gateways = new(_sinks.Gateways, _registry, key, strap => _straps.Mention(strap) && settings.Straps.SignIn);
        _sources = Sources.Create(
            settings, people, _scheduler, time, setup.Plan, _gateways,
            () => new(settings.Bluetooth, people, new WantedStraps(_registry, _straps, people, settings.Straps.SignIn).Now, key, time, logs), () => InTheHandSource.Create(people, key, _scheduler, time));
        Straps = new(time, _sources.SessionOf);
        foreach (var strap in _sources.People.Select(p => p.Strap).Concat(_rebuilt.Select(r => r.Session.Engine.Device).OfType<string>())) _gateways.Know(strap);
        foreach (var listed in _sources.People) _straps.List(listed.Strap, listed.Person.Id, listed.Sensor);
        KnownStraps = new(_straps, _registry, FindPerson, settings.Straps.SignIn, Submit, Today, _log);
    }

    /// <summary>Who is who.</summary>
    internal SignInDesk SignIn { get; }

    /// <summary>The certificate of the console and the broker; null without TLS.</summary>
    internal ServedCertificate? Served { get; }

    /// <summary>The people store's participants.</summary>
    internal StoredPeople Files { get; }

    /// <summary>The straps that are known here.</summary>
    internal StrapDesk KnownStraps { get; }

    /// <summary>The one way in for tablets and programs.</summary>
    internal SubmitCommand Submit { get; }

    internal long Epoch => _journal.Epoch;

    /// <summary>The people file, straps by their ids.</summary>
    internal IReadOnlyList<StrapBinding> People { get; }

    /// <summary>Id of a strap that may be named by its address.</summary>
    internal Func<string, string> NameOf { get; }

    /// <summary>Key of the codes of the participants' pages: the same after a restart.</summary>
    internal IReadOnlyList<byte> CodeKey { get; }

    /// <summary>How the straps fare.</summary>
    internal StrapBoard Straps { get; }

    /// <summary>Committed rows, for reports.</summary>
    internal JournalReader Journal => _journal.Reader;

    /// <summary>What was counted of the pipeline's steps.</summary>
    internal StepTally Tally { get; } = new();

    /// <summary>Packets that found no room at the door.</summary>
    internal long Refused => _door.Refused;

    /// <summary>How each receiver is.</summary>
    internal IEnumerable<ForwarderStatus> SinkStatuses => _sinks.Statuses().Select(s => s.Status);

    /// <summary>The rules in force.</summary>
    internal EngineSetup Rules { get; }

    /// <summary>The one clock of the host.</summary>
    internal TimeProvider Clock => _time;

    internal bool HasFailed { get; private set; }

    private long _lostMinute = -1;
    private int _lostLines;

    /// <summary>Somebody of the people store as a session may know them, else of the people file.</summary>
    internal Participant? FindPerson(string id) => Files.ForSession(id) ?? _sources.People.FirstOrDefault(p => p.Person.Id == id)?.Person;

    internal bool IsHeard(string strap) => _straps.IsKnown(strap);

    /// <summary>A strap may be worn from now on.</summary>
    internal void Know(string strap) => _gateways.Know(strap);

    /// <summary>Opens the journal and rebuilds what was going on.</summary>
    /// <exception cref="JournalRefusedException">The journal cannot be used as it is.</exception>
    internal static MonitorHost Open(MonitorSettings settings, EngineSetup setup, IReadOnlyList<StrapBinding> people)
    {
        var logs = LoggerFactory.Create(Logs.Configure);
        var journal = OpenJournal(settings, logs);
        var key = SiteKey.Open(settings.KeyFile);
        people = [.. people.Select(p => p with { Strap = key.NameOf(p.Strap) })]; // addresses go no further
        var signIn = OpenPeople(settings);
        return new(settings, setup, people, key, journal, signIn, logs, HostClock.Start(settings, journal.Reader.LastStamp(), TimeProvider.System));
    }

    /// <summary>Shows the tablets' board what was going on before this start.</summary>
    internal void Restore(LiveBoard board) => board.Restore(_history.Select(ReleasedRow.Of).OfType<Released>());

    /// <summary>Runs until it is told to stop; throws when a part fails for good.</summary>
    internal async Task RunAsync(LiveBoard board, CancellationToken stop)
    {
        _sinks.Restore(_history);
        _sources.Hear([.. _history.Select(ReleasedRow.Of).OfType<Released>().Where(r => r.Fact is SessionStarted or SessionEnded or StrapUnbound || r.Event is StrapEvent)]);
        _history = [];
        _journal.Released += board.Apply;
        _journal.Released += _sinks.Show;
        _journal.Released += _sources.Hear;
        _journal.Released += _straps.Hear;
        KnownStraps.Listen();

        var gaps = TellGaps(stop);
        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var journey = new MonitorPipeline(_door, _registry, _scheduler)
            .Run(_sources.All, Heard)
            .Subscribe(TakeStep, broken.SetException, () => broken.TrySetException(new InvalidOperationException("The pipeline ended.")));

        using var stopParts = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] parts = [broken.Task, .. _sinks.RunAll(Straps, stopParts.Token), _sources.DriveAsync(Submit, stopParts.Token), _straps.RunAsync(stopParts.Token), Feed().RunAsync(stopParts.Token), BeginAsync(gaps, stopParts.Token)];
        var ended = await Task.WhenAny(parts.Append(Task.Delay(Timeout.Infinite, stop))).ConfigureAwait(false);
        while (ended.IsCompletedSuccessfully) // a part that had nothing to do; the others go on
        {
            parts = [.. parts.Where(p => p != ended)];
            ended = await Task.WhenAny(parts.Append(Task.Delay(Timeout.Infinite, stop))).ConfigureAwait(false);
        }

        await stopParts.CancelAsync().ConfigureAwait(false);
        await ended.ConfigureAwait(false);
    }

    /// <summary>Serves one MQTT client that came by WebSocket.</summary>
    internal Task ServeMqttAsync(Stream stream, System.Net.IPEndPoint? remote) => _sinks.ServeMqttAsync(stream, remote);

    internal void Fail(Exception failure)
    {
        HasFailed = true;
        Environment.ExitCode = Verbs.ExitCode.Internal;
        LogFailed(failure);
    }

    internal MonitorHealth Health()
    {
        var journal = _journal.Health;
        return new(
            journal.State == JournalState.Writing && !_time.IsCatchingUp,
            _time.IsCatchingUp,
            journal.State.ToString(),
            journal.PendingSteps,
            journal.DroppedSamples,
            _door.Refused,
            _registry.UnknownDevices,
            _registry.Running.Count,
            _registry.Running.Count(s => s.IsBroken),
            _sinks.Health(),
            GatewayHealth.Of(_gateways.Tally, _sinks.Gateways.State))
        { ClockSpeed = _time.Speed };
    }

    /// <summary>Lines for whoever started it.</summary>
    internal IEnumerable<string> Describe() => [.. _sources.Describe(), .. HostClock.Describe(_time), .. _sinks.Describe(), $"Journal:  {_settings.Data}"];

    public async ValueTask DisposeAsync()
    {
        await _sources.DisposeAsync();
        await _sinks.DisposeAsync();
        await _journal.DisposeAsync();
        SignIn.Dispose();
        _straps.Dispose();
        _scheduler.Dispose();
        _logs.Dispose();
    }

    private void TakeStep(SessionStep step)
    {
        Tally.Take(step);
        _journal.Append(step);
        foreach (var session in _registry.Running)
        {
            if (session.Bug is not { } bug) continue;
            LogBroken(session.Engine.Id, bug);
            session.Bug = null;
        }

        if (_registry.Service.Bug is not { } broken) return;
        LogServiceBroken(broken);
        _registry.Service.Bug = null;
    }

    /// <summary>Sessions that were open go on, or end when the service was away for too long; then those that start by themselves.</summary>
    private async Task BeginAsync(IReadOnlyList<Gap> gaps, CancellationToken stop)
    {
        foreach (var gap in gaps)
        {
            await gap.Told;
            if (gap.Away < TimeSpan.Zero) continue; // ended
            if (gap.Away.TotalMinutes > _settings.Session.ResumeWithinMinutes) await Submit(Internal(gap.Session, new SessionEnded { Why = "interrupted" }), stop);
            else if (_settings.Session.AutoStart && gap.Phase == SessionPhase.None) // stopped between the start and its phase
                await Submit(Internal(gap.Session, new PhaseEntered(SessionPhase.Work)), stop);
            LogResumed(gap.Session, gap.Away.TotalSeconds);
        }

        if (!_settings.Session.AutoStart) return;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(_time.GetUtcNow(), _settings.TimeZone).DateTime);
        await Task.WhenAll(_sources.People.Select(bound => StartAsync(bound, today, stop)));
        _time.Hurry(); // everybody is at work: what a story has behind it can be lived through
    }

    private async Task StartAsync(StrapBinding bound, DateOnly today, CancellationToken stop)
    {
        var started = await _desk.SubmitOwnAsync(Internal(null, new SessionStarted { Participant = bound.Person, Device = bound.Strap, Sensor = bound.Sensor, On = today }), stop);
        if (started is { Result: CommandResult.Accepted, Session: { } session }) await _desk.SubmitOwnAsync(Internal(session, new PhaseEntered(SessionPhase.Work)), stop);
    }

    /// <summary>
    /// The gap is the first thing that a session that goes on hears, before any packet or heartbeat: no tick may run over the time in which
    /// nobody watched, or silence would be judged that was ours. A session of a clock that ran far ahead of ours (a wrong date, a demonstration
    /// at speed) ends in its place, and the true date counts again: a wrong date must not decide for good how long ago a medicine was stopped.
    /// What it owes stays owed.
    /// </summary>
    private List<Gap> TellGaps(CancellationToken stop)
    {
        if (_registry.Service.Engine is { } watch) _ = Submit(Internal(watch.Id, new MonitoringInterrupted(_watch!.Last)), stop);
        var gaps = new List<Gap>();
        foreach (var (session, last) in _rebuilt)
        {
            var engine = session.Engine;
            if (engine.EndedAt is not null) continue;
            var isAhead = session.Ahead > TimeSpan.Zero;
            if (isAhead) LogOfTheFuture(engine.Id, last);
            SessionFact fact = isAhead ? new SessionEnded { Why = SessionEnded.ByClock } : new MonitoringInterrupted(last);
            var away = isAhead ? -session.Ahead : _time.GetUtcNow() - last;
            gaps.Add(new(engine.Id, engine.Live(last).Phase, away, Submit(Internal(engine.Id, fact), stop)));
        }

        return gaps;
    }

    /// <summary>What the service looks at of itself.</summary>
    private ServiceFeed Feed() => new(
        [
            new SinkProbe(_sinks.Statuses, _registry.Setup.Alarms.Rules.DeadLettersAnHour).Look,
            new StorageProbe(() => _journal.Health, () => StorageProbe.FreeBytesOf(_settings.Data), _settings.Storage.LowMegabytes).Look,
            new RadioProbe(() => _sources.Radios).Look,
            new ClockProbe(TimeProvider.System).Look,
            new CertificateProbe(_settings.Mqtt.CaFile is { } file ? [file] : [], TimeProvider.System, () => Served?.Current.FirstEndsAt).Look,
        ],
        () => !_time.IsCatchingUp,
        (fact, stop) => _desk.SubmitOwnAsync(Internal(null, fact), stop));

    private static Command Internal(string? session, SessionFact fact) => new($"service-{Guid.NewGuid():n}", session, fact);

    /// <summary>The clinic's date.</summary>
    internal DateOnly Today() => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(_time.GetUtcNow(), _settings.TimeZone).DateTime);

    private static StrapStore OpenStraps(string folder)
    {
        try
        {
            return StrapStore.Open(folder);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            throw new DataRefusedException($"Data: straps.db in \"{folder}\" cannot be used: {refused.Message}");
        }
    }

    private static SignInDesk OpenPeople(MonitorSettings settings)
    {
        try
        {
            return new(PeopleStore.Open(settings.Data), settings.Data, settings.SignIn, TimeProvider.System);
        }
        catch (PeopleRefusedException refused)
        {
            throw new DataRefusedException($"Data: {refused.Message}");
        }
    }

    /// <summary>The journal in a folder that may be anything; a folder that is of no use is told in one line.</summary>
    private static SqliteJournal OpenJournal(MonitorSettings settings, ILoggerFactory logs)
    {
        try
        {
            return SqliteJournal.Open(settings.Storage.Journal(settings.Data), TimeProvider.System, logs.CreateLogger("HeartMonitor.Journal"));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            throw new DataRefusedException($"Data: the folder \"{settings.Data}\" cannot be used: {refused.Message}");
        }
    }

    /// <summary>
    /// Sessions that are open, those that ended within <see cref="AlertsOwedFor"/> with an alert that nobody took note of, and those that may
    /// still be asked about as a whole.
    /// </summary>
    private IReadOnlyList<StoredSession> Owing()
    {
        var owed = _journal.Reader.CurrentAlerts().Select(alert => alert.Session).ToHashSet(StringComparer.Ordinal);
        var now = _time.GetUtcNow();
        return [.. _journal.Reader.Sessions().Where(s => s.Ended is not { } ended
            || (ended > now - AlertsOwedFor && owed.Contains(s.Session)) || ended > now - AskedAboutFor)];
    }

    /// <param name="Session">A session that goes on.</param>
    /// <param name="Phase">Where it was.</param>
    /// <param name="Away">How long nobody watched; below zero for one that its clock was ahead of, and that has ended.</param>
    /// <param name="Told">Done when the gap is in the journal.</param>
    private readonly record struct Gap(string Session, SessionPhase Phase, TimeSpan Away, Task Told);

    private void Heard(string source, SourceEvent told)
    {
        Straps.Take(source, told);
        _straps.Hear(source, told);
        if (told.Kind == SourceEventKind.Lost) LogLink(source, told);
    }

    private void LogLink(string source, SourceEvent change)
    {
        var minute = _time.GetTimestamp() / _time.TimestampFrequency / 60;
        if (minute != _lostMinute) (_lostMinute, _lostLines) = (minute, 0);
        if (++_lostLines <= MostLostLines) LogLost(source, change.Detail ?? "");
        else if (_lostLines == MostLostLines + 1) LogLostMore(MostLostLines);
    }
}

/// <summary>The data folder cannot be written or read; the message is one line for the operator.</summary>
internal sealed class DataRefusedException(string message) : Exception(message);
