namespace HeartMonitor.Core.Medications;

/// <summary>Where a medicine stands today.</summary>
internal enum MedicineState
{
    /// <summary>Not begun, worn off, or taken as needed and not today.</summary>
    Away,

    /// <summary>The last dose is some days ago and the window after stopping still runs (decisions 13).</summary>
    RecentlyStopped,

    /// <summary>Taken as needed, and nobody knows whether today.</summary>
    NotKnown,

    /// <summary>In force.</summary>
    Acting,
}

/// <summary>A medicine of the participant as it counts today.</summary>
/// <param name="What">Entry and catalogue.</param>
/// <param name="Effect">Class for this dose, on this day.</param>
/// <param name="State">Where it stands.</param>
/// <param name="DaysSinceStop">Days since the last dose; 0 unless it was stopped.</param>
/// <param name="StillInhibits">Its effect on CYP2D6 is there, also for some weeks after a stop.</param>
internal sealed record MedicineToday(Classified What, EffectClass Effect, MedicineState State, int DaysSinceStop, bool StillInhibits)
{
    /// <summary>Its dose or its absence makes zones mislead today.</summary>
    internal bool Blunts => Effect >= EffectClass.BluntsVariable && State != MedicineState.Away;

    /// <summary>It blunts and is being taken, or may have been today.</summary>
    internal bool BluntsNow => Effect >= EffectClass.BluntsVariable && (State is MedicineState.Acting or MedicineState.NotKnown);

    internal Cyp2d6Role Role => What.Known?.Cyp2d6 ?? Cyp2d6Role.None;

    internal string Source => What.Known?.Source ?? "decisions 12";
}
