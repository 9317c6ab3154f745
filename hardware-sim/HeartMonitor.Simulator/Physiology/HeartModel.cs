namespace HeartMonitor.Simulator.Physiology;

/// <summary>
/// Heart rate of a <see cref="VirtualPerson"/> second by second. Exact for work that changes on whole seconds. Never outside
/// resting - 15 to peak + 5 bpm.
/// </summary>
public sealed class HeartModel
{
    private const double NoisePhi = 0.9;
    private const double DriftFraction = 0.3;
    private const int DriftFreeSeconds = 600;

    private readonly VirtualPerson _person;
    private readonly SeededNoise _noise;
    private readonly Queue<double> _inTransit;
    private readonly SplitFall _fall = new();
    private double _excessNoise;
    private double _underlying;
    private int _driftingSeconds;

    /// <summary>A person at rest.</summary>
    public HeartModel(VirtualPerson person, SeededNoise noise)
    {
        _person = person;
        _noise = noise;
        _inTransit = new(Enumerable.Repeat(0.0, (int)person.DeadTime.TotalSeconds));
        _underlying = person.RestingHr;
        Bpm = person.RestingHr;
    }

    /// <summary>Heart rate now.</summary>
    public double Bpm { get; private set; }

    /// <summary>Fraction of reserve that the work of now asks for, without the dead time, 0 to 1.</summary>
    public double Fraction { get; private set; }

    /// <summary>One second of work.</summary>
    /// <param name="mets">Gross METs during that second, 1 at rest.</param>
    /// <param name="cycling">On a cycle, where a motion sensor sees little.</param>
    /// <returns>Heart rate at the end of the second, bpm.</returns>
    public double Step(double mets, bool cycling = false)
    {
        Fraction = _person.FractionAt(mets);
        _inTransit.Enqueue(Fraction * (cycling ? _person.CyclingGain : 1));
        var felt = _inTransit.Dequeue();

        _driftingSeconds = felt > DriftFraction ? _driftingSeconds + 1 : 0;
        var drift = _person.DriftPerMinute * Math.Max(0, _driftingSeconds - DriftFreeSeconds) / 60;
        Approach(Paced(_person.RestingHr + ((_person.PeakHr - _person.RestingHr) * felt) + drift));

        var innovation = _person.NoiseBpm * Math.Sqrt(1 - (NoisePhi * NoisePhi));
        _excessNoise = (NoisePhi * _excessNoise) + (innovation * _noise.NextNormal());
        Bpm = Bounded(_underlying + _excessNoise);
        return Bpm;
    }

    /// <summary>What this heart can do at most and at least, whatever drives it: resting - 15 to peak + 5 (domain-facts 9.2).</summary>
    public double Bounded(double bpm) => Math.Clamp(bpm, _person.RestingHr - 15, _person.PeakHr + 5);

    private void Approach(double target)
    {
        if (_person.SplitsFall && target < _underlying)
        {
            _underlying = target + _fall.Decay(_underlying - target);
            return;
        }

        _fall.Forget();
        var tau = target > _underlying ? _person.TauOn : _person.TauOff;
        _underlying += (target - _underlying) * (1 - Math.Exp(-1 / tau.TotalSeconds));
    }

    private double Paced(double target) => _person.PacedStepBpm == 0
        ? target
        : Math.Min(_person.PeakHr, Math.Round(target / _person.PacedStepBpm) * _person.PacedStepBpm);
}
