using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Mqtt.Topics;

namespace HeartMonitor.Mqtt.Requests;

/// <summary>
/// The data of a request as a fact. Checks form only (types, lengths, that the body and the topic name the same thing); whether the
/// value is in range is the session's to say, because a refused answer has consequences there.
/// </summary>
internal static class FactReader
{
    private const int MostSymptoms = 22;
    private const int LongestReason = 200;

    /// <summary>Null when the data do not fit; <paramref name="fault"/> then says why in one plain sentence without their content.</summary>
    internal static SessionFact? Read(UpTopic topic, JsonElement data, out string fault)
    {
        fault = "The data do not fit the request.";
        return topic.Kind switch
        {
            UpKind.Ack => Ack(topic, data, ref fault),
            UpKind.Answer => Answer(topic, data, ref fault),
            UpKind.Symptom => Symptoms(data, ref fault),
            UpKind.Talk => Talk(data, ref fault),
            UpKind.Help => Help(data),
            UpKind.Shelve => Shelve(topic, data, ref fault),
            UpKind.Unshelve => Unshelve(topic, data, ref fault),
            _ => null,
        };
    }

    private static AlertAcknowledged? Ack(UpTopic topic, JsonElement data, ref string fault)
    {
        fault = "An acknowledgement needs rev as a whole number, by as a staff pseudonym, aid as in the topic, action ack; all but the topic may be left out.";
        if (!Same(data, "aid", topic.Id) || !Same(data, "action", "ack")) return null;
        if (!TryWhole(data, "rev", out var rev) || !TryPseudonym(data, "by", topic.Principal, out var by)) return null;
        return new() { Alert = topic.Id, Rev = rev, By = by };
    }

    private static RpeAnswered? Answer(UpTopic topic, JsonElement data, ref string fault)
    {
        fault = "An answer needs value as a whole number on the scale borg6_20; by is participant or staff; pid is as in the topic.";
        if (!Same(data, "pid", topic.Id) || !Same(data, "scale", "borg6_20")) return null;
        if (!TryWhole(data, "value", out var value) || value is not { } answer || !TryBy(data, out var by)) return null;
        return new(answer) { By = by, Prompt = topic.Id };
    }

    private static SymptomsReported? Symptoms(JsonElement data, ref string fault)
    {
        fault = "A symptom report needs symptoms as a list of names; grade is a whole number; by is participant or staff.";
        if (!data.TryGetProperty("symptoms"u8, out var list) || list.ValueKind != JsonValueKind.Array) return null;
        if (list.GetArrayLength() is 0 or > MostSymptoms) return null;
        if (!list.EnumerateArray().All(s => s.ValueKind == JsonValueKind.String && TopicLevel.IsValid(s.GetString()))) return null;
        if (!TryWhole(data, "grade", out var grade) || !TryBy(data, out var by)) return null;
        return new([.. list.EnumerateArray().Select(s => s.GetString()!)]) { Grade = grade, By = by };
    }

    private static TalkTestAnswered? Talk(JsonElement data, ref string fault)
    {
        fault = "A talk test needs value yes, equivocal or no; by is participant or staff.";
        return Text(data, "value") is "yes" or "equivocal" or "no" && TryBy(data, out _) ? new(Text(data, "value")!) : null;
    }

    /// <summary>Never refused: a signature that is none is left out.</summary>
    private static HelpRequested Help(JsonElement data) => TopicLevel.IsValid(Text(data, "by")) ? new() { By = Text(data, "by")! } : new();

    private static AlertShelved? Shelve(UpTopic topic, JsonElement data, ref string fault)
    {
        fault = "Shelving needs seconds as a whole number; reason is a text of at most 200 characters; by is a staff pseudonym, aid as in the topic.";
        if (!Same(data, "aid", topic.Id) || !TryWhole(data, "seconds", out var seconds) || seconds is null) return null;
        if (!TryPseudonym(data, "by", topic.Principal, out var by)) return null;
        if (!IsAbsent(data, "reason") && Text(data, "reason") is not { Length: <= LongestReason }) return null;
        return new(seconds.Value, by) { Alert = topic.Id, Reason = Text(data, "reason") };
    }

    private static AlertUnshelved? Unshelve(UpTopic topic, JsonElement data, ref string fault)
    {
        fault = "Bringing an alert back needs by as a staff pseudonym, aid as in the topic; all but the topic may be left out.";
        return Same(data, "aid", topic.Id) && TryPseudonym(data, "by", topic.Principal, out var by) ? new(by) { Alert = topic.Id } : null;
    }

    /// <summary>True when the member is absent, null or exactly <paramref name="expected"/>.</summary>
    private static bool Same(JsonElement data, string name, string expected) => IsAbsent(data, name) || Text(data, name) == expected;

    private static bool TryWhole(JsonElement data, string name, out int? value)
    {
        value = null;
        if (IsAbsent(data, name)) return true;
        var member = data.GetProperty(name);
        if (member.ValueKind != JsonValueKind.Number || !member.TryGetInt32(out var read)) return false;
        value = read;
        return true;
    }

    private static bool TryPseudonym(JsonElement data, string name, string otherwise, out string pseudonym)
    {
        pseudonym = IsAbsent(data, name) ? otherwise : Text(data, name) ?? "";
        return TopicLevel.IsValid(pseudonym);
    }

    private static bool TryBy(JsonElement data, out AnsweredBy by)
    {
        var named = IsAbsent(data, "by") ? AnsweredBy.Participant : KebabCase.Parse<AnsweredBy>(Text(data, "by"));
        by = named ?? default;
        return named is not null;
    }

    private static bool IsAbsent(JsonElement data, string name) =>
        !data.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null;

    private static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
