using System.Text.Json;
using HeartMonitor.Core.Recordings;

namespace HeartMonitor.Research.Tests.Support;

/// <summary>The public recordings of <c>Data/rr</c> and what other tools answer about them (<c>Data/rr_reference</c>).</summary>
internal static class Recordings
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data");

    internal static IReadOnlyList<ReferenceAnswer> Answers { get; } = ReadAnswers("rr.json");

    /// <summary>The ride of a bicycle computer, answered apart.</summary>
    internal static ReferenceAnswer Session { get; } = ReadAnswers("sessions_rr.json")[0] with { File = "session_tormoder_fit_garmin.csv" };

    internal static double[] Intervals(string file)
    {
        using var text = File.OpenText(PathOf(file));
        var series = RrSeriesReader.Read(text, file);
        return series.IsSeries ? [.. series.IntervalsMs] : throw new InvalidDataException(series.Fault.ToString());
    }

    /// <summary>A column of a recording as text, a cell for each interval.</summary>
    internal static string[] Column(string file, string name)
    {
        var lines = File.ReadAllLines(PathOf(file));
        var column = Array.IndexOf(lines[0].Split(','), name);
        return [.. lines.Skip(1).Select(line => line.Split(',')[column])];
    }

    internal static string PathOf(string file) => Path.Combine(Folder, "rr", file);

    private static ReferenceAnswer[] ReadAnswers(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "rr_reference", file)));
        return [.. document.RootElement.GetProperty("recordings").EnumerateObject().Select(r => ReferenceAnswer.Parse(r.Name, r.Value))];
    }
}
