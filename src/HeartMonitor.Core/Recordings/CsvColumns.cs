namespace HeartMonitor.Core.Recordings;

/// <summary>Where the known columns stand in a header; -1 for one that is not there.</summary>
internal sealed record CsvColumns(int Time, int HeartRate, int Rr, int Power, int Speed)
{
    internal const string TimeName = "time_s";
    internal const string HeartRateName = "hr_bpm";
    internal const string RrName = "rr_ms";
    internal const string PowerName = "power_w";
    internal const string SpeedName = "speed_mps";

    /// <summary>Reads a header; gives columns, or what is wrong.</summary>
    internal static (CsvColumns? Columns, string? Wrong) Read(List<string> header)
    {
        var names = header.ConvertAll(name => name.Trim());
        var doubled = Array.Find([TimeName, HeartRateName, RrName, PowerName, SpeedName], known => names.Count(n => Is(n, known)) > 1);
        if (doubled is not null) return (null, $"The column {doubled} is there twice.");

        var columns = new CsvColumns(At(TimeName), At(HeartRateName), At(RrName), At(PowerName), At(SpeedName));
        var isEnough = columns.Rr >= 0 || (columns.Time >= 0 && columns.HeartRate >= 0);
        return isEnough
            ? (columns, null)
            : (null, $"The header is {RecordingNumber.Quote(string.Join(',', names), most: 200)}; needed is {RecordingReader.Needed}.");

        int At(string known) => names.FindIndex(name => Is(name, known));
    }

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);
}
