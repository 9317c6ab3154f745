using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// The resting heart rate and what the rest gate says to it (product.md, decision 8; decisions 20, 21, 36; domain-facts 4.6).
/// </summary>
/// <param name="Today">The value in question, bpm: the check-in's, else the file's; null when there is none.</param>
/// <param name="InForce">The value that zones and ceilings are built on; null when there is none that can be.</param>
/// <param name="Gate">The gate, or none.</param>
internal sealed record RestingRate(int? Today, double? InForce, RestGate Gate)
{
    internal static RestingRate Of(Participant participant, CheckIn checkIn, RestCircumstances circumstances)
    {
        var today = checkIn.RestingHr ?? participant.RestingHr;
        if (today is not { } bpm) return new RestingRate(null, null, RestGate.None);
        var gate = GateOf(bpm, participant, checkIn, circumstances);
        double? usable = PersonBounds.RestingHr.Refuses(bpm) ? null : bpm;
        return new RestingRate(bpm, gate == RestGate.PassedOnBaseline ? circumstances.Baseline : usable, gate);
    }

    private static RestGate GateOf(int bpm, Participant participant, CheckIn checkIn, RestCircumstances circumstances)
    {
        var options = circumstances.Options;
        if (bpm > options.RestRefusedAboveBpm) return RestGate.Refused;
        if (bpm > options.RestClinicianAboveBpm)
        {
            if (bpm <= circumstances.Baseline + options.BaselineMarginBpm) return RestGate.PassedOnBaseline;
            return bpm <= circumstances.UpToBpm ? RestGate.None : RestGate.High;
        }

        var below = circumstances.InteractionPair ? options.RestClinicianBelowWithPairBpm : options.RestClinicianBelowBpm;
        var isKnown = !circumstances.InteractionPair && checkIn.RestingHr is not null && participant.RestingHr < below;
        return bpm < below && !isKnown ? RestGate.Low : RestGate.None;
    }
}

/// <summary>What the rest gate depends on besides the rate.</summary>
/// <param name="Baseline">Recorded personal rate where it counts, bpm; null otherwise.</param>
/// <param name="UpToBpm">Rate that a condition explains, bpm; null without one.</param>
/// <param name="InteractionPair">A beta-blocker beside a CYP2D6 inhibitor.</param>
/// <param name="Options">Numbers.</param>
internal sealed record RestCircumstances(int? Baseline, double? UpToBpm, bool InteractionPair, PlannerOptions Options);

/// <summary>Verdict of the rest gate.</summary>
internal enum RestGate
{
    None,

    /// <summary>101 to 120 and within the recorded personal rate: the baseline makes the zone.</summary>
    PassedOnBaseline,

    /// <summary>Low: a clinician decides.</summary>
    Low,

    /// <summary>101 to 120: a clinician decides.</summary>
    High,

    /// <summary>Over 120: no start.</summary>
    Refused,
}
