using System.Text.Json;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Scenarios;

/// <summary>Text of a scenario file to a <see cref="Scenario"/>, or the first fault in plain words.</summary>
public static class ScenarioReader
{
    private const double LongestStorySeconds = 24 * 3600; // a session is hours, not days

    /// <summary>The scenario and no fault, or null and a fault.</summary>
    public static (Scenario? Scenario, string? Fault) Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return (Read(document.RootElement), null);
        }
        catch (JsonException e)
        {
            return (null, e.Message);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException)
        {
            return (null, e.Message);
        }
    }

    private static Scenario Read(JsonElement root)
    {
        var start = root.TryGetProperty("start", out var at) ? at.GetDateTimeOffset() : new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var reading = ParticipantReader.Read(Member(root, "participant"), "participant");
        var participant = reading.Participant ?? throw new JsonException(string.Join("; ", reading.Faults.Select(f => $"{f.Path}: {f.Text}")));
        var timed = new List<(double At, SessionInput Input)>();
        var index = 0;
        foreach (var input in Member(root, "inputs").EnumerateArray())
        {
            try
            {
                timed.AddRange(ReadInput(input, start, participant));
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException or JsonException)
            {
                throw new JsonException($"inputs[{index}]: {e.Message}", e);
            }

            index++;
        }

        if (!timed.Exists(t => t.Input.Fact is SessionStarted)) throw new JsonException("inputs: there is no session-start");
        return new(
            root.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "",
            start,
            participant,
            InOrder(timed),
            Entries(root, "expect"),
            Entries(root, "never")) { Language = root.TryGetProperty("language", out var language) ? language.GetString() : null };
    }

    private static List<(double At, SessionInput Input)> ReadInput(JsonElement input, DateTimeOffset start, Participant participant)
    {
        if (input.TryGetProperty("event", out _))
        {
            var at = Seconds(input, "at");
            var fact = input.Deserialize(MonitorJson.Context.SessionFact) ?? throw new JsonException("an empty event");
            if (fact is SymptomsReported report && report.Symptoms.FirstOrDefault(s => !Symptoms.SymptomGrading.Names.Contains(s)) is { } unknown)
                throw new JsonException($"there is no symptom called {unknown}");
            if (fact is SessionStarted begun) fact = begun with { Participant = begun.Participant ?? participant };
            return [(at, SessionInput.OfFact(start.AddSeconds(at).TruncateToMicroseconds(), fact))];
        }

        if (input.TryGetProperty("silence", out _)) return [];
        var packets = new ScenarioPackets(input);
        if (input.TryGetProperty("at", out _)) return [Packet(Seconds(input, "at"))];
        var (from, to) = (Seconds(input, "from"), Seconds(input, "to"));
        return Enumerable.Range(0, (int)Math.Ceiling(Math.Max(0, to - from))).Select(i => Packet(from + i)).ToList();

        (double At, SessionInput Input) Packet(double at) =>
            (at, SessionInput.OfPacket(start.AddSeconds(at).TruncateToMicroseconds(), packets.At(at)));
    }

    /// <summary>
    /// By stamp, and in the file's order within one. Facts before the session's start are its check-in: they count right after it. Packets
    /// before it are heard by nobody.
    /// </summary>
    private static List<SessionInput> InOrder(List<(double At, SessionInput Input)> timed)
    {
        var inputs = timed.OrderBy(t => t.At).Select(t => t.Input).ToList();
        var begin = inputs.FindIndex(i => i.Fact is SessionStarted);
        var checkIn = inputs.Take(begin).Where(i => i.Fact is not null).Select(i => i with { At = inputs[begin].At });
        return [inputs[begin], .. checkIn, .. inputs.Skip(begin + 1)];
    }

    private static JsonElement Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out var member) ? member : throw new JsonException($"\"{name}\" is missing");

    private static double Seconds(JsonElement input, string member)
    {
        if (!input.TryGetProperty(member, out var value)) throw new JsonException($"\"{member}\" is missing");
        var seconds = value.GetDouble();
        return seconds is >= 0 and <= LongestStorySeconds ? seconds : throw new JsonException($"\"{member}\" is outside 0 to {LongestStorySeconds} s");
    }

    private static JsonElement[] Entries(JsonElement root, string member) =>
        root.TryGetProperty(member, out var entries) ? [.. entries.EnumerateArray().Select(e => e.Clone())] : [];
}
