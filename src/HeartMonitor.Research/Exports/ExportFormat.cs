namespace HeartMonitor.Research.Exports;

/// <summary>What a session can be written as (contracts 1, verb <c>export</c>; ecosystem-reliability 1c). Names in lower case are the contract's.</summary>
public enum ExportFormat
{
    /// <summary>Tables as CSV, the session as JSON.</summary>
    Csv,

    /// <summary>The same tables as Parquet.</summary>
    Parquet,

    /// <summary>Intervals as plain text, a file a segment.</summary>
    Kubios,

    /// <summary>Intervals with times, as the app HRV Logger writes them.</summary>
    HrvLogger,

    /// <summary>Training Center XML.</summary>
    Tcx,

    /// <summary>Garmin's Flexible and Interoperable Data Transfer.</summary>
    Fit,

    /// <summary>HL7 FHIR R4, a bundle as JSON.</summary>
    Fhir,

    /// <summary>Open mHealth data points as JSON.</summary>
    Omh,
}

/// <summary>Names of formats.</summary>
public static class ExportFormats
{
    /// <summary>All names, as the command line takes them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<ExportFormat>().Select(NameOf)];

    /// <summary>The name in lower case, such as <c>hrvlogger</c>.</summary>
    public static string NameOf(ExportFormat format) => format.ToString().ToLowerInvariant();

    /// <summary>The format of that name in any case; null for none.</summary>
    public static ExportFormat? Parse(string name) =>
        Enum.GetValues<ExportFormat>().Where(f => NameOf(f).Equals(name, StringComparison.OrdinalIgnoreCase)).Select(f => (ExportFormat?)f).FirstOrDefault();

    /// <summary>Ending of the file that holds the series, with its dot.</summary>
    public static string EndingOf(ExportFormat format) => format switch
    {
        ExportFormat.Csv or ExportFormat.HrvLogger => ".csv",
        ExportFormat.Parquet => ".parquet",
        ExportFormat.Kubios => ".txt",
        ExportFormat.Tcx => ".tcx",
        ExportFormat.Fit => ".fit",
        ExportFormat.Fhir or ExportFormat.Omh => ".json",
    };
}
