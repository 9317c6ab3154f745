namespace HeartMonitor.Core.Medications;

/// <summary>A beta-blocker that CYP2D6 breaks down beside an inhibitor of it (domain-facts 3.6).</summary>
internal sealed record InteractionPair(MedicineToday Substrate, MedicineToday Inhibitor)
{
    /// <summary>Pairs in force today: an inhibitor also for five half-lives after its stop.</summary>
    internal static IReadOnlyList<InteractionPair> Among(IReadOnlyList<MedicineToday> medicines) =>
    [
        .. from substrate in medicines
           where substrate.Role == Cyp2d6Role.Substrate && (substrate.State is MedicineState.Acting or MedicineState.NotKnown)
           from inhibitor in medicines
           where inhibitor.Role == Cyp2d6Role.Inhibitor && inhibitor.StillInhibits
           select new InteractionPair(substrate, inhibitor),
    ];
}
