using HeartMonitor.Core.Patients;

namespace HeartMonitor.Simulator.Physiology;

/// <summary>What shifts an answer to the same effort, steps of RPE (domain-facts 9.2).</summary>
public static class RpeBias
{
    private const int NonSelective = 1;
    private const int Sedated = -1;
    private const int MostPersonality = 2;

    /// <summary>ATC groups of non-selective beta-blockers, those with an alpha effect among them (domain-facts 3.3).</summary>
    private static readonly string[] NonSelectiveBlockers = ["C07AA", "C07AG", "C07BA", "C07BG", "C07CA", "C07CG"];

    /// <summary>Ours: benzodiazepines and hypnotics, clozapine, olanzapine, quetiapine, mirtazapine.</summary>
    private static readonly string[] Sedating = ["N05BA", "N05C", "N05AH", "N06AX11"];

    /// <summary>By the medicines that are taken: +1 on a non-selective blocker, -1 when sedated.</summary>
    public static int Of(Participant participant) =>
        (Takes(participant, NonSelectiveBlockers) ? NonSelective : 0) + (Takes(participant, Sedating) ? Sedated : 0);

    /// <summary>By personality, -2 to +2; most people are near 0.</summary>
    public static int Personality(SeededNoise noise) => (int)Math.Clamp(Math.Round(noise.NextNormal()), -MostPersonality, MostPersonality);

    private static bool Takes(Participant participant, string[] groups) => participant.Medications.Any(medicine =>
        medicine.StoppedOn is null && medicine.Atc is { } atc && groups.Any(group => atc.StartsWith(group, StringComparison.OrdinalIgnoreCase)));
}
