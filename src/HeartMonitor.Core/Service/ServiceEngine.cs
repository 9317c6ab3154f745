using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Service.Rules;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Service;

/// <summary>
/// One watch over the service as a whole, from the first thing that is wrong until all has been well for a while: the same life of alerts as a
/// session's, the same ticks (whole seconds since its start, derived, never journalled), the same promise: the same facts with the same stamps always
/// give the same events with the same ids.
/// </summary>
/// <remarks>Not thread-safe; whoever owns it calls it in the order of the stamps. Reads no clock, writes nothing.</remarks>
public sealed class ServiceEngine
{
    /// <summary>With everything well and nothing owed for so long the watch is over, and the journal need not be read from its start. Ours: longer
    /// than anything that comes and goes is remembered (chattering: a minute).</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    private readonly SortedDictionary<string, SinkTold> _sinks = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AdapterTold> _adapters = new(StringComparer.Ordinal);
    private readonly EngineSetup _setup;
    private readonly AlarmMoment _moment;
    private readonly AlarmTrack[] _tracks;
    private readonly AlarmDesk _desk;
    private SessionStep _output = new();
    private DateTimeOffset? _sinkDownSince;
    private DateTimeOffset? _setAsideAt;
    private DateTimeOffset? _steppedAt;
    private DateTimeOffset _stirredAt;
    private ClockStepped? _clock;
    private StorageTold? _storage;
    private CertificateTold? _certificate;
    private long _ordinal;
    private long _second;

    /// <summary>Begins a watch.</summary>
    /// <param name="id">See <see cref="Identity.OfService"/>.</param>
    /// <param name="at">Stamp of the first fact, which is then applied.</param>
    /// <param name="setup">What all sessions share.</param>
    public ServiceEngine(string id, DateTimeOffset at, EngineSetup setup)
    {
        (Id, StartedAt, _setup, _stirredAt) = (id, at, setup, at);
        _moment = new(id, setup.Alarms.Rules, setup.RulesVersion, setup.Language, Emit, setup.Words);
        _tracks = [.. ServiceRules.InOrder.Select(rule => new AlarmTrack(rule.Code, setup.Alarms[rule.Code]))];
        _desk = new(_tracks, _moment, setup.Words);
    }

    /// <summary>Pseudonym under which its alerts go where people have theirs.</summary>
    public const string Participant = "service";

    public string Id { get; }

    public DateTimeOffset StartedAt { get; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Whose signals were lost at once and are told by one alert; empty when there is none.</summary>
    public IReadOnlyList<string> LostTogether { get; private set; } = [];

    /// <summary>All has been well for a while, and nobody owes an acknowledgement.</summary>
    public bool IsSettled => EndedAt is not null || (IsWell && _moment.At - _stirredAt >= Quiet);

    private bool IsWell => LostTogether.Count == 0 && Array.TrueForAll(_tracks, t => t.Phase == AlarmPhase.Idle)
        && _sinks.Values.All(s => s.IsFine) && _adapters.Values.All(a => a.IsFine) && _storage is not { IsFine: false } && _certificate is not { IsFine: false };

    /// <summary>True when this watch has an alert of that id.</summary>
    public bool HasAlert(string id) => _desk.Has(id);

    /// <summary>Runs the ticks up to the fact's stamp, then the fact. Decisions go to <paramref name="output"/> in order.</summary>
    public FactOutcome Apply(SessionFact fact, DateTimeOffset at, SessionStep output)
    {
        if (fact is MonitoringInterrupted gap) return SkipOver(gap, at, output);
        AdvanceTo(at, output);
        _ordinal++;
        Move(at, output);
        _stirredAt = at;
        var outcome = Take(fact);
        Judge();
        return outcome;
    }

    /// <summary>Runs the ticks up to <paramref name="now"/>: delays, escalation, shelves.</summary>
    public void AdvanceTo(DateTimeOffset now, SessionStep output)
    {
        while (!IsSettled && StartedAt.AddSeconds(_second + 1) <= now)
        {
            _second++;
            Move(StartedAt.AddSeconds(_second), output);
            Judge();
            foreach (var track in _tracks) track.RemindIfUnanswered(_moment);
        }
    }

    /// <summary>Nobody watched: no tick runs over that time. What was told before stands until the parts are heard of again.</summary>
    private FactOutcome SkipOver(MonitoringInterrupted gap, DateTimeOffset at, SessionStep output)
    {
        AdvanceTo(gap.From < at ? gap.From : at, output);
        _second = Math.Max(_second, (long)Math.Floor((at - StartedAt).TotalSeconds));
        _ordinal++;
        Move(at, output);
        return FactOutcome.Accepted;
    }

    private FactOutcome Take(SessionFact fact)
    {
        switch (fact)
        {
            case SinkTold sink: return Note(sink);
            case AdapterTold adapter: return Note(adapter);
            case SignalsLostTogether lost: return Note(lost);
            case AlertAcknowledged ack: return _desk.Acknowledge(ack);
            case AlertShelved shelve: return _desk.Shelve(shelve);
            case AlertUnshelved unshelve: return _desk.Unshelve(unshelve);
            case StorageTold storage: _storage = storage; break;
            case CertificateTold certificate: _certificate = certificate; break;
            case JournalSetAside: _setAsideAt = _moment.At; break;
            case ClockStepped step: (_clock, _steppedAt) = (step, _moment.At); break;
            case SessionEnded: EndedAt = _moment.At; break;
            default: return Refuse(Refusal.NotForSession);
        }

        return FactOutcome.Accepted;
    }

    private FactOutcome Refuse(Refusal why) => FactOutcome.Invalid(_setup.Words.Refused(why));

    private FactOutcome Note(SinkTold sink)
    {
        if (string.IsNullOrWhiteSpace(sink.Sink)) return Refuse(Refusal.TextMissing);
        _sinks[sink.Sink] = sink;
        _sinkDownSince = _sinks.Values.All(s => s.IsUp) ? null : _sinkDownSince ?? _moment.At;
        return FactOutcome.Accepted;
    }

    private FactOutcome Note(AdapterTold adapter)
    {
        if (string.IsNullOrWhiteSpace(adapter.Adapter)) return Refuse(Refusal.TextMissing);
        _adapters[adapter.Adapter] = adapter;
        return FactOutcome.Accepted;
    }

    /// <summary>More of them than somebody took note of is news.</summary>
    private FactOutcome Note(SignalsLostTogether lost)
    {
        var before = LostTogether;
        LostTogether = lost.Participants ?? [];
        if (before.Count > 0 && LostTogether.Except(before, StringComparer.Ordinal).Any()) Refresh(AlertCode.ManySignalsLost);
        return FactOutcome.Accepted;
    }

    private void Refresh(AlertCode code)
    {
        for (var i = 0; i < _tracks.Length; i++)
            if (_tracks[i].Code == code && _tracks[i].IsActive) _tracks[i].Refresh(ServiceRules.InOrder[i].Explain(Look()), _moment);
    }

    private void Judge()
    {
        var now = Look();
        for (var i = 0; i < _tracks.Length; i++) _tracks[i].Judge(ServiceRules.InOrder[i], now, _moment);
    }

    private ServiceMoment Look() => new()
    {
        At = _moment.At,
        Rules = _setup.Alarms.Rules,
        Sinks = _sinks.Values,
        SinkDownSince = _sinkDownSince,
        Adapters = _adapters.Values,
        Storage = _storage,
        JournalSetAsideAt = _setAsideAt,
        Clock = _clock,
        ClockSteppedAt = _steppedAt,
        LostTogether = LostTogether,
        Certificate = _certificate,
    };

    private void Move(DateTimeOffset at, SessionStep output)
    {
        _output = output;
        _moment.Move(at, (at - StartedAt).TotalSeconds, _ordinal);
    }

    private void Emit(SessionEvent sessionEvent)
    {
        _stirredAt = _moment.At;
        _output.Emit(sessionEvent);
    }
}
