using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Research.Series;

/// <summary>Runs the rows through the fold, as a restart of the service does, and keeps what is stored.</summary>
internal sealed class StoredFold(EngineSetup setup)
{
    private readonly SessionStep _step = new();
    private readonly List<StoredFact> _facts = [];
    private readonly List<SessionEvent> _events = [];
    private readonly SampleTable _samples = new();
    private SessionStarted? _start;
    private SessionEngine? _engine;
    private string? _fault;
    private int _differ;
    private (string Session, string Participant) _of = ("", "");
    private DateTimeOffset _startedAt;
    private DateTimeOffset _lastAt = DateTimeOffset.MinValue;

    internal void Take(in JournalRow row)
    {
        var entry = row.Entry;
        if (entry.At > _lastAt) _lastAt = entry.At;
        switch (entry.Kind)
        {
            case JournalKind.Sample: TakeSample(row); break;
            case JournalKind.Fact: TakeFact(row, MonitorJson.ReadFact(entry.Body.Span)); break;
            case JournalKind.Event: _events.Add(MonitorJson.ReadEvent(entry.Body.Span, entry.At)); break;
            default: throw new InvalidDataException(FormattableString.Invariant($"Row {row.Seq} of the journal is of kind {(int)entry.Kind}, which this version does not know."));
        }
    }

    internal SessionReading Finish()
    {
        if (_start is null) throw new InvalidDataException("The session has no start.");
        Run(engine =>
        {
            engine.AdvanceTo(_lastAt, _step.ForFact(engine.Id, engine.Person.Id, _lastAt, null));
            return true;
        });
        var assembly = new SeriesAssembly(_of.Session, _of.Participant, _start, _startedAt, _lastAt, _facts, _events, setup);
        var series = assembly.Build(_samples, _engine?.Plan.Facts, _engine?.Live(_lastAt).CoveragePercent);
        return new(series, _start, _facts, _events, new(setup.RulesVersion, _differ, _fault));
    }

    private void TakeSample(in JournalRow row)
    {
        if (!SampleBody.TryRead(row.Entry.Body, out var label, out var packet)) throw new FormatException("The body of a packet is shorter than its header.");
        _samples.Add(row.Seq, row.Entry.At, label, packet);
        var input = SessionInput.OfPacket(row.Entry.At, packet, label.Reasons.HasFlag(Core.Signal.SignalReasons.Late));
        Run(engine =>
        {
            engine.Apply(input, _step.ForSample(engine.Id, engine.Person.Id, input.At, input.Packet));
            return true;
        });
        if (_engine is not null && _step.Label != label) _differ++;
    }

    private void TakeFact(in JournalRow row, SessionFact fact)
    {
        var entry = row.Entry;
        if (_start is null && fact is SessionStarted { Participant: not null } start)
        {
            (_start, _startedAt, _of) = (start, entry.At, (entry.Session, entry.Participant));
            Try(() => _engine = new(entry.Session, start, entry.At, setup));
        }

        if (_start is null) throw new FormatException("It stands before the session's start.");
        var counts = Run(engine => Counts(engine, SessionInput.OfFact(entry.At, fact)));
        _facts.Add(new(row.Seq, entry.At, fact, counts));
    }

    /// <summary>An answer to a prompt that was missed has expired and counts; one to a prompt that was answered does not.</summary>
    private bool Counts(SessionEngine engine, SessionInput input)
    {
        var outcome = engine.Apply(input, _step.ForFact(engine.Id, engine.Person.Id, input.At, input.Fact));
        return outcome.Result == CommandResult.Accepted || (outcome.Result == CommandResult.Expired && outcome.Detail == engine.Say(Refusal.PromptOver));
    }

    /// <summary>True also where today's rules cannot follow: then everything that was said stands.</summary>
    private bool Run(Func<SessionEngine, bool> act)
    {
        var result = true;
        if (_engine is { } engine) Try(() => result = act(engine));
        return result;
    }

#pragma warning disable CA1031 // What is stored must be read out whatever today's rules make of it.
    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception fault)
        {
            (_fault, _engine) = (fault.Message, null);
        }
    }
#pragma warning restore CA1031
}
