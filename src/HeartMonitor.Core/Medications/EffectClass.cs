using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Medications;

/// <summary>What a medicine does to heart rate (domain-facts 3.1). Ordered: a later member restricts more.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<EffectClass>))]
public enum EffectClass
{
    /// <summary>Small, inconsistent or none: zones as prescribed.</summary>
    Minor,

    /// <summary>
    /// Lowers resting heart rate a little, keeps the response to exercise: zones with a measured resting rate, and a note.
    /// </summary>
    LowersRest,

    /// <summary>Raises resting heart rate, peak little changed: zones by reserve only, and a note.</summary>
    RaisesRest,

    /// <summary>Neither in the table, nor an everyday medicine, nor caught by the name net: RPE.</summary>
    Unknown,

    /// <summary>Blunting depends on dose, route, rhythm or time since the dose: RPE.</summary>
    BluntsVariable,

    /// <summary>Lowers exercise heart rate so much that zones mislead: RPE.</summary>
    Blunts,
}

/// <summary>Part in the CYP2D6 interaction (domain-facts 3.6).</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<Cyp2d6Role>))]
public enum Cyp2d6Role
{
    None,

    /// <summary>A beta-blocker broken down by the enzyme: its effect grows beside an inhibitor.</summary>
    Substrate,

    /// <summary>Inhibits the enzyme, strongly or moderately.</summary>
    Inhibitor,
}
