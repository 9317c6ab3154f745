using System.Text;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tables;

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
            ExportFormat.Csv => [.. TablesOf(series).Select(Csv), Csv(TableGuide.Of(TablesOf(series)))],
            ExportFormat.Parquet => [.. await ParquetAsync(series), Csv(TableGuide.Of(TablesOf(series)))],
            ExportFormat.Kubios => [.. IntervalText.Kubios(series), Csv(SeriesTables.Segments(series)), Csv(TableGuide.Of(SeriesTables.Segments(series)))],
            ExportFormat.HrvLogger => [IntervalText.HrvLogger(series)],
            ExportFormat.Tcx => [TcxText.Of(series)],
            ExportFormat.Fit => [Fit.FitActivity.Of(series)],
            ExportFormat.Fhir => [Fhir.FhirBundle.Of(series)],
            ExportFormat.Omh => [OmhJson.Of(series)],
        };
        return ExportBundle.Of(series.Session, format == ExportFormat.Kubios ? null : files[0].Name, [.. files, about]);
    }

    private static IEnumerable<DataTable> TablesOf(SessionSeries series) => [SeriesTables.Packets(series), SeriesTables.Beats(series), SeriesTables.Events(series)];

    private static ExportFile Csv(DataTable table) => new(table.Name + ".csv", CsvTable.Bytes(table));

    /// <summary>A file a table, <c>session.json</c> on one line in the metadata of each under the key <c>session</c>.</summary>
    private static async Task<IReadOnlyList<ExportFile>> ParquetAsync(SessionSeries series)
    {
        var about = new Dictionary<string, string> { ["session"] = Encoding.UTF8.GetString(SessionJson.OneLine(series)) };
        var files = new List<ExportFile>();
        foreach (var table in TablesOf(series))
        {
            using var bytes = new MemoryStream();
            await ParquetTable.WriteAsync(table with { Facts = about }, bytes, CancellationToken.None);
            files.Add(new(table.Name + ".parquet", bytes.ToArray()));
        }

        return files;
    }
}
