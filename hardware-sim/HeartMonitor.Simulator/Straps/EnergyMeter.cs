namespace HeartMonitor.Simulator.Straps;

/// <summary>
/// Energy expended as a strap reckons it: kilojoule since the last reset, in every tenth packet, sticking at 65535 (domain-facts 1.2).
/// </summary>
internal sealed class EnergyMeter(double startKj = 0)
{
    private const int PacketsApart = 10;

    /// <summary>
    /// Ours: 3.5 mL O2 a MET and kilogram, 5 kcal a litre, 70 kg, a peak of 8 METs: a strap that was told nothing knows no better.
    /// </summary>
    private const double RestKjPerSecond = 0.085;
    private const double EffortKjPerSecond = 0.6;

    private double _kj = startKj;
    private int _packets;

    internal void Spend(double fraction) => _kj = Math.Min(ushort.MaxValue, _kj + RestKjPerSecond + (EffortKjPerSecond * fraction));

    /// <summary>What the next packet carries; null for nine of ten.</summary>
    internal ushort? OfNextPacket() => ++_packets % PacketsApart == 0 ? (ushort)_kj : null;

    internal void Reset() => _kj = 0;
}
