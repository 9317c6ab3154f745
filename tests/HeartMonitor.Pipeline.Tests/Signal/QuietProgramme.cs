using HeartMonitor.Core.Sessions;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Pipeline.Tests.Signal;

/// <summary>An ordinary three quarters of an hour on a treadmill, and what straps do in such a time.</summary>
internal sealed class QuietProgramme
{
    internal const int Seconds = 2_700;
    private const int WorkFrom = 300;
    private const int CoolDownFrom = 2_100;
    private const int RecoveryFrom = 2_400;

    private readonly List<(int From, double Mets)> _steps = [];

    internal QuietProgramme(QuietPerson who, SeededNoise noise)
    {
        Add(0, 0.2);
        for (var at = WorkFrom; at < CoolDownFrom - 60; at += noise.NextWhole(240, 600))
            Add(at, who.WorkFrom + ((who.WorkTo - who.WorkFrom) * noise.NextUniform()));
        Add(CoolDownFrom, 0.18);
        Add(RecoveryFrom, 0);
        void Add(int from, double fraction) => _steps.Add((from, Math.Round(who.Heart.MetsAt(fraction), 1)));
    }

    internal double MetsAt(int second) => _steps.Last(step => step.From <= second).Mets;

    /// <summary>What staff enter as a second begins.</summary>
    internal IEnumerable<SessionFact> FactsAt(int second)
    {
        SessionPhase? phase = second switch
        {
            0 => SessionPhase.WarmUp,
            WorkFrom => SessionPhase.Work,
            CoolDownFrom => SessionPhase.CoolDown,
            RecoveryFrom => SessionPhase.Recovery,
            _ => null,
        };
        if (phase is { } now) yield return new PhaseEntered(now);
        foreach (var (from, mets) in _steps)
            if (from == second) yield return new WorkloadSet { Mets = mets };
    }

    /// <summary>The trouble of an ordinary session: more than most have.</summary>
    internal static IReadOnlyList<StrapFault> Trouble(StrapProfile strap, SeededNoise noise)
    {
        var faults = new List<StrapFault>();
        if (noise.NextUniform() < 0.5) Come(5, 100, 15, 60, at => new DrySpike(at, Span(noise.NextWhole(2, 9)), noise.NextUniform() < 0.5));
        Come(60, Seconds, 300, 1_500, at => new Dropout(at, Span(noise.NextUniform() < 0.15 ? 60 : noise.NextUniform() < 0.5 ? 3 : 10)));
        Come(30, Seconds, 40, 240, at => new Ectopic(at));
        Come(30, Seconds, 80, 400, at => noise.NextUniform() < 0.5 ? new MissedBeat(at) : new ExtraBeat(at));
        Come(200, Seconds, 900, 6_000, at => new EctopicRun(at));
        if (strap == StrapProfile.Optical) Come(100, Seconds, 300, 1_500, at => new ZeroRun(at, Span(noise.NextWhole(3, 13))));
        else Come(100, Seconds, 400, 2_400, at => new ContactLost(at, Span(noise.NextWhole(4, 40)), noise.NextUniform() < 0.5));
        Come(200, Seconds, 1_200, 6_000, at => new DelayedBurst(at, Span(10)));
        return faults;

        void Come(int from, int until, int shortest, int longest, Func<TimeSpan, StrapFault> make)
        {
            for (var at = from + noise.NextWhole(0, longest); at < until; at += noise.NextWhole(shortest, longest)) faults.Add(make(Span(at)));
        }
    }

    private static TimeSpan Span(int seconds) => TimeSpan.FromSeconds(seconds);
}
