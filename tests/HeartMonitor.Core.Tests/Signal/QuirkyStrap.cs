using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>
/// A living heart and a strap with habits: beats integrate time, and the strap sends what it makes of them (domain-facts 1.5, 9.3). Seeded.
/// </summary>
internal sealed record QuirkyStrap
{
    private const double SmoothedSeconds = 5; // domain-facts 9.3: the field is the mean of the last 5 s

    /// <summary>Which intervals a packet brings: all since the last one, the newest alone, or none.</summary>
    internal enum Rr
    {
        All,
        Newest,
        None,
    }

    internal int EveryMs { get; init; } = 1000;

    internal Rr Sends { get; init; }

    /// <summary>Intervals come in each so-manieth packet, up to <see cref="Most"/> at once; what is older is lost.</summary>
    internal int RrEvery { get; init; } = 1;

    internal int Most { get; init; } = 9;

    internal SensorContact Contact { get; init; } = SensorContact.Detected;

    internal bool Wide { get; init; }

    /// <summary>Energy in each so-manieth packet; 0 for never.</summary>
    internal int EnergyEvery { get; init; }

    /// <summary>How much later than due a packet may come, ms.</summary>
    internal int JitterMs { get; init; }

    /// <summary>Spread of the intervals of a rhythm that has no order, share of their length (domain-facts 9.3: 0.2).</summary>
    internal double Spread { get; init; }

    /// <summary>From the second minute on, lengths of the beats in turn, share of the usual one: early beats and their pauses. Empty for an even rhythm.</summary>
    internal IReadOnlyList<double> Ectopy { get; init; } = [];

    internal SensorClass Sensor { get; init; } = SensorClass.Chest;

    /// <summary>Rate of the heart, bpm, at seconds since the start.</summary>
    internal Func<double, double> Heart { get; init; } = Training;

    /// <summary>Rest, ten minutes of work with a time constant of 58 s (domain-facts 5.5), recovery.</summary>
    internal static double Training(double second) => second switch
    {
        < 60 => 72,
        < 660 => 72 + (70 * (1 - Math.Exp(-(second - 60) / 58))),
        _ => 90 + (52 * Math.Exp(-(second - 660) / 58)),
    };

    /// <summary>Packets of so many seconds, in the order of their stamps.</summary>
    internal List<(double Second, byte[] Packet)> Play(double seconds, int seed = 1)
    {
        var random = new Random(seed);
        var packets = new List<(double Second, byte[] Packet)>();
        var beats = Beats(seconds, random);
        var waiting = new Queue<double>();
        var (next, oldest, last, number) = (0, 0, 0.0, 0);
        for (var due = 1.0; due < seconds; due += EveryMs / 1000.0, number++)
        {
            for (; next < beats.Count && beats[next].At <= due; next++) waiting.Enqueue(beats[next].Rr);
            last = Math.Max(last, due + (random.NextDouble() * JitterMs / 1000));
            while (oldest < next && beats[oldest].At < due - SmoothedSeconds) oldest++;
            var recent = beats[oldest..next].Select(b => b.Rr).DefaultIfEmpty(60 / Heart(due)).Average();
            packets.Add((last, Encode((int)Math.Round(60 / recent), Intervals(waiting, number), number)));
        }

        return packets;
    }

    private RrInterval[] Intervals(Queue<double> waiting, int number)
    {
        if (Sends == Rr.None || number % RrEvery != 0) return [];
        while (waiting.Count > (Sends == Rr.Newest ? 1 : Most)) waiting.Dequeue();
        var intervals = new List<RrInterval>();
        while (waiting.TryDequeue(out var rr)) intervals.Add(RrInterval.FromMilliseconds(1000 * rr));
        return [.. intervals];
    }

    private byte[] Encode(int bpm, RrInterval[] rr, int number)
    {
        var narrow = HeartRateMeasurementCodec.Encode(
            HeartRate.FromBpm(bpm), Contact, rr, EnergyEvery > 0 && number % EnergyEvery == 0 ? (ushort)Math.Min(65535, number / 10) : null);
        return Wide ? [(byte)(narrow[0] | 1), narrow[1], 0, .. narrow[2..]] : narrow;
    }

    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>RR(t) = 60/HR + breath and pressure waves that shrink with the effort + noise (domain-facts 9.3).</summary>
    private List<(double At, double Rr)> Beats(double seconds, Random random)
    {
        var beats = new List<(double At, double Rr)>();
        for (var at = 0.0; at < seconds;)
        {
            var rate = Heart(at);
            var amplitude = rate < 90 ? 0.030 : rate < 130 ? 0.006 : 0.002;
            var rr = (60 / rate) + (amplitude * Math.Sin(0.2 * Math.PI * at)) + (amplitude * Math.Sin(0.5 * Math.PI * at)) + (0.003 * (random.NextDouble() - 0.5));
            if (Spread > 0) rr = Math.Max(0.3, 60 / rate * (1 + (Spread * Gaussian(random))));
            if (Ectopy.Count > 0 && at > 60) rr *= Ectopy[beats.Count % Ectopy.Count];
            at += rr;
            beats.Add((at, rr));
        }

        return beats;
    }
}
