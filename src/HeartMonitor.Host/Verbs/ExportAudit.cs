using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using HeartMonitor.Storage;

namespace HeartMonitor.Host.Verbs;

/// <summary>One line of the audit.</summary>
/// <param name="Outcome"><c>done</c>, <c>unchanged</c>, <c>refused</c> or <c>failed</c>.</param>
/// <param name="Session">Session id as the journal has it; null where none was reached.</param>
/// <param name="Participant">Pseudonym; null where none was reached.</param>
/// <param name="Detail">Why not, in one line; null where it was.</param>
/// <param name="Files">How many files.</param>
/// <param name="ManifestSha256">Hash of their manifest: what exactly left.</param>
internal sealed record AuditLine(string Outcome, string? Session, string? Participant, string? Detail = null, int Files = 0, string? ManifestSha256 = null);

/// <summary>
/// Who exported what, when and with which options: <c>exports.jsonl</c> in the data folder, a line a session, only ever appended to. Each line holds the hash of the one
/// before it, so that a line that was taken out or changed is seen. Refusals and failures are lines too.
/// </summary>
/// <param name="folder">Data folder.</param>
/// <param name="request">What was asked.</param>
/// <param name="time">The machine's clock: when somebody asked has nothing to do with the clinic's story.</param>
internal sealed class ExportAudit(string folder, ExportRequest request, TimeProvider time)
{
    /// <summary>Name of the file.</summary>
    internal const string FileName = "exports.jsonl";

    private const int MostTries = 100;
    private const int TryAgainMs = 50;
    private const int LongestLine = 64 * 1024;
    private const byte LineEnd = (byte)'\n';

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Appends a line and has it on disk when it returns.</summary>
    /// <exception cref="IOException">The file cannot be written: then nothing may leave.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    internal void Append(AuditLine line)
    {
        using var file = OpenAlone();
        var last = LastLine(file);
        file.Seek(0, SeekOrigin.End);
        if (last.IsTorn) file.WriteByte(LineEnd);
        file.Write(Bytes(line, last.Bytes.Length == 0 ? null : Convert.ToHexStringLower(SHA256.HashData(last.Bytes))));
        file.WriteByte(LineEnd);
        file.Flush(flushToDisk: true);
    }

    private FileStream OpenAlone()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return OwnerOnly.Open(Path.Combine(folder, FileName), FileMode.OpenOrCreate, share: FileShare.None);
            }
            catch (IOException busy) when (tries < MostTries && busy is not (DirectoryNotFoundException or FileNotFoundException))
            {
                Thread.Sleep(TryAgainMs); // another export writes its line
            }
        }
    }

    private static (byte[] Bytes, bool IsTorn) LastLine(FileStream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, LongestLine)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        if (tail.Length == 0) return ([], false);
        var isTorn = tail[^1] != LineEnd;
        var text = isTorn ? tail : tail[..^1];
        return (text[(Array.LastIndexOf(text, LineEnd) + 1)..], isTorn);
    }

    private byte[] Bytes(AuditLine line, string? before)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("at"u8, time.GetUtcNow().UtcDateTime);
            json.WriteString("account"u8, Environment.UserName);
            json.WriteString("by"u8, request.By);
            json.WriteString("outcome"u8, line.Outcome);
            json.WriteString("session"u8, line.Session ?? request.Session);
            json.WriteString("participant"u8, line.Participant);
            json.WriteString("format"u8, Short(request.Format));
            json.WriteString("out"u8, Short(Place(request.Out)));
            json.WriteBoolean("all"u8, request.Session is null);
            json.WriteBoolean("datesShifted"u8, request.ShiftDates);
            json.WriteBoolean("force"u8, request.Force);
            json.WriteNumber("files"u8, line.Files);
            json.WriteString("manifestSha256"u8, line.ManifestSha256);
            json.WriteString("detail"u8, line.Detail);
            json.WriteString("before"u8, before);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The full path; what is none stands as it was given, in the line that says that it was refused.</summary>
    private static string Place(string path)
    {
        try
        {
            return Path.GetFullPath(path);
        }
        catch (Exception none) when (none is ArgumentException or IOException or NotSupportedException)
        {
            return path;
        }
    }

    private static string Short(string text) => text.Length <= 1000 ? text : text[..1000];
}
