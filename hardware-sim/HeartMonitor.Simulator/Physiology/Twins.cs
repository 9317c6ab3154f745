namespace HeartMonitor.Simulator.Physiology;

/// <summary>One minute of two people who are the same but for a beta-blocker, and do the same work.</summary>
/// <param name="Minute">Minutes since the start, from 1.</param>
/// <param name="Mets">Gross METs of both.</param>
/// <param name="FreeBpm">Heart rate without the medicine, mean of the minute's last 30 s.</param>
/// <param name="FreeRpe">What that one answers, asked at its end about the minute.</param>
/// <param name="BlockedBpm">With the medicine.</param>
/// <param name="BlockedRpe">Its answer.</param>
public readonly record struct TwinMinute(int Minute, double Mets, double FreeBpm, int FreeRpe, double BlockedBpm, int BlockedRpe)
{
    /// <summary>bpm between the two.</summary>
    public double Apart => FreeBpm - BlockedBpm;
}

/// <summary>
/// The unmedicated and the beta-blocked twin of domain-facts 9.2: the same capacity, so that the same work is the same fraction of reserve;
/// both feel the same, and their hearts differ.
/// </summary>
public static class Twins
{
    private const int MinuteSeconds = 60;
    private const int AveragedSeconds = 30;

    /// <summary>Fractions of reserve, five minutes each. Ours: an easy spell, then moderate to vigorous work, where heart rates are 25 to 45 bpm apart.</summary>
    private static readonly double[] Steps = [0.25, 0.5, 0.65, 0.8];

    /// <summary>Minutes of one step.</summary>
    public const int StepMinutes = 5;

    /// <summary>Both minute by minute. A selective blocker: a non-selective one would add one step of RPE (domain-facts 9.2).</summary>
    /// <param name="seed">Of noise and answers; both draw the same.</param>
    /// <param name="sinceDose">Time since the blocker was taken.</param>
    public static IReadOnlyList<TwinMinute> Compare(int seed, TimeSpan sinceDose)
    {
        var free = new Twin(Presets.Unmedicated, seed);
        var blocked = new Twin(new Blockade().On(Presets.Unmedicated, sinceDose), seed);
        var minutes = new List<TwinMinute>();
        foreach (var mets in Steps.Select(Presets.Unmedicated.MetsAt))
            for (var i = 0; i < StepMinutes; i++)
            {
                var (a, b) = (free.Live(mets), blocked.Live(mets));
                minutes.Add(new(minutes.Count + 1, mets, a.Bpm, a.Rpe, b.Bpm, b.Rpe));
            }

        return minutes;
    }

    private sealed class Twin(VirtualPerson who, int seed)
    {
        private readonly HeartModel _heart = new(who, SeededNoise.For(seed, 1));
        private readonly SeededNoise _answers = SeededNoise.For(seed, 2);
        private readonly PerceivedExertion _exertion = new();

        internal (double Bpm, int Rpe) Live(double mets)
        {
            double sum = 0;
            for (var second = 0; second < MinuteSeconds; second++)
            {
                var bpm = _heart.Step(mets);
                if (second >= MinuteSeconds - AveragedSeconds) sum += bpm;
            }

            return (sum / AveragedSeconds, _exertion.Rate(who.FractionAt(mets), _answers));
        }
    }
}
