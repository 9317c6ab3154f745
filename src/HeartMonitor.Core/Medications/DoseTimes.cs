namespace HeartMonitor.Core.Medications;

/// <summary>When a medicine was taken last, from the check-in and the file.</summary>
internal static class DoseTimes
{
    /// <summary>What was said at check-in; null when nothing was.</summary>
    internal static DateTimeOffset? Reported(Classified what, CheckIn checkIn)
    {
        DateTimeOffset? latest = null;
        foreach (var (code, taken) in checkIn.Taken)
            if (what.Atc is not null && AtcCode.Normalise(code) == what.Atc && !(taken <= latest)) latest = taken;
        return latest;
    }

    /// <summary>The later of check-in and file; null when neither says.</summary>
    internal static DateTimeOffset? Latest(Classified what, CheckIn checkIn)
    {
        var reported = Reported(what, checkIn);
        return what.Entry.LastTaken > reported || reported is null ? what.Entry.LastTaken : reported;
    }

    /// <summary>Hours from the last dose to the session; null when no dose is known or it would lie in the future.</summary>
    internal static double? HoursBefore(Classified what, CheckIn checkIn, DateTimeOffset sessionAt)
    {
        var hours = (sessionAt - Latest(what, checkIn))?.TotalHours;
        return hours >= 0 ? hours : null;
    }
}
