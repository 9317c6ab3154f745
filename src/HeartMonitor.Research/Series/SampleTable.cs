using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Research.Series;

/// <summary>The packets of a session as they are read, and their two tables.</summary>
internal sealed class SampleTable
{
    private readonly List<StoredPacket> _packets = [];

    internal void Add(long n, DateTimeOffset at, SignalLabel label, ReadOnlyMemory<byte> packet)
    {
        var repeats = label.Reasons.HasFlag(SignalReasons.Duplicate) && _packets.FindLast(p => !p.IsRepeat) is { } before && before.Packet.Span.SequenceEqual(packet.Span);
        _packets.Add(new(n, at, label, packet, HeartRateMeasurementCodec.Decode(packet).Measurement, repeats));
    }

    /// <summary>Packets by time, those of one instant as they came.</summary>
    internal IReadOnlyList<StoredPacket> InTime() => [.. _packets.OrderBy(p => p.At).ThenBy(p => p.N)];
}

/// <summary>One packet as stored.</summary>
/// <param name="N">Position in the journal.</param>
/// <param name="At">Its stamp.</param>
/// <param name="Label">What the gate said then.</param>
/// <param name="Packet">Its bytes.</param>
/// <param name="Measurement">Decoded; empty where it cannot be.</param>
/// <param name="IsRepeat">The packet before once more, byte for byte: its beats are those.</param>
internal sealed record StoredPacket(
    long N, DateTimeOffset At, SignalLabel Label, ReadOnlyMemory<byte> Packet, HeartRateMeasurement Measurement, bool IsRepeat)
{
    internal SeriesSample AsSample(double t, int strap) => new(
        At,
        t,
        Measurement.HeartRate.IsReading ? Measurement.HeartRate.Bpm : null,
        Measurement.Contact,
        Label,
        strap,
        Measurement.EnergyKj,
        N);

    internal bool IsOffSkin => SeriesSample.IsOffSkin(Label, Measurement.Contact);

    internal long AtMicroseconds => At.ToUnixMicroseconds();
}
