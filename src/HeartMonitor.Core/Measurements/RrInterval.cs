namespace HeartMonitor.Core.Measurements;

/// <summary>
/// The time between two heartbeats in the strap's own unit of 1/1024 s (domain-facts 1.2). Range 1 to 65535 raw, which is
/// 0.98 to 63,999 ms; <c>default</c> (raw 0) means "no interval". The raw integer is kept so that nothing is rounded before HRV.
/// </summary>
/// <remarks>Equality and ordering are by raw value. Immutable.</remarks>
public readonly record struct RrInterval : IComparable<RrInterval>
{
    /// <summary>65535 units of 1/1024 s.</summary>
    private const double LongestMilliseconds = 63_999.0234375;

    private RrInterval(ushort raw) => Raw = raw;

    /// <summary>Units of 1/1024 s.</summary>
    public ushort Raw { get; }

    /// <summary>Milliseconds: raw * 1000 / 1024, exact in binary.</summary>
    public double Milliseconds => Raw * 1000.0 / 1024.0;

    /// <summary>An interval of <paramref name="raw"/> units of 1/1024 s.</summary>
    public static RrInterval FromRaw(ushort raw) => new(raw);

    /// <summary>The nearest interval to <paramref name="milliseconds"/>, halves rounded up.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or outside 0 to 63,999.02 ms.</exception>
    public static RrInterval FromMilliseconds(double milliseconds)
    {
        if (milliseconds is not (>= 0 and <= LongestMilliseconds))
            throw new ArgumentOutOfRangeException(nameof(milliseconds), milliseconds, "Value should be in range [0-63999.02]");
        return new((ushort)Math.Floor((milliseconds * 1024.0 / 1000.0) + 0.5));
    }

    public int CompareTo(RrInterval other) => Raw.CompareTo(other.Raw);

    public static bool operator <(RrInterval left, RrInterval right) => left.Raw < right.Raw;

    public static bool operator >(RrInterval left, RrInterval right) => left.Raw > right.Raw;

    public static bool operator <=(RrInterval left, RrInterval right) => left.Raw <= right.Raw;

    public static bool operator >=(RrInterval left, RrInterval right) => left.Raw >= right.Raw;

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Raw}/1024 s");
}
