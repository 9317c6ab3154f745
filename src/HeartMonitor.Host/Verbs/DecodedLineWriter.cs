using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Host.Verbs;

/// <summary>Writes packets as the JSON lines of contracts 2. Collects lines and hands them on in blocks, never a line at a time.</summary>
internal sealed class DecodedLineWriter(TextWriter output)
{
    private const int BlockBytes = 64 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>In the order of domain-facts 1.3.</summary>
    private static readonly (MeasurementWarnings Warning, JsonEncodedText Name)[] Warnings =
    [
        .. Enum.GetValues<MeasurementWarnings>()
            .Where(warning => warning != MeasurementWarnings.None)
            .Select(warning => (warning, JsonEncodedText.Encode(KebabCase.Of(warning)))),
    ];

    private readonly ArrayBufferWriter<byte> _bytes = new(2 * BlockBytes);
    private readonly char[] _chars = new char[BlockBytes];
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private byte[] _packet = new byte[1024];
    private char[] _hex = new char[2048];
    private Utf8JsonWriter? _writer;

    private Utf8JsonWriter Json => _writer ??= new(_bytes, Options);

    /// <summary>Decodes <paramref name="text"/> and writes its line.</summary>
    /// <returns>False when it is not hex.</returns>
    internal bool Write(ReadOnlySpan<char> text)
    {
        if (_packet.Length < HexText.MostBytes(text.Length)) _packet = new byte[text.Length];
        if (!HexText.TryParse(text, _packet, out var count)) return WriteNotHex(text);

        Json.WriteStartObject();
        WriteHex(_packet.AsSpan(0, count));
        var result = HeartRateMeasurementCodec.Decode(_packet.AsMemory(0, count));
        if (result.IsMeasurement) WriteMeasurement(result.Measurement);
        else Json.WriteString("error"u8, KebabCase.Of(result.Fault));
        EndLine();
        return true;
    }

    /// <summary>Writes the line of a text that is not hex, the text as it was given.</summary>
    /// <returns>False.</returns>
    internal bool WriteNotHex(ReadOnlySpan<char> text)
    {
        Json.WriteStartObject();
        Json.WriteString("hex"u8, text);
        Json.WriteString("error"u8, "not-hex"u8);
        EndLine();
        return false;
    }

    /// <summary>Hands all that was written to the output and flushes that.</summary>
    internal void Flush()
    {
        Drain();
        output.Flush();
    }

    private void WriteHex(ReadOnlySpan<byte> packet)
    {
        if (_hex.Length < packet.Length * 2) _hex = new char[packet.Length * 2];
        Convert.TryToHexString(packet, _hex, out var written);
        Json.WriteString("hex"u8, _hex.AsSpan(0, written));
    }

    private void WriteMeasurement(in HeartRateMeasurement measurement)
    {
        Json.WriteNumber("hr"u8, measurement.HeartRate.Bpm);
        Json.WriteString("contact"u8, KebabCase.Of(measurement.Contact));
        if (measurement.EnergyKj is { } energy) Json.WriteNumber("energyKj"u8, energy);
        else Json.WriteNull("energyKj"u8);

        Json.WriteStartArray("rrRaw"u8);
        foreach (var interval in measurement.Rr)
        {
            Json.WriteNumberValue(interval.Raw);
            DrainFullBlock();
        }

        Json.WriteEndArray();
        Json.WriteStartArray("rrMs"u8);
        foreach (var interval in measurement.Rr)
        {
            Json.WriteNumberValue(interval.Milliseconds);
            DrainFullBlock();
        }

        Json.WriteEndArray();
        Json.WriteStartArray("warnings"u8);
        foreach (var (warning, name) in Warnings)
            if ((measurement.Warnings & warning) != 0) Json.WriteStringValue(name);
        Json.WriteEndArray();
    }

    private void EndLine()
    {
        Json.WriteEndObject();
        Json.Flush();
        Json.Reset();
        _bytes.Write("\n"u8);
        DrainFullBlock();
    }

    private void DrainFullBlock()
    {
        if (_bytes.WrittenCount + Json.BytesPending >= BlockBytes) Drain();
    }

    private void Drain()
    {
        Json.Flush();
        for (var rest = _bytes.WrittenSpan; !rest.IsEmpty;)
        {
            _decoder.Convert(rest, _chars, flush: false, out var used, out var written, out _);
            output.Write(_chars, 0, written);
            rest = rest[used..];
        }

        _bytes.ResetWrittenCount();
    }
}
