using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Simulator.Straps;

/// <summary>A packet before it is bytes: what the faults of a second bend, one after the other. Reused from second to second.</summary>
internal sealed class PacketDraft
{
    private const byte WideFlag = 0b0000_0001;
    private const byte IntervalsFlag = 0b0001_0000;

    internal int Bpm { get; set; }

    internal SensorContact Contact { get; set; }

    /// <summary>Milliseconds.</summary>
    internal List<double> Intervals { get; } = [];

    /// <summary>Energy expended, kJ; null for a packet without.</summary>
    internal ushort? EnergyKj { get; set; }

    /// <summary>Bytes that are sent as they are, whatever stands beside them; null to encode.</summary>
    internal byte[]? Bytes { get; set; }

    internal void Begin(int bpm, SensorContact contact)
    {
        (Bpm, Contact, Bytes, EnergyKj) = (bpm, contact, null, null);
        Intervals.Clear();
    }

    internal void Become(int bpm, SensorContact contact)
    {
        (Bpm, Contact) = (bpm, contact);
        Intervals.Clear();
    }

    internal byte[] Encode(StrapModel model)
    {
        if (Bytes is { } bytes) return bytes;
        Span<RrInterval> intervals = stackalloc RrInterval[Intervals.Count];
        for (var i = 0; i < intervals.Length; i++) intervals[i] = RrInterval.FromMilliseconds(Intervals[i]);
        bytes = HeartRateMeasurementCodec.Encode(Bpm == 0 ? HeartRate.None : HeartRate.FromBpm(Bpm), Contact, intervals, EnergyKj);
        if (model.AlwaysFlagsIntervals) bytes[0] |= IntervalsFlag;
        return model.WideRate && (bytes[0] & WideFlag) == 0 ? [(byte)(bytes[0] | WideFlag), bytes[1], 0, .. bytes.AsSpan(2)] : bytes;
    }
}
