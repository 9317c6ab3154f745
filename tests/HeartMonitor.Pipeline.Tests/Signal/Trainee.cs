using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;

namespace HeartMonitor.Pipeline.Tests.Signal;

/// <summary>Whose heart it is.</summary>
internal enum HeartKind
{
    Own,

    /// <summary>A pacemaker with a motion sensor sets the rate, in steps of 5 bpm.</summary>
    Paced,

    /// <summary>No interval is like the one before it.</summary>
    Irregular,
}

/// <summary>
/// Somebody drawn from a seed who works in steps as hard as they come: from standing to nearly all out and back, so that what a heart can
/// really do (2 to 4 bpm/s, domain-facts 5.1) is among the seconds without a fault.
/// </summary>
internal sealed class Trainee
{
    internal const int WarmUpSeconds = 60;

    private static readonly double[] Fractions = [0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 0.9, 0];
    private static readonly int[] RiseSeconds = [22, 30, 45, 60];

    private readonly List<(int From, Work Work)> _steps = [];

    internal Trainee(int seed, int seconds, bool onFoot, HeartKind kind = HeartKind.Own)
    {
        var noise = SeededNoise.For(seed, 1);
        var blunted = noise.NextUniform() < 0.25;
        var rest = noise.NextWhole(54, 82);
        var rise = RiseSeconds[noise.NextWhole(0, RiseSeconds.Length)];
        Heart = new()
        {
            RestingHr = rest,
            PeakHr = blunted ? rest + noise.NextWhole(45, 65) : noise.NextWhole(150, 186),
            PeakMet = noise.NextWhole(6, 11),
            TauOn = TimeSpan.FromSeconds(rise),
            DeadTime = TimeSpan.FromSeconds(rise < 30 ? 2 : 5),
            SplitsFall = noise.NextUniform() < 0.5,
            NoiseBpm = 1 + noise.NextUniform(),
            IsBlunted = blunted,
        };
        Person = new()
        {
            Id = "p_" + seed,
            Age = noise.NextWhole(24, 75),
            RestingHr = rest,
            BodyMassKg = noise.NextWhole(55, 100),
            Medications = blunted ? [new() { Atc = "C07AB02", Name = "metoprolol" }] : [],
        };
        if (kind == HeartKind.Paced)
        {
            Heart = Heart with { PeakHr = Math.Min(Heart.PeakHr, 130), PacedStepBpm = 5, NoiseBpm = 0, TauOn = TimeSpan.FromSeconds(10), TauOff = TimeSpan.FromSeconds(30) };
            Person = Person with { Conditions = [new() { Code = "pacemaker", Mode = "VVIR", UpperRate = 130 }] };
        }
        else if (kind == HeartKind.Irregular)
        {
            Heart = Heart with { IsIrregular = true };
            Person = Person with { Conditions = [new() { Code = "atrial-fibrillation" }] };
        }

        Plan(noise, seconds, onFoot);
    }

    internal VirtualPerson Heart { get; }

    internal Participant Person { get; }

    internal Work WorkAt(int second) => _steps.Last(step => step.From <= second).Work;

    /// <summary>The workload that begins with a second; null when none does.</summary>
    internal WorkloadSet? WorkloadAt(int second)
    {
        foreach (var (from, work) in _steps)
            if (from == second) return new() { Mets = work.Mets, StepsPerMinute = work.StepsPerMinute > 0 ? work.StepsPerMinute : null };
        return null;
    }

    private void Plan(SeededNoise noise, int seconds, bool onFoot)
    {
        Add(0, 0.2);
        for (var at = WarmUpSeconds; at < seconds; at += noise.NextWhole(40, 150)) Add(at, Fractions[noise.NextWhole(0, Fractions.Length)]);

        void Add(int from, double fraction) =>
            _steps.Add((from, new(Heart.MetsAt(fraction), StepsPerMinute: onFoot && fraction > 0 ? noise.NextWhole(120, 181) : 0)));
    }
}
