using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Simulator.Straps;

/// <summary>Rates, contact and intervals as a faulty strap would send them.</summary>
internal sealed class FaultyValues(StrapModel model, SeededNoise noise)
{
    /// <summary>domain-facts 9.4.</summary>
    private const double TableLowest = 60;
    private const double TableHighest = 110;
    private const int SpikeLowest = 180;
    private const int SpikeHighest = 230;

    /// <summary>Spread of the walk of a strap on a table, bpm a second. Ours.</summary>
    private const double TableStep = 3;

    /// <summary>What dry electrodes call intervals, ms. Ours: inside 30 to 240 bpm, so that no range check finds them.</summary>
    private const double GarbageShortest = 250;
    private const double GarbageLongest = 1_800;
    private const int MostGarbage = 3;

    private const double FillerMs = 500; // raw 512 (domain-facts 1.5)

    /// <summary>Spread of a count of steps, bpm. Ours: a step more or less.</summary>
    private const double CadenceSpread = 0.5;

    /// <summary>Flags of a chest strap that lost skin, and no rate: <c>14 00</c> as seen in the field (domain-facts 1.5).</summary>
    private static readonly byte[] ContactLostPacket = [0x14, 0x00];

    private readonly StrapProfile _profile = model.Profile;
    private double _tableBpm = 80;
    private int _lastBpm;
    private byte[] _lastBytes = [];
    private bool _wasBent;

    /// <summary>The leap of the rate, bpm, with which the present faults began.</summary>
    internal int Leap { get; private set; }

    internal SensorContact Contact(bool touches) => model.Contact switch
    {
        ContactHabit.Reports => touches ? SensorContact.Detected : SensorContact.NotDetected,
        ContactHabit.NotSupported => SensorContact.NotSupported,
        ContactHabit.StuckDetected => SensorContact.Detected,
        ContactHabit.StuckNotDetected => SensorContact.NotDetected,
    };

    internal static int Whole(double bpm) => (int)Math.Round(bpm, MidpointRounding.AwayFromZero);

    /// <summary>The packet that is sent in place of the one that was measured. A second without any such fault is what a strap freezes at.</summary>
    internal byte[] Bend(PacketDraft draft, IReadOnlyList<StrapFault> faults, TimeSpan time, double stepsPerMinute)
    {
        var bent = false;
        foreach (var fault in faults)
            if (fault.Holds(time)) bent |= Bend(draft, fault, time, stepsPerMinute);

        var bytes = draft.Encode(model);
        if (bent && !_wasBent) Leap = Math.Abs(draft.Bpm - _lastBpm);
        _wasBent = bent;
        if (!bent) (_lastBpm, _lastBytes) = (draft.Bpm, bytes);
        return bytes;
    }

    private bool Bend(PacketDraft draft, StrapFault fault, TimeSpan time, double stepsPerMinute)
    {
        switch (fault)
        {
            case ContactLost { Frozen: false } when _profile == StrapProfile.ChestWithContact:
                draft.Become(0, SensorContact.NotDetected);
                draft.Bytes = [.. ContactLostPacket];
                return true;
            case ContactLost:
                draft.Become(_lastBpm, Contact(touches: false));
                return true;
            case ZeroRun:
                draft.Become(0, Contact(touches: true));
                return true;
            case OffBody off:
                draft.Become(off.Since(time) >= off.ZeroAfter ? 0 : OnTheTable(), SensorContact.NotSupported);
                return true;
            case DrySpike spike when _profile != StrapProfile.Optical:
                draft.Become(noise.NextWhole(SpikeLowest, SpikeHighest + 1), draft.Contact);
                if (spike.WithIntervals) AddGarbage(draft);
                return true;
            case CadenceLock locked when _profile == StrapProfile.Optical && stepsPerMinute > 0:
                draft.Become(Whole((locked.Half ? stepsPerMinute / 2 : stepsPerMinute) + (CadenceSpread * noise.NextNormal())), draft.Contact);
                return true;
            case Stuck { WholePacket: true } when _lastBytes.Length > 0:
                (draft.Bpm, draft.Bytes) = (_lastBpm, _lastBytes);
                return true;
            case Stuck { WholePacket: false } when _lastBpm > 0:
                draft.Bpm = _lastBpm;
                return true;
            case RrFiller:
                for (var i = 0; i < draft.Intervals.Count; i++) draft.Intervals[i] = FillerMs;
                return false;
            case OverEmission when draft.Intervals.Count > 0:
                for (var i = 0; draft.Intervals.Count < OverEmission.Intervals; i++) draft.Intervals.Add(draft.Intervals[i]);
                return false;
            case StartOfWear when model.Intervals == IntervalHabit.Beats:
                draft.Intervals.Clear();
                AddGarbage(draft);
                return false;
            default:
                return false;
        }
    }

    private int OnTheTable()
    {
        _tableBpm = Math.Clamp(_tableBpm + (TableStep * noise.NextNormal()), TableLowest, TableHighest);
        return Whole(_tableBpm);
    }

    private void AddGarbage(PacketDraft draft)
    {
        var count = noise.NextWhole(1, MostGarbage + 1);
        for (var i = 0; i < count; i++) draft.Intervals.Add(GarbageShortest + (noise.NextUniform() * (GarbageLongest - GarbageShortest)));
    }
}
