namespace HeartMonitor.Core.Measurements;

/// <summary>Why a packet could not be decoded (domain-facts 1.3).</summary>
public enum DecodeFault
{
    /// <summary>It was decoded.</summary>
    None,

    /// <summary>No bytes at all.</summary>
    Empty,

    /// <summary>One byte: flags and nothing else.</summary>
    FlagsOnly,

    /// <summary>A 16-bit rate was promised and one byte came.</summary>
    HrTruncated,
}

/// <summary>
/// A decoded measurement, or the named fault. A value, because a bad packet is a fact about the world and not a bug.
/// <c>default</c> is a success holding the default measurement.
/// </summary>
public readonly record struct DecodeResult
{
    private DecodeResult(HeartRateMeasurement measurement, DecodeFault fault)
    {
        Measurement = measurement;
        Fault = fault;
    }

    /// <summary>The measurement; <c>default</c> when there is a fault.</summary>
    public HeartRateMeasurement Measurement { get; }

    /// <summary>The fault, or <see cref="DecodeFault.None"/>.</summary>
    public DecodeFault Fault { get; }

    /// <summary>True when <see cref="Measurement"/> holds what the strap sent.</summary>
    public bool IsMeasurement => Fault == DecodeFault.None;

    public static DecodeResult Of(in HeartRateMeasurement measurement) => new(measurement, DecodeFault.None);

    public static DecodeResult Failed(DecodeFault fault) => new(default, fault);
}
