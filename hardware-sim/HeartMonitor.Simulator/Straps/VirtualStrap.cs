using HeartMonitor.Core.Measurements;
using HeartMonitor.Simulator.Physiology;

namespace HeartMonitor.Simulator.Straps;

/// <summary>
/// A strap on a virtual person: once a second the bytes a real one would notify. Heart rate is 60000 / mean of the intervals of the last
/// 5 s; intervals are those of the beats that ended since the last packet. Faults may hold at the same time: each bends what the ones that
/// began before it left. Same seed, same bytes. Not thread-safe.
/// </summary>
public sealed class VirtualStrap(string device, StrapProfile profile, BeatSeries beats, IReadOnlyList<StrapFault> faults, SeededNoise noise)
{
    private const double SmoothedSeconds = 5;
    private const double CrossCheckShare = 0.15;

    private readonly List<Beat> _fresh = [];
    private readonly Queue<Beat> _recent = new();
    private readonly Queue<double> _heart = new();
    private readonly BeatFaults _beatFaults = new(faults);
    private readonly FaultyValues _values = new(profile, noise);
    private readonly PacketDraft _draft = new();
    private readonly List<byte[]> _held = [];
    private readonly FaultCalendar _calendar = new(faults);
    private readonly BatteryDrain? _battery = faults.OfType<BatteryDrain>().FirstOrDefault();
    private IReadOnlyList<StrapFault> _faults = [];
    private double _lostFor;
    private int _offFor;
    private int _second;

    /// <summary>Strap id that it sends under now.</summary>
    public string Device { get; private set; } = device;

    /// <summary>One second of wearing.</summary>
    /// <param name="bpm">Heart rate during it.</param>
    /// <param name="fraction">Effort, 0 to 1.</param>
    /// <param name="stepsPerMinute">Steps of the wearer; 0 while there are none.</param>
    public StrapSecond Tick(double bpm, double fraction, double stepsPerMinute = 0)
    {
        var time = TimeSpan.FromSeconds(_second++);
        _faults = _calendar.At(time);
        Beat(bpm, fraction);
        var packet = Measure(time, bpm, stepsPerMinute);
        var heart = _heart.Average();
        _offFor = Math.Abs(_draft.Bpm - heart) > CrossCheckShare * _draft.Bpm ? _offFor + 1 : 0;
        var moment = new FaultMoment(time, profile, heart, _draft.Bpm, TimeSpan.FromSeconds(_offFor), _values.Leap);
        var truth = SecondTruth.Clean;
        foreach (var fault in _faults) truth = truth.And(fault.Truth(moment));
        return Send(time, packet) with
        {
            Truth = truth,
            HeartBpm = heart,
            StampOffset = Find<ClockJump>(time)?.By ?? TimeSpan.Zero,
            BatteryPercent = _battery?.PercentAt(time),
        };
    }

    private void Beat(double bpm, double fraction)
    {
        _heart.Enqueue(bpm);
        if (_heart.Count > SmoothedSeconds) _heart.Dequeue();
        _fresh.Clear();
        beats.Advance(_second, bpm, fraction, _fresh);
        _beatFaults.Apply(_fresh);
        foreach (var beat in _fresh) _recent.Enqueue(beat);
        while (_recent.Count > 0 && _recent.Peek().AtSeconds <= _second - SmoothedSeconds) _recent.Dequeue();
    }

    private byte[] Measure(TimeSpan time, double bpm, double stepsPerMinute)
    {
        var rate = _recent.Count == 0 ? bpm : 60_000 / _recent.Average(beat => beat.RrMs);
        _draft.Begin(FaultyValues.Whole(rate), _values.Contact(touches: true));
        if (profile != StrapProfile.Optical)
            foreach (var beat in _fresh) _draft.Intervals.Add(beat.RrMs);
        return _values.Bend(_draft, _faults, time, stepsPerMinute);
    }

    /// <summary>What the link makes of a packet.</summary>
    private StrapSecond Send(TimeSpan time, byte[] packet)
    {
        if (Find<Dropout>(time) is not null || Find<AddressChange>(time) is not null) return Silence();

        var link = _lostFor > Dropout.SupervisionTimeout.TotalSeconds ? StrapLink.Returned : StrapLink.Unchanged;
        _lostFor = 0;
        foreach (var fault in _faults)
            if (fault is AddressChange change && fault.Since(time) is not null) Device = change.Address;

        _held.Add(packet);
        if (Find<DuplicatedPackets>(time) is not null) _held.Add(packet);
        if (Find<DelayedBurst>(time) is { } burst && burst.Holds(time + TimeSpan.FromSeconds(1))) return new(link, [], default, 0);

        byte[][] packets = [.. _held];
        _held.Clear();
        return new(link, packets, default, 0);
    }

    private StrapSecond Silence()
    {
        _lostFor++;
        var justLost = (int)_lostFor == (int)Dropout.SupervisionTimeout.TotalSeconds + 1;
        return new(justLost ? StrapLink.Lost : StrapLink.Unchanged, [], default, 0);
    }

    private T? Find<T>(TimeSpan time)
        where T : StrapFault
    {
        foreach (var fault in _faults)
            if (fault is T found && found.Holds(time)) return found;
        return null;
    }
}
