using System.Reactive.Concurrency;
using System.Reactive.Subjects;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Gym;

/// <summary>Something that happened on the virtual gym floor, other than a packet.</summary>
/// <param name="Strap">Strap id of the person it is about.</param>
/// <param name="Fact">A workload.</param>
/// <param name="At">Stamp of the shared timer.</param>
public readonly record struct DemoFact(string Strap, SessionFact Fact, DateTimeOffset At);

/// <summary>
/// The gym floor that the product starts with: people in steady work from the first second on, three of eight judged by perceived exertion,
/// and within 90 seconds something for staff to see (<see cref="DemoRole"/>). Goes on for ever.
/// </summary>
/// <remarks>Safe to ask from any thread. One source at a time is meant to run: facts and answers follow the newest subscription.</remarks>
#pragma warning disable CA1001 // The subject holds no resource: its subscribers do, and they dispose of their own subscriptions.
public sealed class DemoGym
#pragma warning restore CA1001
{
    /// <summary>People have been at it for five minutes when the demo starts: no heart rate climbs from rest.</summary>
    private const int WarmedUpSeconds = 300;

    /// <summary>An answer is about the last minute.</summary>
    private const int FeltSeconds = 60;

    private readonly Subject<DemoFact> _facts = new();
    private readonly Dictionary<string, int> _indexes;
    private readonly int _seed;
    private volatile GymClock _clock = new(DateTimeOffset.MaxValue, 1);

    private DemoGym(IReadOnlyList<DemoPerson> people, int seed)
    {
        (People, _seed) = (people, seed);
        _indexes = people.Select((person, index) => (person.Strap, index)).ToDictionary(p => p.Strap, p => p.index, StringComparer.Ordinal);
    }

    /// <summary>Everybody, in the order of their straps.</summary>
    public IReadOnlyList<DemoPerson> People { get; }

    /// <summary>Workloads: everybody's at the start, then each as it changes. Hot: subscribe before the source.</summary>
    public IObservable<DemoFact> Facts => _facts;

    /// <summary>The demo's own people.</summary>
    /// <param name="people">1 to 500.</param>
    /// <param name="seed">Any; the same seed gives the same bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 500 people.</exception>
    public static DemoGym Create(int people, int seed) => Create(DemoPeople.First(people, seed), seed);

    /// <summary>People of a people file.</summary>
    /// <param name="bindings">Straps must differ.</param>
    /// <param name="seed">Any.</param>
    /// <param name="today">For ages out of dates of birth; null for 2026-01-01.</param>
    /// <exception cref="ArgumentException">A strap is bound twice.</exception>
    public static DemoGym Create(IReadOnlyList<DemoBinding> bindings, int seed, DateOnly? today = null) =>
        new(DemoCasting.Cast(bindings, today ?? new DateOnly(2026, 1, 1)), seed);

    /// <summary>A source of all straps; second 0 is the moment of its subscription.</summary>
    /// <param name="scheduler">Waits.</param>
    /// <param name="time">Stamps; null for the scheduler's clock.</param>
    /// <param name="speed">Simulated seconds per second, above 0.</param>
    public IHeartRateSource CreateSource(IScheduler scheduler, TimeProvider? time = null, double speed = 1) =>
        new SimulatedHeartRateSource(() => [.. People.Select(Wear)], scheduler, time, speed, tick => Tell(tick, speed));

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

    private VirtualWearer Wear(DemoPerson person, int index)
    {
        var heart = new HeartModel(person.Heart, SeededNoise.For(_seed, index, what: 1));
        var warm = person.Script.WorkAt(0);
        for (var second = 0; second < WarmedUpSeconds; second++) heart.Step(warm.Mets, warm.IsCycling);
        var beats = new BeatSeries(SeededNoise.For(_seed, index, what: 2), person.Heart.IsBlunted);
        var strap = new VirtualStrap(person.Strap, person.Profile, beats, person.Script.Faults, SeededNoise.For(_seed, index, what: 3));
        return new(heart, strap, person.Script.WorkAt);
    }

    private void Tell(SecondTick tick, double speed)
    {
        if (tick.Second == 0) _clock = new(tick.At, speed);
        foreach (var person in People)
            if (person.Script.StepsAt(tick.Second)) _facts.OnNext(new(person.Strap, person.Script.WorkloadAt(tick.Second), tick.At));
    }

    private sealed record GymClock(DateTimeOffset Start, double Speed)
    {
        /// <summary>Thirty years, so that nothing overflows.</summary>
        private const double Longest = 1e9;

        internal int? SecondAt(DateTimeOffset at) =>
            Start == DateTimeOffset.MaxValue ? null : (int)Math.Clamp((at - Start).TotalSeconds * Speed, 0, Longest);
    }
}
