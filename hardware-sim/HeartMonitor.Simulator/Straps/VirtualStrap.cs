using HeartMonitor.Core.Measurements;
using HeartMonitor.Simulator.Physiology;

namespace HeartMonitor.Simulator.Straps;

/// <summary>
/// A strap on a virtual person: once a second the bytes a real one would notify. Heart rate is 60000 / mean of the intervals of the last
/// 5 s; intervals are those of the beats that ended since the last packet. Faults may hold at the same time: each bends what the ones that
/// began before it left. Same seed, same bytes. Not thread-safe.
/// </summary>
/// <param name="device">Strap id.</param>
/// <param name="model">What it can tell.</param>
/// <param name="beats">The heart under it.</param>
/// <param name="faults">What goes wrong, by time.</param>
/// <param name="noise">For what faults invent.</param>
/// <param name="drawn">What goes wrong by rate; null for nothing.</param>
public sealed class VirtualStrap(
    string device, StrapModel model, BeatSeries beats, IReadOnlyList<StrapFault> faults, SeededNoise noise, FaultFlow? drawn = null)
{
    private const double SmoothedSeconds = 5;
    private const double CrossCheckShare = 0.15;

    /// <summary>Bytes of a packet at the smallest ATT MTU (domain-facts 1.2).</summary>
    private const int MostBytes = 20;

    /// <summary>Intervals whose mean an optical strap sends in place of each. Ours: "heavily smoothed" (domain-facts 1.5).</summary>
    private const int SmoothedIntervals = 8;

    /// <summary>ATT answers of the control point (domain-facts 1.1).</summary>
    private const byte ResetEnergy = 0x01;
    private const byte ControlPointNotSupported = 0x80;

    private readonly List<Beat> _fresh = [];
    private readonly Queue<Beat> _recent = new();
    private readonly Queue<double> _heart = new();
    private readonly BeatFaults _beatFaults = new(faults);
    private readonly StrapProfile _profile = model.Profile;
    private readonly FaultyValues _values = new(model, noise);
    private readonly PacketDraft _draft = new();
    private readonly List<byte[]> _held = [];
    private readonly FaultCalendar _calendar = new(faults, drawn);
    private readonly BatteryDrain? _drain = faults.OfType<BatteryDrain>().FirstOrDefault();
    private readonly EnergyMeter? _energy = model.Energy ? new() : null;
    private readonly Queue<double> _unsent = new();
    private readonly Queue<double> _smoothed = new();
    private IReadOnlyList<StrapFault> _faults = [];
    private double _lostFor;
    private int _offFor;
    private int _second;

    /// <summary>The plain strap of a class.</summary>
    public VirtualStrap(string device, StrapProfile profile, BeatSeries beats, IReadOnlyList<StrapFault> faults, SeededNoise noise)
        : this(device, StrapModel.Plain(profile), beats, faults, noise)
    {
    }

    /// <summary>Strap id that it sends under now.</summary>
    public string Device { get; private set; } = device;

    /// <summary>What kind of strap it is: body location, links that it allows.</summary>
    public StrapModel Model => model;

    /// <summary>Characteristic 0x2A19 now, percent; null when it has none.</summary>
    public int? BatteryPercent => BatteryAt(TimeSpan.FromSeconds(_second));

    /// <summary>How full the battery is at the start, percent.</summary>
    public double BatteryAtStart { get; init; } = 100;

    /// <summary>Energy expended at the start, kJ; nothing where the model tells none.</summary>
    public double EnergyAtStartKj
    {
        init => _energy = model.Energy ? new(value) : null;
    }

    /// <summary>A write to characteristic 0x2A39.</summary>
    /// <returns>0 when it was done, else the ATT error: 0x80 for a value other than 1, or a strap that does not tell energy.</returns>
    public byte WriteControlPoint(byte value)
    {
        if (value != ResetEnergy || _energy is null) return ControlPointNotSupported;
        _energy.Reset();
        return 0;
    }

    /// <summary>One second of wearing.</summary>
    /// <param name="bpm">Heart rate during it.</param>
    /// <param name="fraction">Effort, 0 to 1.</param>
    /// <param name="stepsPerMinute">Steps of the wearer; 0 while there are none.</param>
    public StrapSecond Tick(double bpm, double fraction, double stepsPerMinute = 0)
    {
        var time = TimeSpan.FromSeconds(_second++);
        foreach (var fault in _calendar.Draw(time))
            if (fault is BeatFault beat) _beatFaults.Add(beat);
        _faults = _calendar.At(time);
        Beat(bpm, fraction);
        var packet = Measure(time, bpm, stepsPerMinute);
        var heart = _heart.Average();
        _offFor = Math.Abs(_draft.Bpm - heart) > CrossCheckShare * _draft.Bpm ? _offFor + 1 : 0;
        var moment = new FaultMoment(time, _profile, heart, _draft.Bpm, TimeSpan.FromSeconds(_offFor), _values.Leap);
        var truth = SecondTruth.Clean;
        foreach (var fault in _faults) truth = truth.And(fault.Truth(moment));
        return Send(time, packet) with
        {
            Truth = truth,
            HeartBpm = heart,
            StampOffset = Find<ClockJump>(time)?.By ?? TimeSpan.Zero,
            BatteryPercent = BatteryAt(time),
        };
    }

    /// <summary>A drain that a story asks for, else the model's own hours.</summary>
    private int? BatteryAt(TimeSpan time) => _drain is { } drain ? drain.PercentAt(time)
        : model.BatteryHours is { } hours ? (int)Math.Ceiling(Math.Max(0, BatteryAtStart - (100 * time.TotalHours / hours)))
        : null;

    private void Beat(double bpm, double fraction)
    {
        _energy?.Spend(fraction);
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
        _draft.EnergyKj = _energy?.OfNextPacket();
        AddIntervals();
        return _values.Bend(_draft, _faults, time, stepsPerMinute);
    }

    /// <summary>Intervals of the beats since the last packet with intervals; those that do not fit wait for the next.</summary>
    private void AddIntervals()
    {
        if (model.Intervals == IntervalHabit.None) return;
        foreach (var beat in _fresh) _unsent.Enqueue(model.Intervals == IntervalHabit.Smoothed ? Smooth(beat.RrMs) : beat.RrMs);
        if (_second % model.IntervalsEvery != 0) return;
        var header = (model.WideRate ? 3 : 2) + (_draft.EnergyKj is null ? 0 : 2);
        while (_draft.Intervals.Count < (MostBytes - header) / 2 && _unsent.TryDequeue(out var interval)) _draft.Intervals.Add(interval);
    }

    private double Smooth(double intervalMs)
    {
        _smoothed.Enqueue(intervalMs);
        if (_smoothed.Count > SmoothedIntervals) _smoothed.Dequeue();
        return _smoothed.Average();
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
