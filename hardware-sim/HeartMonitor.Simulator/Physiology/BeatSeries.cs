namespace HeartMonitor.Simulator.Physiology;

/// <summary>A heartbeat: when it came, and the interval it ended.</summary>
/// <param name="AtSeconds">Seconds since the start.</param>
/// <param name="RrMs">Milliseconds.</param>
public readonly record struct Beat(double AtSeconds, double RrMs);

/// <summary>
/// Beats out of a heart rate (domain-facts 9.3): <c>60/HR + LF swing at 0.1 Hz + HF swing at breathing rate + N(0, s)</c>. The swings
/// shrink with effort. An irregular heart has no swing: its intervals are normal around the mean with a fifth of it, as in domain-facts 9.3.
/// </summary>
public sealed class BeatSeries(SeededNoise noise, bool isBlunted = false, double jitterMs = 2, bool isIrregular = false)
{
    /// <summary>A beat faster or slower than this is outside what the model can mean.</summary>
    private const double ShortestMs = 240;
    private const double LongestMs = 2_200;

    private const double LowFrequencyHz = 0.1;

    private readonly double _hfAtRest = isBlunted ? 1.2 : 1.0;
    private double _lfPhase = noise.NextUniform() * Math.Tau;
    private double _hfPhase = noise.NextUniform() * Math.Tau;
    private double _last;
    private double _next = double.NaN;

    /// <summary>Beats that come up to <paramref name="untilSeconds"/>, at the given rate and effort. Time only goes forward.</summary>
    /// <param name="untilSeconds">Seconds since the start.</param>
    /// <param name="bpm">Heart rate until then.</param>
    /// <param name="fraction">Effort, 0 to 1.</param>
    /// <param name="beats">Gets the beats added.</param>
    public void Advance(double untilSeconds, double bpm, double fraction, ICollection<Beat> beats)
    {
        if (double.IsNaN(_next)) _next = _last + (Interval(bpm, fraction) / 1000);
        while (_next <= untilSeconds)
        {
            beats.Add(new(_next, (_next - _last) * 1000));
            _last = _next;
            _next = _last + (Interval(bpm, fraction) / 1000);
        }
    }

    /// <summary>Swing at an effort, ms: 30 at rest, 6 at half, 2 from 0.85 on.</summary>
    public static double SwingMs(double fraction) => fraction switch
    {
        <= 0 => 30,
        < 0.5 => 30 - (24 * fraction / 0.5),
        < 0.85 => 6 - (4 * (fraction - 0.5) / 0.35),
        _ => 2,
    };

    /// <summary>Breathing, Hz: 0.25 at rest, 0.5 at half effort, 0.6 at the top.</summary>
    public static double BreathingHz(double fraction) => fraction < 0.5 ? 0.25 + (0.5 * fraction) : 0.5 + (0.2 * (fraction - 0.5));

    /// <summary>Intervals without any pattern, as in atrial fibrillation: normal around the mean with a fifth of it, floored at 300 ms.</summary>
    public static double IrregularMs(SeededNoise noise, double meanMs = 600) => Math.Max(300, meanMs * (1 + (0.2 * noise.NextNormal())));

    private double Interval(double bpm, double fraction)
    {
        if (isIrregular) return IrregularMs(noise, 60_000 / bpm);
        var swing = SwingMs(fraction);
        var restingShare = 1 + ((_hfAtRest - 1) * (1 - Math.Min(1, fraction)));
        var ms = (60_000 / bpm)
            + (swing * Math.Sin(_lfPhase))
            + (swing * restingShare * Math.Sin(_hfPhase))
            + (jitterMs * noise.NextNormal());
        ms = Math.Clamp(ms, ShortestMs, LongestMs);
        _lfPhase = (_lfPhase + (Math.Tau * LowFrequencyHz * ms / 1000)) % Math.Tau;
        _hfPhase = (_hfPhase + (Math.Tau * BreathingHz(fraction) * ms / 1000)) % Math.Tau;
        return ms;
    }
}
