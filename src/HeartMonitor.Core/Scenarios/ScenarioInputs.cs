using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Service;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Scenarios;

/// <summary>The inputs of a story as they are read: stamped, in order, silences cut out.</summary>
/// <param name="start">Instant of second 0.</param>
/// <param name="participant">Whom the story is about.</param>
internal sealed class ScenarioInputs(DateTimeOffset start, Participant participant)
{
    private const int MostInputs = 1_000_000; // ours: eleven straps' packets of the longest story

    private static readonly string[] StretchMembers = ["from", "to", "at", "hr", "rr", "seed", "contact", "sensor", "packet", "silence"];

    /// <summary>Members that a fact cannot do without; the serialiser would fill them with zeros.</summary>
    private static readonly Dictionary<string, string[]> Needed = new()
    {
        ["phase"] = ["phase"],
        ["rpe"] = ["value"],
        ["talk-test"] = ["value"],
        ["symptoms"] = ["symptoms"],
        ["medication-taken"] = ["atc"],
        ["resting-hr"] = ["bpm"],
        ["temperature"] = ["celsius"],
        ["room"] = ["celsius"],
        ["substance"] = ["name"],
        ["release"] = ["code"],
        ["identity-doubt"] = ["other"],
        ["participant-changed"] = ["participant"],
        ["strap-bound"] = ["strap"],
        ["strap-confirmed"] = ["bpm"],
        ["strap-doubt"] = ["sign"],
    };

    private readonly List<(double At, SessionInput Input)> _timed = [];
    private readonly List<(double From, double To)> _silences = [];

    /// <summary>Bound before the first packet: one optical stretch makes it optical (contracts section 4).</summary>
    private SensorClass _sensor = SensorClass.Chest;

    /// <summary>The last second that an input names.</summary>
    internal double LastSecond { get; private set; }

    /// <exception cref="JsonException">The input is not one of contracts section 4.</exception>
    internal void Read(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object) throw new JsonException($"an input is an object, not {StoryJson.Named(input.ValueKind)}");
        if (input.TryGetProperty("event", out _)) ReadFact(input);
        else ReadStretch(input);
    }

    /// <summary>
    /// By stamp, and in the file's order within one. Facts before the session's start are its check-in: they count right after it. Packets
    /// before it are heard by nobody; nor are those within a silence.
    /// </summary>
    internal List<SessionInput> InOrder()
    {
        var inputs = _timed
            .Where(t => t.Input.Fact is not null || !_silences.Exists(s => t.At >= s.From && t.At < s.To))
            .OrderBy(t => t.At).Select(t => t.Input).ToList();
        var begin = inputs.FindIndex(i => i.Fact is SessionStarted);
        if (begin < 0) throw new JsonException("inputs: there is no session-start");
        if (inputs.Count(i => i.Fact is SessionStarted) > 1) throw new JsonException("inputs: there is a second session-start; a story is one session");
        var checkIn = inputs.Take(begin).Where(i => i.Fact is not null).Select(i => i with { At = inputs[begin].At });
        if (inputs[begin].Fact is SessionStarted { Sensor: null } bound) inputs[begin] = inputs[begin] with { Fact = bound with { Sensor = _sensor } };
        return [inputs[begin], .. checkIn, .. inputs.Skip(begin + 1)];
    }

    private void ReadFact(JsonElement input)
    {
        var at = Named(StoryJson.Seconds(input, "at"));
        var fact = Fact(input);
        if (fact is SessionStarted begun) fact = begun with { Participant = begun.Participant ?? participant };
        if (fact is ParticipantChanged) fact = Changed(input);
        _timed.Add((at, SessionInput.OfFact(Instant(at), fact)));
    }

    /// <summary>The whole file in place of the story's own; read as that is.</summary>
    private SessionFact Changed(JsonElement input)
    {
        var reading = ParticipantReader.Read(input.GetProperty("participant"), "participant");
        var changed = reading.Participant ?? throw new JsonException(string.Join("; ", reading.Faults.Select(f => $"{f.Path}: {f.Text}")));
        if (changed.Id != participant.Id) throw new JsonException($"\"participant\" is the file of {changed.Id}; the story is about {participant.Id}");
        return ((ParticipantChanged)Fact(input)) with { Participant = changed };
    }

    /// <summary>What an input says or enters, without its time.</summary>
    /// <exception cref="JsonException">There is no such event, or it has not what it needs.</exception>
    internal static SessionFact Fact(JsonElement input)
    {
        var name = StoryJson.Required(input, "event", JsonValueKind.String).GetString()!;
        CheckFact(input, name);
        var fact = input.Deserialize(MonitorJson.Context.SessionFact) ?? throw new JsonException("an empty event");
        if (fact is SymptomsReported report && report.Symptoms.FirstOrDefault(s => !Symptoms.SymptomGrading.Names.Contains(s)) is { } unknown)
            throw new JsonException($"there is no symptom called {unknown}{StoryJson.Hint(unknown, Symptoms.SymptomGrading.Names)}");
        if (fact is TalkTestAnswered { Value: not ("yes" or "equivocal" or "no") }) throw new JsonException("a talk test is answered by yes, equivocal or no");
        return fact;
    }

    private static void CheckFact(JsonElement input, string name)
    {
        var kinds = MonitorJson.Context.SessionFact.PolymorphismOptions!.DerivedTypes.Where(k => IsOfOnePerson(k.DerivedType)).ToArray();
        var type = kinds.FirstOrDefault(k => (string?)k.TypeDiscriminator == name).DerivedType
            ?? throw new JsonException($"there is no event called {name}{StoryJson.Hint(name, kinds.Select(k => (string)k.TypeDiscriminator!))}");
        var properties = MonitorJson.Context.GetTypeInfo(type)!.Properties;
        StoryJson.RefuseSlips(input, ["at", "event", .. properties.Select(p => p.Name)]);
        if (Needed.GetValueOrDefault(name)?.FirstOrDefault(member => !input.TryGetProperty(member, out _)) is { } missing)
            throw new JsonException($"\"{missing}\" is missing");
        if (name == "ack" && !input.TryGetProperty("code", out _) && !input.TryGetProperty("alert", out _)) throw new JsonException("\"code\" is missing");
        foreach (var property in properties.Where(p => p.PropertyType != typeof(Participant))) CheckValue(input, property); // a file has its own reader
    }

    /// <summary>What is about the service, or about many people at once, is no part of a story about one.</summary>
    private static bool IsOfOnePerson(Type fact) => fact != typeof(LossExplained) && !fact.IsSubclassOf(typeof(ServiceFact));

    private static void CheckValue(JsonElement input, JsonPropertyInfo property)
    {
        if (!input.TryGetProperty(property.Name, out var value) || value.ValueKind == JsonValueKind.Null) return;
        if (EventShape.Fault(property.Name, value, property.PropertyType) is { } fault) throw new JsonException(fault);
    }

    private void ReadStretch(JsonElement input)
    {
        StoryJson.RefuseSlips(input, StretchMembers);
        if (input.TryGetProperty("sensor", out var sensor) && sensor.ValueEquals("optical")) _sensor = SensorClass.Optical;
        if (input.TryGetProperty("at", out _) && !input.TryGetProperty("from", out _) && !input.TryGetProperty("silence", out _))
        {
            var once = new ScenarioPackets(input);
            Add(once, Named(StoryJson.Seconds(input, "at")));
            return;
        }

        var (from, to) = (StoryJson.Seconds(input, "from"), Named(StoryJson.Seconds(input, "to")));
        if (from > to) throw new JsonException("\"from\" is after \"to\"");
        if (input.TryGetProperty("silence", out _))
        {
            _silences.Add((from, to));
            return;
        }

        var packets = new ScenarioPackets(input);
        for (var i = 0; from + i < to; i++) Add(packets, from + i);
    }

    private void Add(ScenarioPackets packets, double at)
    {
        if (_timed.Count == MostInputs) throw new JsonException($"the story has more than {MostInputs} packets and events");
        _timed.Add((at, SessionInput.OfPacket(Instant(at), packets.At(at))));
    }

    private double Named(double second)
    {
        LastSecond = Math.Max(LastSecond, second);
        return second;
    }

    private DateTimeOffset Instant(double second) => start.AddSeconds(second).TruncateToMicroseconds();
}
