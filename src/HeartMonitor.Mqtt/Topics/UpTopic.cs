namespace HeartMonitor.Mqtt.Topics;

/// <summary>What a client publishes.</summary>
internal enum UpKind
{
    Ack,
    Answer,
    Symptom,
    Talk,

    /// <summary>Somebody asks for help.</summary>
    Help,
    Shelve,
    Unshelve,

    /// <summary>The client's own state; the only one that may be retained or be a will.</summary>
    State,

    /// <summary>One packet of one strap, as bytes.</summary>
    Raw,

    /// <summary>Packets of many straps.</summary>
    Batch,
}

/// <summary>A topic <c>hrm/1/{site}/up/{principal}/{kind}[/{id}]</c>, taken apart.</summary>
/// <param name="Principal">Who speaks.</param>
/// <param name="Kind">What about.</param>
/// <param name="Id">Alert, prompt, session or strap id; empty for <see cref="UpKind.State"/> and <see cref="UpKind.Batch"/>.</param>
internal readonly record struct UpTopic(string Principal, UpKind Kind, string Id)
{
    /// <summary>Packets of straps, as opposed to what people say.</summary>
    internal bool IsPackets => Kind is UpKind.Raw or UpKind.Batch;

    /// <summary>Longest topic that is looked at (ecosystem-reliability 2e).</summary>
    internal const int MaxLength = 200;

    internal static IReadOnlyList<string> RequestKinds { get; } = ["ack", "answer", "symptom", "talk", "help", "shelve", "unshelve"];

    /// <summary>Null when the topic is not one of this site's.</summary>
    internal static UpTopic? Parse(string topic, string site)
    {
        if (topic.Length > MaxLength) return null;
        var levels = topic.Split('/', 9);
        if (levels is not ["hrm", "1", var itsSite, "up", var principal, var kind, .. var rest]) return null;
        if (itsSite != site || !TopicLevel.IsValid(principal)) return null;
        return (kind, rest) switch
        {
            ("state", []) => new(principal, UpKind.State, ""),
            ("batch", []) => new(principal, UpKind.Batch, ""),
            ("raw", [var id]) when TopicLevel.IsValid(id) => new(principal, UpKind.Raw, id),
            ("ack", [var id]) when TopicLevel.IsValid(id) => new(principal, UpKind.Ack, id),
            ("answer", [var id]) when TopicLevel.IsValid(id) => new(principal, UpKind.Answer, id),
            ("symptom", [var id]) when TopicLevel.IsValid(id) => new(principal, UpKind.Symptom, id),
            ("talk", [var id]) when TopicLevel.IsValid(id) => new(principal, UpKind.Talk, id),
            ("help", [var id]) when TopicLevel.IsValid(id) => new(principal, UpKind.Help, id),
            ("shelve", [var id]) when TopicLevel.IsValid(id) => new(principal, UpKind.Shelve, id),
            ("unshelve", [var id]) when TopicLevel.IsValid(id) => new(principal, UpKind.Unshelve, id),
            _ => null,
        };
    }
}
