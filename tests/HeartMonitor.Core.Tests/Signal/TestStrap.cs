using System.Buffers.Binary;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>A strap on a gate: packets at seconds since the start.</summary>
internal sealed class TestStrap(RuleOptions? rules = null)
{
    internal static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    internal SignalGate Gate { get; } = new(rules ?? new RuleOptions());

    internal static DateTimeOffset At(double second) => Start.AddSeconds(second);

    /// <summary>A packet with these intervals, ms.</summary>
    internal GateVerdict Send(double second, int bpm, params double[] rrMs) => Send(second, SensorContact.Detected, bpm, rrMs);

    internal GateVerdict Send(double second, SensorContact contact, int bpm, params double[] rrMs) =>
        Gate.Judge(Packet(contact, bpm, rrMs), At(second));

    internal static DecodeResult Packet(SensorContact contact, int bpm, params double[] rrMs) => HeartRateMeasurementCodec.Decode(
        HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(bpm), contact, [.. rrMs.Select(RrInterval.FromMilliseconds)]));

    /// <summary>A worn strap on a steady heart, one packet a second with an interval each: it agrees with the rate and breathes.</summary>
    internal TestStrap Wear(int bpm, double from = 0, double to = 40)
    {
        for (var second = from; second < to; second++) Send(second, bpm, Breathing(bpm, second));
        return this;
    }

    /// <summary>An interval of that rate, a few ms longer and shorter in turn.</summary>
    internal static double Breathing(int bpm, double second) => (60_000.0 / bpm) + (second % 3 * 4) - 4;

    /// <summary>Intervals as a packet brings them, ms.</summary>
    internal static RrIntervals Intervals(params double[] rrMs) => Raw([.. rrMs.Select(ms => RrInterval.FromMilliseconds(ms).Raw)]);

    /// <summary>Intervals as a packet brings them, in units of 1/1024 s.</summary>
    internal static RrIntervals Raw(params ushort[] raw)
    {
        var bytes = new byte[raw.Length * 2];
        for (var i = 0; i < raw.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), raw[i]);
        return new(bytes, raw.Count(value => value != 0));
    }
}
