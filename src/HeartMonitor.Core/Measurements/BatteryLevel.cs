namespace HeartMonitor.Core.Measurements;

/// <summary>
/// How full a sensor's battery is (characteristic 0x2A19, domain-facts 1.1), in whole percent from 0 to 100. <c>default</c> is unknown;
/// unknown is not empty.
/// </summary>
/// <remarks>Equality is by value. No order is defined: unknown is neither more nor less than any level.</remarks>
public readonly record struct BatteryLevel
{
    private const int Full = 100;

    private readonly byte _percentPlusOne;

    private BatteryLevel(int percent) => _percentPlusOne = (byte)(percent + 1);

    /// <summary>The level that was not told; the same as <c>default</c>.</summary>
    public static BatteryLevel Unknown => default;

    /// <summary>Percent, 0 to 100; null when unknown.</summary>
    public int? Percent => _percentPlusOne == 0 ? null : _percentPlusOne - 1;

    /// <summary>A level of <paramref name="percent"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 100.</exception>
    public static BatteryLevel FromPercent(int percent) =>
        percent is >= 0 and <= Full
            ? new(percent)
            : throw new ArgumentOutOfRangeException(nameof(percent), percent, "Value should be in range [0-100]");

    /// <summary>Reads the characteristic: 101 to 255 are reserved and give <see cref="Unknown"/>. Never throws.</summary>
    /// <returns>False when there is no byte to read: the read failed, which is not the same as a sensor that does not know.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> value, out BatteryLevel level)
    {
        level = !value.IsEmpty && value[0] <= Full ? new(value[0]) : Unknown;
        return !value.IsEmpty;
    }

    public override string ToString() => Percent is { } percent
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{percent} %")
        : "unknown";
}
