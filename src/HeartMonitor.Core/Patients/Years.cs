namespace HeartMonitor.Core.Patients;

/// <summary>Ages.</summary>
public static class Years
{
    /// <summary>
    /// Full years from <paramref name="born"/> to <paramref name="on"/>; negative before birth. 29 February counts from 1 March.
    /// </summary>
    internal static int Between(DateOnly born, DateOnly on)
    {
        var hadBirthday = (on.Month, on.Day).CompareTo((born.Month, born.Day)) >= 0;
        return on.Year - born.Year - (hadBirthday ? 0 : 1);
    }

    /// <summary>
    /// Age on the day, years; null when none is given or it is impossible. Where age and date of birth disagree it is the older one, which
    /// bounds heart rate more closely.
    /// </summary>
    public static int? Age(Participant participant, DateOnly on)
    {
        var told = Possible(participant.Age);
        if (participant.Born is not { } born) return told;
        var counted = Possible(Between(born, on));
        return Disagree(participant, on) && !(counted >= told) ? told ?? counted : counted;
    }

    /// <summary>Age and date of birth are more than a year apart: one of them is wrong, and nobody knows which.</summary>
    internal static bool Disagree(Participant participant, DateOnly on) =>
        participant is { Age: { } told, Born: { } born } && Math.Abs((long)told - Between(born, on)) > 1;

    private static int? Possible(int? age) => age is { } years && !PersonBounds.AgeYears.Refuses(years) ? years : null;
}
