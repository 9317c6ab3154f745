using HeartMonitor.Core.Measurements;
using HeartMonitor.Simulator.Physiology;

namespace HeartMonitor.Simulator.Straps;

/// <summary>
/// A strap on a virtual person: once a second the bytes a real one would notify. Heart rate is 60000 / mean of the intervals of the last
/// 5 s; intervals are those of the beats that ended since the last packet. Same seed, same bytes. Not thread-safe.
/// </summary>
public sealed class VirtualStrap(string device, StrapProfile profile, BeatSeries beats, IReadOnlyList<StrapFault> faults, SeededNoise noise)
{
    private const double SmoothedSeconds = 5;

    /// <summary>Flags of a chest strap that lost skin, and no rate: <c>14 00</c> as seen in the field (domain-facts 1.5).</summary>
    private static readonly byte[] ContactLostPacket = [0x14, 0x00];

    private readonly List<Beat> _fresh = [];
    private readonly Queue<Beat> _recent = new();
    private readonly BeatFaults _beatFaults = new(faults);
    private double _tableBpm = 80;
    private int _lastSent;
    private double _lostFor;
    private int _second;

    public string Device => device;

    /// <summary>One second of wearing.</summary>
    /// <param name="bpm">Heart rate during it.</param>
    /// <param name="fraction">Effort, 0 to 1.</param>
    public StrapSecond Tick(double bpm, double fraction)
    {
        var time = TimeSpan.FromSeconds(_second++);
        _fresh.Clear();
        beats.Advance(_second, bpm, fraction, _fresh);
        _beatFaults.Apply(_fresh);
        foreach (var beat in _fresh) _recent.Enqueue(beat);
        while (_recent.Count > 0 && _recent.Peek().AtSeconds <= _second - SmoothedSeconds) _recent.Dequeue();

        var fault = FaultAt(time);
        if (fault is Dropout) return Silence();

        var returned = _lostFor > Dropout.SupervisionTimeout.TotalSeconds ? StrapLink.Returned : StrapLink.Unchanged;
        _lostFor = 0;
        return new(returned, fault is null ? Worn(bpm) : Faulty(fault));
    }

    private StrapFault? FaultAt(TimeSpan time)
    {
        foreach (var fault in faults)
            if (fault.Holds(time)) return fault;
        return null;
    }

    private StrapSecond Silence()
    {
        _lostFor++;
        var justLost = (int)_lostFor == (int)Dropout.SupervisionTimeout.TotalSeconds + 1;
        return new(justLost ? StrapLink.Lost : StrapLink.Unchanged, null);
    }

    private byte[] Worn(double bpm)
    {
        _lastSent = _recent.Count == 0 ? Whole(bpm) : Whole(60_000 / _recent.Average(beat => beat.RrMs));
        Span<RrInterval> intervals = stackalloc RrInterval[profile == StrapProfile.Optical ? 0 : _fresh.Count];
        for (var i = 0; i < intervals.Length; i++) intervals[i] = RrInterval.FromMilliseconds(_fresh[i].RrMs);
        return HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(_lastSent), Contact(true), intervals);
    }

    private byte[] Faulty(StrapFault fault) => fault switch
    {
        ContactLost { Frozen: false } when profile == StrapProfile.ChestWithContact => [.. ContactLostPacket],
        ContactLost => HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(_lastSent), Contact(false), []),
        OffBody => HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(OnTheTable()), SensorContact.NotSupported, []),
        _ => HeartRateMeasurementCodec.Encode(HeartRate.None, Contact(true), []),
    };

    private int OnTheTable()
    {
        _tableBpm = Math.Clamp(_tableBpm + (3 * noise.NextNormal()), 60, 110);
        return Whole(_tableBpm);
    }

    private SensorContact Contact(bool touches) => profile switch
    {
        StrapProfile.ChestWithContact => touches ? SensorContact.Detected : SensorContact.NotDetected,
        StrapProfile.ChestWithoutContact or StrapProfile.Optical => SensorContact.NotSupported,
    };

    private static int Whole(double bpm) => (int)Math.Round(bpm, MidpointRounding.AwayFromZero);
}
