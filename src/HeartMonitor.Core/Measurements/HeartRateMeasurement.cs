namespace HeartMonitor.Core.Measurements;

/// <summary>Everything odd about a packet that could still be decoded (domain-facts 1.3). Names in kebab-case are the contract's.</summary>
[Flags]
public enum MeasurementWarnings
{
    None = 0,
    EnergyTruncated = 1 << 0,
    RrFlagButNone = 1 << 1,
    RrOddTrailingByte = 1 << 2,
    TrailingBytesWithoutRrFlag = 1 << 3,
    ReservedBitsSet = 1 << 4,
    HrZero = 1 << 5,
    RrZero = 1 << 6,

    /// <summary>An interval under 250 ms or over 2500 ms.</summary>
    RrImplausible = 1 << 7,

    /// <summary>A rate under 25 bpm or over 240 bpm; zero has its own warning.</summary>
    HrImplausible = 1 << 8,

    /// <summary>More than nine intervals, the most that fit a packet of the smallest connection (decisions 38).</summary>
    RrMoreThanMtuAllows = 1 << 9,
}

/// <summary>
/// One heart-rate measurement packet (characteristic 0x2A37), decoded. <c>default</c> is a measurement without a reading,
/// contact unknown, no energy and no intervals. The decoder never clamps and never invents.
/// </summary>
/// <param name="HeartRate">The rate as sent; no reading when the strap sent 0.</param>
/// <param name="Contact">What the strap says about skin contact.</param>
/// <param name="EnergyKj">Energy expended in kilojoule since the last reset, 0 to 65535 (sticks at the top); null when not sent.</param>
/// <param name="Rr">RR intervals, oldest first, raw zeros left out.</param>
/// <param name="Warnings">What was odd.</param>
public readonly record struct HeartRateMeasurement(
    HeartRate HeartRate,
    SensorContact Contact,
    ushort? EnergyKj,
    RrIntervals Rr,
    MeasurementWarnings Warnings);
