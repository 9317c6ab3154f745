using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Research.Series;

/// <summary>Runs the rows through the fold, as a restart of the service does, and keeps what is stored.</summary>
internal sealed class StoredFold(StoredSessionRows stored, EngineSetup setup)
{
    private readonly SessionStep _step = new();
    private readonly List<StoredFact> _facts = [];
    private readonly SampleTable _samples = new();
    private SessionEngine? _engine;
    private string? _fault;
    private int _differ;

    internal SessionReading Read()
    {
        Try(() => _engine = new(stored.Session, stored.Start, stored.StartedAt, setup));
        foreach (var row in stored.Rows)
            if (row.IsPacket) TakePacket(row);
            else if (row.Fact is { } fact) _facts.Add(new(row.Seq, row.At, fact, Run(engine => Counts(engine, row.Input!.Value))));
        Run(engine =>
        {
            engine.AdvanceTo(stored.Last, _step.ForFact(engine.Id, engine.Person.Id, stored.Last, null));
            return true;
        });
        var series = new SeriesAssembly(stored, _facts, setup).Build(_samples, _engine?.Plan.Facts, _engine?.Live(stored.Last).CoveragePercent);
        return new(series, stored.Start, _facts, stored.Decisions, new(setup.RulesVersion, _differ, _fault));
    }

    private void TakePacket(StoredRow row)
    {
        _samples.Add(row.Seq, row.At, row.Label, row.Packet);
        Run(engine =>
        {
            engine.Apply(row.Input!.Value, _step.ForSample(engine.Id, engine.Person.Id, row.At, row.Packet));
            return true;
        });
        if (_engine is not null && _step.Label != row.Label) _differ++;
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
