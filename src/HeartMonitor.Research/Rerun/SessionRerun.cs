using HeartMonitor.Core.Sessions;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Rerun;

/// <summary>
/// Today's rules over what was stored: packets, answers and acknowledgements go through the fold again with the stamps that they had. The same
/// rules decide the same, to the last number; other rules are compared with what was decided then.
/// </summary>
/// <remarks>
/// What the service itself found out beside the fold is an input like any other, as it is stored as one: swapped straps, a second voice behind
/// one id, interruptions. Ticks after the newest row are not run: nobody judged them then.
/// </remarks>
public static class SessionRerun
{
    /// <summary>Runs one session.</summary>
    /// <param name="stored">The session's rows.</param>
    /// <param name="setup">The rules to run.</param>
    public static RerunReport Run(StoredSessionRows stored, EngineSetup setup)
    {
        var (engine, decided, labels, answers) = Play(stored, setup);
        return new()
        {
            Session = stored.Session,
            Participant = engine.Person.Id,
            Started = stored.StartedAt,
            RulesThen = Versions(stored.Decisions.OfType<PlanEvent>().Select(p => p.Plan.RulesVersion)),
            RulesNow = setup.RulesVersion,
            CatalogueThen = Versions(stored.Decisions.OfType<PlanEvent>().Select(p => p.Plan.CatalogueVersion)),
            CatalogueNow = engine.Plan.CatalogueVersion,
            Alerts = stored.Decisions.OfType<AlertEvent>().Select(a => a.Id).Distinct().Count(),
            Prompts = stored.Decisions.OfType<PromptEvent>().Select(p => p.Id).Distinct().Count(),
            Samples = labels.Samples,
            LabelsChanged = labels.Changed,
            FirstLabelChangedT = labels.FirstChangedT,
            AnswersMoved = answers.Moved,
            Lost = stored.Lost,
            Differences = RerunComparison.Of(stored.Decisions, decided),
        };
    }

    private static (SessionEngine Engine, List<SessionEvent> Decided, LabelCount Labels, AnswersThen Answers) Play(StoredSessionRows stored, EngineSetup setup)
    {
        var engine = new SessionEngine(stored.Session, stored.Start, stored.StartedAt, setup);
        var (answers, step, labels) = (new AnswersThen(stored.Decisions), new SessionStep(), new LabelCount(stored.StartedAt));
        var decided = new List<SessionEvent>();
        foreach (var row in stored.Rows)
        {
            if (row.Input is not { } input) continue;
            var fact = input.Fact;
            if (fact is not null && AnswersThen.MayMove(fact))
            {
                engine.AdvanceTo(input.At, step.ForFact(stored.Session, engine.Person.Id, input.At, null)); // what it names may be raised on the way
                decided.AddRange(step.Events);
                fact = answers.Follow(fact, input.At, engine);
            }

            engine.Apply(input with { Fact = fact }, step.ForFact(stored.Session, engine.Person.Id, input.At, fact));
            if (fact is null) labels.Compare(row, step.Label);
            decided.AddRange(step.Events);
        }

        engine.AdvanceTo(stored.Last, step.ForFact(stored.Session, engine.Person.Id, stored.Last, null));
        decided.AddRange(step.Events);
        return (engine, decided, labels, answers);
    }

    private static IReadOnlyList<string> Versions(IEnumerable<string> versions) => [.. versions.Distinct(StringComparer.Ordinal)];

    /// <summary>What the rules decide over the stored inputs, in order, in the language of the setup.</summary>
    public static IReadOnlyList<SessionEvent> Decide(StoredSessionRows stored, EngineSetup setup) => Play(stored, setup).Decided;

    /// <summary>Samples that the gate judges differently now.</summary>
    private sealed class LabelCount(DateTimeOffset start)
    {
        internal long Samples { get; private set; }

        internal long Changed { get; private set; }

        internal double? FirstChangedT { get; private set; }

        internal void Compare(in StoredRow row, Core.Signal.SignalLabel now)
        {
            Samples++;
            if (row.Label == now) return;
            Changed++;
            FirstChangedT ??= (row.At - start).TotalSeconds;
        }
    }
}
