using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HeartMonitor.Research.Artefacts;

namespace HeartMonitor.Research.Hrv;

/// <summary>The JSON of contracts 5: members always in the same order, figures with four decimals at most, the same bytes everywhere.</summary>
public static class HrvJson
{
    /// <summary>A tenth of a microsecond: far below the clock of any strap, far above the rounding that differs between machines.</summary>
    private const int Decimals = 4;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object on one line, UTF-8, without a line end.</summary>
    public static byte[] Write(HrvReport report)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("beats"u8, report.Beats);
            WriteMetrics(writer, report.Raw);
            WriteArtefacts(writer, report);
            writer.WriteStartObject("corrected"u8);
            WriteMetrics(writer, report.Corrected);
            writer.WriteEndObject();
            WriteReasons(writer, report.Reasons);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMetrics(Utf8JsonWriter writer, HrvMetrics metrics)
    {
        WriteFigure(writer, "meanRrMs", metrics.MeanRrMs);
        WriteFigure(writer, "rmssdMs", metrics.RmssdMs);
        WriteFigure(writer, "sdnnMs", metrics.SdnnMs);
        WriteFigure(writer, "pnn50Percent", metrics.Pnn50Percent);
        WriteFigure(writer, "dfaAlpha1", metrics.DfaAlpha1);
    }

    private static void WriteArtefacts(Utf8JsonWriter writer, HrvReport report)
    {
        writer.WriteStartObject("artefacts"u8);
        writer.WriteString("method"u8, LipponenTarvainen.Name);
        WriteFigure(writer, "percent", report.ArtefactPercent);
        WriteBeats(writer, "ectopic", report.Artefacts.Ectopic);
        WriteBeats(writer, "missed", report.Artefacts.Missed);
        WriteBeats(writer, "extra", report.Artefacts.Extra);
        WriteBeats(writer, "longShort", report.Artefacts.LongShort);
        writer.WriteEndObject();
    }

    private static void WriteReasons(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> reasons)
    {
        writer.WriteStartObject("reasons"u8);
        foreach (var (figure, reason) in reasons) writer.WriteString(figure, reason);
        writer.WriteEndObject();
    }

    private static void WriteBeats(Utf8JsonWriter writer, string name, IReadOnlyList<int> beats)
    {
        writer.WriteStartArray(name);
        foreach (var beat in beats) writer.WriteNumberValue(beat);
        writer.WriteEndArray();
    }

    private static void WriteFigure(Utf8JsonWriter writer, string name, double? figure)
    {
        if (figure is { } value) writer.WriteNumber(name, Math.Round(value, Decimals));
        else writer.WriteNull(name);
    }
}
