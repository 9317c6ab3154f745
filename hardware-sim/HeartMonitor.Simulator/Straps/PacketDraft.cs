using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Simulator.Straps;

/// <summary>A packet before it is bytes: what the faults of a second bend, one after the other. Reused from second to second.</summary>
internal sealed class PacketDraft
{
    internal int Bpm { get; set; }

    internal SensorContact Contact { get; set; }

    /// <summary>Milliseconds.</summary>
    internal List<double> Intervals { get; } = [];

    /// <summary>Bytes that are sent as they are, whatever stands beside them; null to encode.</summary>
    internal byte[]? Bytes { get; set; }

    internal void Begin(int bpm, SensorContact contact)
    {
        (Bpm, Contact, Bytes) = (bpm, contact, null);
        Intervals.Clear();
    }

    internal void Become(int bpm, SensorContact contact)
    {
        (Bpm, Contact) = (bpm, contact);
        Intervals.Clear();
    }

    internal byte[] Encode()
    {
        if (Bytes is { } bytes) return bytes;
        Span<RrInterval> intervals = stackalloc RrInterval[Intervals.Count];
        for (var i = 0; i < intervals.Length; i++) intervals[i] = RrInterval.FromMilliseconds(Intervals[i]);
        return HeartRateMeasurementCodec.Encode(Bpm == 0 ? HeartRate.None : HeartRate.FromBpm(Bpm), Contact, intervals);
    }
}
