using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Query;
using HeartMonitor.Storage.Forwarding;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Verbs;

/// <summary><c>monitor dead-letters</c>: the rows that a store refused for good, and the wish that they be sent again.</summary>
internal sealed class DeadLettersVerb(TextWriter output, TextWriter error)
{
    /// <summary>Ours: who reads more than these reads the count.</summary>
    private const int Most = 10_000;

    /// <returns>0 fine, 1 the journal cannot be read or the folder not written, 2 there is none, 78 configuration refused.</returns>
    internal int Run(string configFolder, IReadOnlyDictionary<string, string?> commandLine, bool json, bool resend)
    {
        var (data, code) = StoredData.Open(configFolder, commandLine, error);
        if (data is null) return code;
        return StoredData.Read(error, () =>
        {
            var dead = data.Journal.AllDeadLetters(Most);
            foreach (var letter in dead) output.WriteLine(json ? Json(letter, RowOf(data.Journal, letter.Seq)) : Line(letter, RowOf(data.Journal, letter.Seq)));
            if (!json) output.WriteLine(dead.Count == Most ? $"The first {Most} dead letters." : $"{dead.Count} dead {(dead.Count == 1 ? "letter" : "letters")}.");
            return resend ? Resend(data.Settings.Data, dead) : ExitCode.Fine;
        });
    }

    private int Resend(string folder, IReadOnlyList<StoredDeadLetter> dead)
    {
        try
        {
            foreach (var sink in dead.GroupBy(letter => letter.Sink))
            {
                if (InfluxStore.Resends(sink.Key)) JournalForwarder.AskToResend(folder, sink.Key);
                error.WriteLine(InfluxStore.Resends(sink.Key)
                    ? $"{sink.Key}: asked for; the service sends them within seconds, or when it is started."
                    : $"{sink.Key}: these are not sent again; what they said is over.");
            }

            return ExitCode.Fine;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{folder}: the wish cannot be left here: {fault.Message}");
            return ExitCode.Failed;
        }
    }

    private static JournalRow? RowOf(JournalReader journal, long seq) => journal.ReadAfter(seq - 1, 1) is [var row] && row.Seq == seq ? row : null;

    /// <summary>An older version kept a server's words as they came: a terminal must not take them for commands.</summary>
    private static string Line(StoredDeadLetter letter, JournalRow? row) => string.Create(
        CultureInfo.InvariantCulture, $"{letter.Sink} {letter.Seq} {What(row)} refused {letter.At:yyyy-MM-dd HH:mm:ss}Z: {PlainText.Of(letter.Reason)}");

    private static string What(JournalRow? row) => row is not { Entry: var entry }
        ? "(no more in the journal)"
        : string.Create(CultureInfo.InvariantCulture, $"{KebabCase.Of(entry.Kind)} of {entry.Session} at {entry.At:yyyy-MM-dd HH:mm:ss.fff}Z");

    private static string Json(StoredDeadLetter letter, JournalRow? row)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("sink", letter.Sink);
            writer.WriteNumber("seq", letter.Seq);
            writer.WriteString("refusedAt", letter.At);
            writer.WriteString("reason", letter.Reason);
            if (row is { Entry: var entry })
            {
                writer.WriteString("kind", KebabCase.Of(entry.Kind));
                writer.WriteString("session", entry.Session);
                writer.WriteString("at", entry.At);
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
