using System.Reactive.Concurrency;
using System.Reactive.Subjects;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Gym;

/// <summary>Something that happened on the virtual gym floor, other than a packet.</summary>
/// <param name="Strap">Strap id of the person it is about.</param>
/// <param name="Fact">A workload, a phase, what somebody says.</param>
/// <param name="At">Stamp of the shared timer.</param>
public readonly record struct GymFact(string Strap, SessionFact Fact, DateTimeOffset At);

/// <summary>Something that a virtual person or virtual staff will do.</summary>
/// <param name="Fact">An answer, an acknowledgement.</param>
/// <param name="Delay">From what it answers.</param>
public readonly record struct GymAct(SessionFact Fact, TimeSpan Delay);

/// <summary>
/// A gym story on the floor: its people, what they do, what their straps send, and how they and virtual staff answer what the monitor says.
/// </summary>
/// <remarks>Safe to ask from any thread. One source at a time is meant to run: facts and answers follow the newest subscription.</remarks>
#pragma warning disable CA1001 // The subject holds no resource: its subscribers do, and they dispose of their own subscriptions.
public sealed class GymFloor
#pragma warning restore CA1001
{
    /// <summary>An answer is about the last minute.</summary>
    private const int FeltSeconds = 60;

    /// <summary>Who draws what happens to everybody: nobody in particular.</summary>
    private const int Everybody = -1;

    /// <summary>Straps are not handed out empty: percent. Ours.</summary>
    private const int LowestBattery = 30;

    private readonly Subject<GymFact> _facts = new();
    private readonly Dictionary<string, int> _indexes;
    private readonly GymStory _story;
    private readonly int _seed;
    private readonly int[] _acknowledged;
    private volatile GymClock _clock = new(DateTimeOffset.MaxValue, 1);

    private GymFloor(GymStory story, IReadOnlyList<GymPerson> people, int seed)
    {
        (_story, People, _seed) = (story, people, seed);
        _indexes = people.Select((person, index) => (person.Strap, index)).ToDictionary(p => p.Strap, p => p.index, StringComparer.Ordinal);
        _acknowledged = new int[story.Staff?.Acknowledge.Count ?? 0];
    }

    /// <summary>Everybody, in the order of their straps.</summary>
    public IReadOnlyList<GymPerson> People { get; }

    /// <summary>Workloads, everybody's at the start and then each as it changes, and what is said. Hot: subscribe before the source.</summary>
    public IObservable<GymFact> Facts => _facts;

    /// <summary>The people whom a story brings along, or null for one that takes whom it gets.</summary>
    /// <param name="story">The story.</param>
    /// <param name="today">A blocker that was stopped some days ago was stopped so many days before this one.</param>
    /// <param name="isBlunted">Whether a medicine or condition keeps a heart rate down.</param>
    public static IReadOnlyList<GymBinding>? OwnPeople(GymStory story, DateOnly today, Func<Participant, bool> isBlunted) =>
        story.People.Count == 0 ? null : [.. story.People.Select(person => person.On(today)).Select(p => new GymBinding(p.Participant, p.Strap, isBlunted(p.Participant)))];

    /// <summary>A story with the people it is played by.</summary>
    /// <param name="story">The story.</param>
    /// <param name="bindings">Its own, or any number of others; straps must differ.</param>
    /// <param name="seed">Any; the same seed gives the same bytes.</param>
    /// <param name="today">For ages out of dates of birth; null for 2026-01-01.</param>
    /// <exception cref="ArgumentException">A strap is bound twice.</exception>
    public static GymFloor Create(GymStory story, IReadOnlyList<GymBinding> bindings, int seed, DateOnly? today = null) =>
        new(story, new GymCasting(story, seed, today ?? new DateOnly(2026, 1, 1)).Cast(bindings), seed);

    /// <summary>A source of all straps; second 0 is the moment of its subscription.</summary>
    /// <param name="scheduler">Waits.</param>
    /// <param name="time">Stamps; null for the scheduler's clock.</param>
    /// <param name="speed">Simulated seconds per second, above 0.</param>
    public IHeartRateSource CreateSource(IScheduler scheduler, TimeProvider? time = null, double speed = 1) =>
        new SimulatedHeartRateSource(Wearers, scheduler, time, speed, tick => Tell(tick, speed), Swaps);

    /// <summary>All straps anew from second 0, for whoever wants them without a clock.</summary>
    public StrapBank Straps() => new(Wearers(), Swaps);

    /// <summary>What is entered and said as a second begins: workloads that change, and what the story has people say.</summary>
    public IEnumerable<(string Strap, SessionFact Fact)> FactsAt(int second)
    {
        foreach (var person in People)
        {
            if (person.Script.StepsAt(second)) yield return (person.Strap, person.Script.WorkloadAt(second));
            foreach (var said in person.Script.SaysAt(second)) yield return (person.Strap, said);
        }
    }

    /// <summary>What somebody does about an event of the session of <paramref name="strap"/>'s wearer: an answer, an acknowledgement.</summary>
    public IEnumerable<GymAct> Hear(string strap, SessionEvent said)
    {
        if (said is PromptEvent { State: PromptState.Open } prompt && TryAnswer(strap, prompt.At) is { } reply)
            yield return new(new RpeAnswered(reply.Rpe) { Prompt = prompt.Id }, reply.Delay);
        if (said is AlertEvent { State: AlertState.Raised } alert && Acknowledge(alert) is { } act) yield return act;
    }

    /// <summary>The answer of whoever wears <paramref name="strap"/> to a prompt that opened at <paramref name="at"/>.</summary>
    /// <returns>Null when the prompt is left alone, nobody wears that strap, or the source does not run yet.</returns>
    public RpeReply? TryAnswer(string strap, DateTimeOffset at)
    {
        if (!_indexes.TryGetValue(strap, out var index) || _clock.SecondAt(at) is not { } second) return null;
        var person = People[index];
        var felt = Enumerable.Range(second - FeltSeconds, FeltSeconds).Average(s => person.Heart.FractionAt(person.Script.WorkAt(s).Mets));
        return person.Exertion.Answer(felt, SeededNoise.For(_seed, index, what: 1_000 + second));
    }

    /// <summary>What the machine of whoever wears <paramref name="strap"/> shows; null when nobody does, or the source does not run yet.</summary>
    public WorkloadSet? WorkloadAt(string strap, DateTimeOffset at) =>
        _indexes.TryGetValue(strap, out var index) && _clock.SecondAt(at) is { } second ? People[index].Script.WorkloadAt(second) : null;

    private IReadOnlyList<SwapPair> Swaps =>
    [
        .. People.SelectMany((person, index) => person.Faults.Where(fault => fault.Kind == FaultKind.Swapped).Select((fault, i) =>
            new SwapPair(index, _indexes[fault.With!], (Swapped)FaultWord.Draw(fault, TimeSpan.FromSeconds(fault.At!.Value), SeededNoise.For(_seed, index, what: 500 + i))))),
    ];

    private IReadOnlyList<VirtualWearer> Wearers() => [.. People.Select(Wear)];

    private VirtualWearer Wear(GymPerson person, int index)
    {
        var heart = new HeartModel(person.Heart, SeededNoise.For(_seed, index, what: 1));
        var warm = person.Script.WorkAt(0);
        for (var second = 0; second < _story.WarmedUpSeconds; second++) heart.Step(warm.Mets, warm.IsCycling);
        var beats = new BeatSeries(SeededNoise.For(_seed, index, what: 2), person.Heart.IsBlunted, isIrregular: person.Heart.IsIrregular);
        var faults = FaultsOf(person, index);
        var swaps = Swaps.Where(swap => swap.First == index || swap.Second == index).Select(swap => swap.When);
        var strap = new VirtualStrap(person.Strap, person.Model, beats, [.. faults.OnTime, .. swaps], SeededNoise.For(_seed, index, what: 3), faults)
        {
            BatteryAtStart = SeededNoise.For(_seed, index, what: 5).NextWhole(LowestBattery, 101),
        };
        return new(heart, strap, person.Script.WorkAt, person.Panic);
    }

    /// <summary>The model's habits, the part's faults, and what happens to everybody at once.</summary>
    private FaultFlow FaultsOf(GymPerson person, int index)
    {
        FaultSpec[] own = [.. person.Model.Habits, .. person.Faults.Where(fault => fault.Kind != FaultKind.Swapped)];
        return new([.. own, .. _story.Faults], i => i < own.Length ? SeededNoise.For(_seed, index, what: 100 + i) : SeededNoise.For(_seed, Everybody, what: 100 + i - own.Length));
    }

    private GymAct? Acknowledge(AlertEvent alert)
    {
        for (var i = 0; i < _acknowledged.Length; i++)
        {
            var rule = _story.Staff!.Acknowledge[i];
            if ((rule.Code is not null && rule.Code != alert.Code) || Interlocked.Increment(ref _acknowledged[i]) > (rule.Times ?? int.MaxValue)) continue;
            return new(new AlertAcknowledged(_story.Staff.By) { Alert = alert.Id }, rule.After);
        }

        return null;
    }

    private void Tell(SecondTick tick, double speed)
    {
        if (tick.Second == 0) _clock = new(tick.At, speed);
        foreach (var (strap, fact) in FactsAt(tick.Second)) _facts.OnNext(new(strap, fact, tick.At));
    }

    private sealed record GymClock(DateTimeOffset Start, double Speed)
    {
        /// <summary>Thirty years, so that nothing overflows.</summary>
        private const double Longest = 1e9;

        internal int? SecondAt(DateTimeOffset at) =>
            Start == DateTimeOffset.MaxValue ? null : (int)Math.Clamp((at - Start).TotalSeconds * Speed, 0, Longest);
    }
}
