using System.Globalization;
using HeartMonitor.Core.Recordings;

namespace HeartMonitor.Core.Tests.RealRecordings;

/// <summary>One row as the file has it, read by nothing of ours: times and rates as written.</summary>
/// <param name="Time">Seconds since the first row.</param>
/// <param name="Bpm">Null where the cell is blank.</param>
internal readonly record struct RecordedRow(double Time, int? Bpm)
{
    /// <summary>A rate over 0: what a strap that feels a heart says.</summary>
    internal bool IsReading => Bpm > 0;
}

/// <summary>A real recording: its rows by a reader of four lines, and the recording as our own reader has it.</summary>
internal sealed class RecordedFile
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Data");

    private RecordedFile(string folder, string name)
    {
        (Folder, Name) = (folder, name);
        var path = Path.Combine(Data, folder, name);
        using var text = File.OpenText(path);
        Recording = RecordingReader.Read(text, name).Recording ?? throw new InvalidDataException(name);
    }

    internal string Folder { get; }

    internal string Name { get; }

    internal Recording Recording { get; }

    /// <summary>Only for files with a time and a rate in each row.</summary>
    internal IReadOnlyList<RecordedRow> Rows => field ??= [.. ReadRows()];

    /// <summary>Twenty-one activities and nine graded tests, one row a second at the most.</summary>
    internal static IReadOnlyList<RecordedFile> Sessions => field ??= All("sessions");

    internal static IReadOnlyList<RecordedFile> GradedTests => field ??= All("sessions_actes_1hz");

    /// <summary>Beats, one interval a row.</summary>
    internal static IReadOnlyList<RecordedFile> Beats => field ??= All("rr");

    internal static string PathOf(string folder, string name) => Path.Combine(Data, folder, name);

    private static RecordedFile[] All(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Data, folder), "*.csv").Select(Path.GetFileName).Order(StringComparer.Ordinal).Select(name => new RecordedFile(folder, name!))];

    private IEnumerable<RecordedRow> ReadRows() =>
        from line in File.ReadLines(PathOf(Folder, Name)).Skip(1)
        let cells = line.Split(',')
        select new RecordedRow(Number(cells[0])!.Value, (int?)Number(cells[1]));

    private static double? Number(string cell) => cell.Length == 0 ? null : double.Parse(cell, CultureInfo.InvariantCulture);
}
