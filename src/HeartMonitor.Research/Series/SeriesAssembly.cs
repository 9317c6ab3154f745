using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Research.Series;

/// <summary>Puts the series together from what was read, and leaves out whoever and whatever is nobody's business outside.</summary>
internal sealed class SeriesAssembly(StoredSessionRows stored, IReadOnlyList<StoredFact> facts, EngineSetup setup)
{
    private readonly SessionStarted _start = stored.Start;
    private readonly DateTimeOffset _startedAt = stored.StartedAt;
    private readonly DateTimeOffset _lastAt = stored.Last;
    private readonly IReadOnlyList<SessionEvent> _events = stored.Decisions;
    private readonly Dictionary<string, int> _strapNumbers = new(StringComparer.Ordinal);

    internal SessionSeries Build(SampleTable table, JudgingFacts? heart, double? coverageSoFar)
    {
        var ended = facts.FirstOrDefault(f => f is { Fact: SessionEnded, Counts: true });
        var known = ended?.At ?? _lastAt;
        var straps = Straps();
        var interruptions = Of<MonitoringInterrupted>().Select(f => new SeriesSpan(Later(_startedAt, f.Fact.From), f.At)).ToList();
        var pauses = Pauses(known);
        List<SeriesLoss> losses = [.. stored.Lost.Select(l => new SeriesLoss(l.From ?? _startedAt, l.To ?? Later(known, _lastAt), l.Rows, l.Why, l.ArePackets))];
        var packets = table.InTime();
        var samples = packets.Select(p => p.AsSample(T(p.At), StrapAt(straps, p.At)?.Number ?? 0)).ToList();
        var summary = _events.OfType<SummaryEvent>().LastOrDefault() is { } told ? WithoutNames(told) : null;
        return new()
        {
            Session = stored.Session,
            Participant = stored.Participant,
            StartedAt = _startedAt,
            EndedAt = ended?.At,
            EndedWhy = (ended?.Fact as SessionEnded)?.Why,
            LastAt = _lastAt,
            Person = Person(),
            Straps = [.. straps.Select(s => s.Strap).OfType<SeriesStrap>()],
            Plans = [.. _events.OfType<PlanEvent>().Select(PlanParts.Of)],
            Samples = samples,
            Beats = Beats(packets, straps, interruptions, heart),
            Gaps = GapList.Of(_startedAt, known, samples, pauses, interruptions, losses),
            Losses = losses,
            Phases = Phases(known),
            Pauses = pauses,
            Interruptions = interruptions,
            Workloads = [.. Of<WorkloadSet>().Select(f => new SeriesWorkload(f.At, f.Fact))],
            Answers = Answers(),
            Words = [.. facts.Where(f => f.Counts).SelectMany(Words)],
            Prompts = [.. _events.OfType<PromptEvent>().Select(p => new SeriesPrompt(p.At, p.Id, p.Rev, p.State, p.Reason, p.Value, p.OpenedAt))],
            Alerts = [.. _events.OfType<AlertEvent>().Select(AlertParts)],
            Qualities = [.. _events.OfType<QualityEvent>()],
            Gates = [.. _events.OfType<GateEvent>()],
            Bindings = [.. _events.OfType<StrapEvent>().Select(b => new SeriesBinding(b.At, b.State, b.Strap is { } id ? NumberOf(id) : 0, b.How))],
            Summary = summary,
            CoveragePercent = summary?.CoveragePercent ?? coverageSoFar,
            Versions = Versions(summary),
        };
    }

    private double T(DateTimeOffset at) => (at - _startedAt).Ticks / (double)TimeSpan.TicksPerSecond;

    private IEnumerable<(DateTimeOffset At, TFact Fact)> Of<TFact>()
        where TFact : SessionFact => facts.Where(f => f.Counts).Select(f => (f.At, Fact: f.Fact as TFact)).Where(f => f.Fact is not null).Select(f => (f.At, f.Fact!));

    private SeriesPerson Person()
    {
        const int Oldest = 90; // ours, after the "over 89" of the HIPAA safe-harbour list
        var person = Of<ParticipantChanged>().Select(f => f.Fact.Participant).LastOrDefault() ?? _start.Participant!;
        var measured = Of<RestingHeartRateMeasured>().Select(f => (int?)f.Fact.Bpm).LastOrDefault();
        var age = Years.Age(person, _start.On ?? DateOnly.FromDateTime(_startedAt.UtcDateTime));
        return new(age is { } years ? Math.Min(years, Oldest) : null, person.Sex is "male" or "female" ? person.Sex : null, person.BodyMassKg, measured ?? person.RestingHr);
    }

    private List<BoundStrap> Straps()
    {
        var straps = new List<BoundStrap>();
        if (_start.Device is { } first) Put(_startedAt, first, _start.Sensor);
        foreach (var fact in facts.Where(f => f.Counts))
        {
            if (fact.Fact is StrapUnbound) straps.Add(new(fact.At, null));
            else if (fact.Fact is StrapBound bound && (bound.Strap != CurrentId() || (bound.Sensor is { } sensor && sensor != straps[^1].Strap!.Sensor))) Put(fact.At, bound.Strap, bound.Sensor);
        }

        return straps;

        void Put(DateTimeOffset at, string id, SensorClass? sensor)
        {
            var of = sensor ?? SensorClass.Unknown;
            straps.Add(new(at, new(NumberOf(id), of, at, setup.Straps.Of(of).IntervalsAreBeats), id));
        }

        string? CurrentId() => straps.Count == 0 ? null : straps[^1].Id;
    }

    private int NumberOf(string strap) => _strapNumbers.TryGetValue(strap, out var number) ? number : _strapNumbers[strap] = _strapNumbers.Count + 1;

    private static SeriesStrap? StrapAt(List<BoundStrap> straps, DateTimeOffset at) => straps.FindLast(s => s.From <= at)?.Strap;

    private List<SeriesBeat> Beats(IReadOnlyList<StoredPacket> packets, List<BoundStrap> straps, List<SeriesSpan> interruptions, JudgingFacts? heart)
    {
        var table = new BeatTable(packets, [.. straps.Select(s => s.From).Concat(interruptions.Select(i => i.To)).Where(at => at > _startedAt).Order()]);
        table.Fill(T);
        var uneven = heart is { InAtrialFibrillation: true } or { Paced: true } or { Transplanted: true };
        table.Judge(at => !uneven && StrapAt(straps, at) is not { IntervalsAreBeats: false });
        return [.. table.Beats];
    }

    private List<SeriesSpan> Pauses(DateTimeOffset known)
    {
        var pauses = new List<SeriesSpan>();
        DateTimeOffset? since = null;
        foreach (var fact in facts.Where(f => f.Counts))
        {
            if (fact.Fact is SessionPaused) since = fact.At;
            if (fact.Fact is not SessionResumed || since is not { } from) continue;
            pauses.Add(new(from, fact.At));
            since = null;
        }

        if (since is { } open) pauses.Add(new(open, Later(open, known)));
        return pauses;
    }

    private List<SeriesPhase> Phases(DateTimeOffset known)
    {
        var phases = new List<SeriesPhase>();
        foreach (var (at, fact) in Of<PhaseEntered>())
        {
            if (phases.Count > 0 && phases[^1].Phase == fact.Phase) continue;
            if (phases.Count > 0) phases[^1] = phases[^1] with { To = at };
            phases.Add(new(fact.Phase, at, Later(at, known)));
        }

        return phases;
    }

    private List<SeriesAnswer> Answers()
    {
        var withdrawn = _events.OfType<AnswerEvent>().Where(a => a.State == AnswerState.Withdrawn).ToList();
        var answered = _events.OfType<PromptEvent>().Where(p => p.State == PromptState.Answered).ToList();
        return [.. Of<RpeAnswered>().Select(given =>
        {
            var prompt = answered.Find(p => p.At == given.At && p.Value == given.Fact.Value);
            var asked = prompt ?? _events.OfType<PromptEvent>().LastOrDefault(p => p.Id == given.Fact.Prompt);
            var isBack = withdrawn.Exists(w => w.AnsweredAt == given.At && w.Value == given.Fact.Value);
            return new SeriesAnswer(given.At, given.Fact.Value, given.Fact.By, asked?.Reason, asked?.Id, isBack);
        })];
    }

    private static IEnumerable<SeriesWord> Words(StoredFact said) => said.Fact switch
    {
        TalkTestAnswered talk => [new(said.At, "talk-test", talk.Value, null, null)],
        SymptomsReported report => report.Symptoms.Select(s => new SeriesWord(said.At, "symptom", s, report.Grade, report.By)),
        HelpRequested => [new(said.At, "help", null, null, null)],
        _ => [],
    };

    private static SeriesAlert AlertParts(AlertEvent alert) => new(
        alert.At,
        alert.Id,
        alert.Code,
        alert.Priority,
        alert.Nature,
        alert.State,
        alert.Rev,
        alert.Since,
        alert.Latched,
        alert.AckedAt,
        [.. alert.Because.Where(e => e.Unit != Evidence.Person)],
        alert.Source,
        alert.RulesVersion,
        alert.CatalogueVersion);

    private static SummaryEvent WithoutNames(SummaryEvent summary) =>
        summary with { Rpe = [.. summary.Rpe.Select(r => r.WithdrawnBy is null ? r : r with { WithdrawnBy = "staff" })] };

    private SeriesVersions Versions(SummaryEvent? summary)
    {
        var rules = _events.Select(e => e switch { PlanEvent p => p.Plan.RulesVersion, AlertEvent a => a.RulesVersion, SummaryEvent s => s.RulesVersion, _ => "" });
        var catalogue = _events.Select(e => e switch { PlanEvent p => p.Plan.CatalogueVersion, AlertEvent a => a.CatalogueVersion, SummaryEvent s => s.CatalogueVersion, _ => "" });
        return new(Once(rules), Once(catalogue), Once([summary?.ActivitiesVersion ?? ""]));

        static string[] Once(IEnumerable<string> versions) => [.. versions.Where(v => v.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed record BoundStrap(DateTimeOffset From, SeriesStrap? Strap, string? Id = null);
}
