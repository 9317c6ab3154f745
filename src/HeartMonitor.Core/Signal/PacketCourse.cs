using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// What the packets of one strap may do from one to the next (ecosystem-reliability 2f.3): the energy expended only grows, and no strap sends more than
/// some packets a second. Too few a second is no sign: that is what a weak radio does, and it has alerts of its own. A pure fold.
/// </summary>
internal sealed class PacketCourse(RuleOptions rules)
{
    private readonly Queue<DateTimeOffset> _packets = new();
    private DateTimeOffset? _lastAt;
    private ushort? _energyKj;

    /// <summary>Takes a packet that is not the last one once more; the sign that it gives, or null.</summary>
    public StrapSign? Take(in HeartRateMeasurement measurement, DateTimeOffset at)
    {
        if (_lastAt is not { } before || (at - before).TotalSeconds >= rules.ValueHoldSeconds) _energyKj = null; // switched off and on, it may begin anew
        _lastAt = at;
        _packets.Enqueue(at);
        while ((at - _packets.Peek()).TotalSeconds >= rules.TooFastSeconds) _packets.Dequeue();

        var fell = measurement.EnergyKj < _energyKj;
        _energyKj = measurement.EnergyKj ?? _energyKj;
        if (fell) return StrapSign.EnergyFell;
        return _packets.Count > rules.TooFastHz * rules.TooFastSeconds ? StrapSign.TooFast : null;
    }
}
