using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// Holds the values that several receivers report for one strap at one time against each other (ecosystem-reliability 2f.2). Receivers that hear the same
/// strap report the same; values of two hearts come from two devices under one id. A pure fold, and only what two of them hear is decoded.
/// </summary>
public sealed class TwoVoices(RuleOptions rules)
{
    /// <summary>Told again after so many seconds while it lasts. Ours: well within <see cref="RuleOptions.StrapSignSeconds"/>.</summary>
    private const double AgainSeconds = 20;

    private const int MostReceivers = 4;

    private readonly Dictionary<string, Heard> _straps = new(StringComparer.Ordinal);

    /// <summary>Takes a packet as one receiver heard it; true when it is time to tell that the receivers disagree.</summary>
    public bool Take(string strap, string receiver, ReadOnlyMemory<byte> packet, DateTimeOffset at)
    {
        if (!_straps.TryGetValue(strap, out var heard)) _straps[strap] = heard = new();
        heard.Last.RemoveAll(v => (at - v.At).TotalSeconds > rules.TwoValuesWithinSeconds && v.Receiver != receiver);
        var disagrees = Disagrees(heard, receiver, packet);
        heard.Keep(receiver, packet, at);
        if (disagrees is not { } no) return false;
        heard.InARow = no ? heard.InARow + 1 : 0;
        if (heard.InARow < rules.TwoValuesInARow || (heard.ToldAt is { } told && (at - told).TotalSeconds < AgainSeconds)) return false;
        heard.ToldAt = at;
        return true;
    }

    /// <summary>Null when no other receiver has a value of that time.</summary>
    private bool? Disagrees(Heard heard, string receiver, ReadOnlyMemory<byte> packet)
    {
        bool? disagrees = null;
        foreach (var other in heard.Last)
        {
            if (other.Receiver == receiver || RateOf(packet) is not { } here || RateOf(other.Packet) is not { } there) continue;
            disagrees = (disagrees ?? false) || Math.Abs(here - there) > rules.TwoValuesBpm;
        }

        return disagrees;
    }

    private static int? RateOf(ReadOnlyMemory<byte> packet) =>
        HeartRateMeasurementCodec.Decode(packet) is { IsMeasurement: true, Measurement.HeartRate: { IsReading: true } rate } ? rate.Bpm : null;

    private sealed class Heard
    {
        internal List<(string Receiver, ReadOnlyMemory<byte> Packet, DateTimeOffset At)> Last { get; } = [];

        internal int InARow { get; set; }

        internal DateTimeOffset? ToldAt { get; set; }

        internal void Keep(string receiver, ReadOnlyMemory<byte> packet, DateTimeOffset at)
        {
            var index = Last.FindIndex(v => v.Receiver == receiver);
            if (index >= 0) Last[index] = (receiver, packet, at);
            else if (Last.Count < MostReceivers) Last.Add((receiver, packet, at));
        }
    }
}
