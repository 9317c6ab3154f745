using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>The day that a person's medicines are judged on.</summary>
/// <param name="All">Every medicine of the person: doses of one kind add up.</param>
/// <param name="CheckIn">What was said today.</param>
/// <param name="On">The clinic's date.</param>
/// <param name="SessionAt">Instant of the session; null when hours are not judged.</param>
/// <param name="RestingHr">Today's resting rate, bpm; null when not known.</param>
/// <param name="Age">Years; null when not known.</param>
/// <param name="Options">Numbers.</param>
internal sealed record MedicineDay(
    IReadOnlyList<Classified> All, CheckIn CheckIn, DateOnly On, DateTimeOffset? SessionAt, int? RestingHr, int? Age, PlannerOptions Options)
{
    /// <summary>A start further ahead than this is a slip of the pen, and the medicine counts as taken.</summary>
    private const int LongestAheadDays = 366;

    private const int OldestYears = 120;

    /// <summary>The start on record; null when there is none or it cannot be meant.</summary>
    internal DateOnly? StartOf(MedicationEntry entry) => entry.StartedOn is { } start && start.DayNumber - On.DayNumber > LongestAheadDays ? null : entry.StartedOn;

    /// <summary>The day of the last dose; null when there is none or it lies before birth.</summary>
    internal DateOnly? StopOf(MedicationEntry entry) => entry.StoppedOn is { } stop && stop.Year < On.Year - (Age ?? OldestYears) - 1 ? null : entry.StoppedOn;

    /// <summary>The last dose is reached on that day, and it was not begun again since.</summary>
    internal bool IsStopped(MedicationEntry entry, DateOnly day) =>
        StopOf(entry) is { } stop && stop <= day && !(StartOf(entry) is { } start && start > stop && start <= day);

    /// <summary>
    /// The doses of a day of all medicines of its kind, as shares of their limits, reach above one together (decisions 15). A dose that nobody
    /// knows counts as above.
    /// </summary>
    internal bool IsAboveLimit(Classified what, DateOnly day)
    {
        if (what.Known is not { BluntsAboveMgPerDay: not null, Group: var group }) return false;
        var shares = All.Where(other => other.Known?.Group == group && (other == what || IsInForce(other.Entry, day)))
            .Select(other => other.Entry.DoseMg / other.Known!.BluntsAboveMgPerDay);
        return !(shares.Aggregate((double?)0, (sum, share) => share >= 0 ? sum + share : null) <= 1 + 1e-9);
    }

    private bool IsInForce(MedicationEntry entry, DateOnly day) =>
        !(StartOf(entry) > day) && (!IsStopped(entry, day) || StopOf(entry) == day) && entry is not { AsNeeded: true, TakenToday: false, LastTaken: null };
}
