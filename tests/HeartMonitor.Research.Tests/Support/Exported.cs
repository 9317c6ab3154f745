using System.Text;
using HeartMonitor.Core.Ports;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Tests.Support;

/// <summary>Sessions and their exports.</summary>
internal static class Exported
{
    internal static SessionSeries Canary { get; } = SessionReading.Of(CanarySession.Rows(), Shipped.Setup).Series;

    internal static SessionSeries Of(IReadOnlyList<JournalRow> rows) => SessionReading.Of(rows, Shipped.Setup).Series;

    internal static SessionSeries Story(string file) => Of(StoredRows.Of(Shipped.Scenario(file)));

    internal static async Task<string> TextAsync(SessionSeries series, ExportFormat format, string? name = null) =>
        Encoding.UTF8.GetString((await FileAsync(series, format, name)).Content.Span);

    internal static async Task<ExportFile> FileAsync(SessionSeries series, ExportFormat format, string? name = null)
    {
        var bundle = await SessionExport.WriteAsync(series, format);
        return bundle.Files.Single(f => f.Name == (name ?? bundle.Main));
    }

    /// <summary>Cells by RFC 4180: quotes, doubled quotes, CR LF. Written for the tests alone.</summary>
    internal static IReadOnlyList<IReadOnlyDictionary<string, string>> Csv(string text)
    {
        var rows = new List<List<string>> { new() };
        var cell = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                while (text[++i] != '"' || (i + 1 < text.Length && text[i + 1] == '"')) cell.Append(text[i] == '"' ? text[i++] : text[i]);
            }
            else if (text[i] is ',' or '\n')
            {
                rows[^1].Add(cell.ToString());
                cell.Clear();
                if (text[i] == '\n') rows.Add([]);
            }
            else if (text[i] != '\r')
            {
                cell.Append(text[i]);
            }
        }

        return [.. rows.Skip(1).Where(r => r.Count > 0).Select(r => rows[0].Zip(r).ToDictionary(p => p.First, p => p.Second))];
    }
}
