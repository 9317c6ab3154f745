using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Exports;

/// <summary>A stored session as files for others (ecosystem-reliability 1c; what is in each: the folder's README).</summary>
public static class SessionExport
{
    private const int LongestId = 64; // ours has 14

    /// <summary>Writes a session in one format. The same series gives the same bytes, on every machine and at any time.</summary>
    /// <exception cref="InvalidDataException">The session's id is no file name.</exception>
    public static async Task<ExportBundle> WriteAsync(SessionSeries series, ExportFormat format)
    {
        if (series.Session.Length is 0 or > LongestId || !series.Session.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')) throw new InvalidDataException("The session's id is no file name.");
        var about = SessionJson.Of(series);
        IReadOnlyList<ExportFile> files = format switch
        {
            ExportFormat.Csv => [.. SessionTables.Of(series).Select(CsvText.Of), CsvText.Dictionary(SessionTables.Of(series))],
            ExportFormat.Parquet => [.. await ParquetTables.WriteAsync(series), CsvText.Dictionary(SessionTables.Of(series))],
            ExportFormat.Kubios => [.. IntervalText.Kubios(series), CsvText.Of(IntervalText.Segments(series)), CsvText.Dictionary([IntervalText.Segments(series)])],
            ExportFormat.HrvLogger => [IntervalText.HrvLogger(series)],
            ExportFormat.Tcx => [TcxText.Of(series)],
            ExportFormat.Fit => [Fit.FitActivity.Of(series)],
            ExportFormat.Fhir => [Fhir.FhirBundle.Of(series)],
            ExportFormat.Omh => [OmhJson.Of(series)],
        };
        return ExportBundle.Of(series.Session, format == ExportFormat.Kubios ? null : files[0].Name, [.. files, about]);
    }
}
