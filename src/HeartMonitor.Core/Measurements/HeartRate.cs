namespace HeartMonitor.Core.Measurements;

/// <summary>
/// A heart rate in beats per minute, as a strap sends it. Range 1 to 65535 bpm (the wire format is uint16); plausibility is
/// judged by the signal gate, never here. <c>default</c> means "no reading": 0 bpm is never a heart rate (domain-facts 1.3).
/// </summary>
/// <remarks>Equality and ordering are by value; "no reading" sorts first. Immutable, so safe to share between threads.</remarks>
public readonly record struct HeartRate : IComparable<HeartRate>
{
    private readonly ushort _bpm;

    private HeartRate(ushort bpm) => _bpm = bpm;

    /// <summary>The absence of a reading; the same as <c>default</c>.</summary>
    public static HeartRate None => default;

    /// <summary>True when there is a reading.</summary>
    public bool IsReading => _bpm != 0;

    /// <summary>Beats per minute, 0 when there is no reading.</summary>
    public int Bpm => _bpm;

    /// <summary>A rate of <paramref name="bpm"/> beats per minute; 0 gives <see cref="None"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 65535.</exception>
    public static HeartRate FromBpm(int bpm) =>
        bpm is >= 0 and <= ushort.MaxValue
            ? new((ushort)bpm)
            : throw new ArgumentOutOfRangeException(nameof(bpm), bpm, "Value should be in range [0-65535]");

    public int CompareTo(HeartRate other) => _bpm.CompareTo(other._bpm);

    public static bool operator <(HeartRate left, HeartRate right) => left._bpm < right._bpm;

    public static bool operator >(HeartRate left, HeartRate right) => left._bpm > right._bpm;

    public static bool operator <=(HeartRate left, HeartRate right) => left._bpm <= right._bpm;

    public static bool operator >=(HeartRate left, HeartRate right) => left._bpm >= right._bpm;

    public override string ToString() => IsReading ? $"{_bpm} bpm" : "no reading";
}
