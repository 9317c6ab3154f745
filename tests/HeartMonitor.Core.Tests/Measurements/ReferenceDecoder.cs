using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Tests.Measurements;

/// <summary>
/// A second decoder, written from domain-facts 1.2 and 1.3 with arithmetic in place of masks and spans, one field after the other, and
/// sharing no code with the first. Slow and plain: an oracle for the fuzz run. One instance decodes one packet after the other.
/// </summary>
internal sealed class ReferenceDecoder
{
    private readonly int[] _rr = new int[4096];
    private readonly List<byte> _unread = [];

    internal string? Fault { get; private set; }

    internal int HeartRate { get; private set; }

    internal string Contact { get; private set; } = "";

    internal int? EnergyKj { get; private set; }

    internal MeasurementWarnings Warnings { get; private set; }

    internal ReadOnlySpan<int> Rr => _rr.AsSpan(0, RrCount);

    private int RrCount { get; set; }

    internal void Decode(ReadOnlySpan<byte> packet)
    {
        (Fault, HeartRate, Contact, EnergyKj, Warnings, RrCount) = (null, 0, "", null, 0, 0);
        if (packet.Length < 2)
        {
            Fault = packet.Length == 0 ? "empty" : "flags-only";
            return;
        }

        var flags = (int)packet[0];
        var sixteenBits = flags % 2 == 1;
        if (sixteenBits && packet.Length == 2)
        {
            Fault = "hr-truncated";
            return;
        }

        _unread.Clear();
        for (var i = packet.Length - 1; i > 0; i--) _unread.Add(packet[i]);
        HeartRate = sixteenBits ? TakeTwo() : TakeOne();
        Contact = (flags / 2 % 4) switch { 2 => "not-detected", 3 => "detected", _ => "not-supported" };
        if (HeartRate == 0) Warn(MeasurementWarnings.HrZero);
        else if (HeartRate < 25 || HeartRate > 240) Warn(MeasurementWarnings.HrImplausible);
        if (flags >= 32) Warn(MeasurementWarnings.ReservedBitsSet);
        if (flags / 8 % 2 == 1) TakeEnergy();
        if (flags / 16 % 2 == 1) TakeIntervals();
        else if (_unread.Count > 0) Warn(MeasurementWarnings.TrailingBytesWithoutRrFlag);
    }

    private void TakeEnergy()
    {
        if (_unread.Count >= 2)
        {
            EnergyKj = TakeTwo();
            return;
        }

        Warn(MeasurementWarnings.EnergyTruncated);
        _unread.Clear();
    }

    private void TakeIntervals()
    {
        var sent = 0;
        for (; _unread.Count >= 2; sent++)
        {
            var raw = TakeTwo();
            if (raw == 0) Warn(MeasurementWarnings.RrZero);
            else _rr[RrCount++] = raw;
            if (raw != 0 && (raw * 1000 < 250 * 1024 || raw * 1000 > 2500 * 1024)) Warn(MeasurementWarnings.RrImplausible);
        }

        if (_unread.Count == 1) Warn(MeasurementWarnings.RrOddTrailingByte);
        if (sent == 0 && (Warnings & MeasurementWarnings.EnergyTruncated) == 0) Warn(MeasurementWarnings.RrFlagButNone);
        if (sent > 9) Warn(MeasurementWarnings.RrMoreThanMtuAllows);
    }

    private int TakeOne()
    {
        var value = _unread[^1];
        _unread.RemoveAt(_unread.Count - 1);
        return value;
    }

    private int TakeTwo()
    {
        var low = TakeOne();
        return low + (256 * TakeOne());
    }

    private void Warn(MeasurementWarnings warning) => Warnings |= warning;
}
