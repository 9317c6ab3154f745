namespace HeartMonitor.Core.Patients;

/// <summary>Ages.</summary>
internal static class Years
{
    /// <summary>
    /// Full years from <paramref name="born"/> to <paramref name="on"/>; negative before birth. 29 February counts from 1 March.
    /// </summary>
    internal static int Between(DateOnly born, DateOnly on)
    {
        var hadBirthday = (on.Month, on.Day).CompareTo((born.Month, born.Day)) >= 0;
        return on.Year - born.Year - (hadBirthday ? 0 : 1);
    }

    /// <summary>Age on the day, years; null when none is given or it is impossible.</summary>
    internal static int? Age(Participant participant, DateOnly on)
    {
        var age = participant.Born is { } born ? Between(born, on) : participant.Age;
        return age is { } years && !PersonBounds.AgeYears.Refuses(years) ? years : null;
    }
}
