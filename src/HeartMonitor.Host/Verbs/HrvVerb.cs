using System.Text;
using HeartMonitor.Core.Recordings;
using HeartMonitor.Research.Hrv;

namespace HeartMonitor.Host.Verbs;

/// <summary><c>monitor hrv FILE</c>: RR intervals to heart-rate variability (contracts 5).</summary>
internal static class HrvVerb
{
    /// <summary>Prints one JSON object; what is wrong with the file goes to <paramref name="error"/>.</summary>
    /// <returns>0 fine, 1 a file that is empty, unreadable or holds something else, 2 no such file.</returns>
    internal static int Run(string file, TextWriter output, TextWriter error)
    {
        var (text, code) = InputFile.ReadText(file, error);
        if (text is null) return code;
        using var reader = new StringReader(text);
        var series = RrSeriesReader.Read(reader, file);
        if (!series.IsSeries)
        {
            error.WriteLine(series.Fault);
            return ExitCode.Failed;
        }

        output.WriteLine(Encoding.UTF8.GetString(HrvJson.Write(HrvReport.Of(series.IntervalsMs))));
        return ExitCode.Fine;
    }
}
