using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Signal;

/// <summary>How far a heart-rate value can be believed. The numbers are stored: never renumber.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SignalQuality>))]
public enum SignalQuality
{
    /// <summary>There is no value. The default: unknown is never drawn as good.</summary>
    None = 0,

    /// <summary>There is a value and it is not a heart's.</summary>
    Bad = 1,

    /// <summary>There is a value and something speaks against it.</summary>
    Suspect = 2,

    /// <summary>Nothing speaks against the value.</summary>
    Good = 3,
}

/// <summary>What speaks against a value. The numbers are stored: never renumber.</summary>
[Flags]
public enum SignalReasons
{
    None = 0,

    /// <summary>The packet could not be decoded.</summary>
    Undecodable = 1 << 0,

    /// <summary>The strap sent 0: no reading.</summary>
    HrZero = 1 << 1,

    /// <summary>Outside 30 to 230 bpm (domain-facts 5.1).</summary>
    OutOfRange = 1 << 2,

    /// <summary>The strap says that it does not touch skin.</summary>
    NoContact = 1 << 3,

    /// <summary>Within the first seconds after connecting or regaining contact: display only.</summary>
    StartOfWear = 1 << 4,

    /// <summary>A step faster than a heart can make, with no RR support.</summary>
    Step = 1 << 5,

    /// <summary>The rate and the RR intervals of the last seconds disagree.</summary>
    RrDisagrees = 1 << 6,

    /// <summary>No packet for some seconds.</summary>
    Stale = 1 << 7,

    /// <summary>Older than a packet that was already judged: stored, never judged.</summary>
    Late = 1 << 8,

    /// <summary>The same value or payload for longer than a heart holds still.</summary>
    Frozen = 1 << 9,

    /// <summary>An optical sensor shows a pattern that no worn one does.</summary>
    NotWorn = 1 << 10,

    /// <summary>Exact 500 ms in place of intervals (domain-facts 1.5).</summary>
    RrFiller = 1 << 11,

    /// <summary>An optical sensor counts steps in place of beats (domain-facts 5.3).</summary>
    CadenceLock = 1 << 12,

    /// <summary>The same packet once more: stored, never judged twice.</summary>
    Duplicate = 1 << 13,

    /// <summary>The intervals do not add up to the time in which they came: beats are lost or doubled (domain-facts 1.5). About the intervals alone.</summary>
    RrClock = 1 << 14,

    /// <summary>Many of the intervals are of missed or invented beats (domain-facts 5.4).</summary>
    RrArtefacts = 1 << 15,

    /// <summary>Something speaks for another device behind the strap's id (ecosystem-reliability 2f): it may be somebody else's heart.</summary>
    Identity = 1 << 16,
}

/// <summary>The gate's verdict on one sample: labels only, never a changed value.</summary>
/// <param name="Quality">How far to believe the rate.</param>
/// <param name="Reasons">What speaks against it; with a good rate at most <see cref="SignalReasons.RrClock"/>, which is about the intervals.</param>
public readonly record struct SignalLabel(SignalQuality Quality, SignalReasons Reasons);
