namespace HeartMonitor.Mqtt.Topics;

/// <summary>The topics of one site, <c>hrm/1/{site}/...</c> (contracts 6).</summary>
internal sealed class SiteTopics(string site)
{
    internal string Site { get; } = site;

    internal string Root { get; } = $"hrm/1/{site}";

    internal string ServiceState(string node) => $"{Root}/dn/svc/{node}/state";

    internal string ServiceBeat(string node) => $"{Root}/dn/svc/{node}/beat";

    internal string ServiceAlert(string node, string alert) => $"{Root}/dn/svc/{node}/alert/{alert}";

    internal string SessionState(string session) => $"{Root}/dn/session/{session}/state";

    internal string Live(string session) => $"{Root}/dn/session/{session}/live";

    internal string Alert(string session, string alert) => $"{Root}/dn/session/{session}/alert/{alert}";

    internal string Prompt(string session, string prompt) => $"{Root}/dn/session/{session}/prompt/{prompt}";

    internal string DeviceHealth(string device) => $"{Root}/dn/device/{device}/health";

    internal string Reply(string principal) => $"{Root}/dn/reply/{principal}";

    /// <summary>What the service listens to at an external broker.</summary>
    internal IReadOnlyList<string> Requests { get; } =
        [.. UpTopic.RequestKinds.Select(kind => $"hrm/1/{site}/up/+/{kind}/+")];

    /// <summary>What it listens to beside, where gateways are a source.</summary>
    internal IReadOnlyList<string> Packets { get; } = [$"hrm/1/{site}/up/+/raw/+", $"hrm/1/{site}/up/+/batch", $"hrm/1/{site}/up/+/state"];

    /// <summary>Where the service may have left retained messages that are no longer true.</summary>
    internal IReadOnlyList<string> Retained { get; } =
    [
        $"hrm/1/{site}/dn/svc/+/alert/+",
        $"hrm/1/{site}/dn/session/+/state",
        $"hrm/1/{site}/dn/session/+/live",
        $"hrm/1/{site}/dn/session/+/alert/+",
        $"hrm/1/{site}/dn/session/+/prompt/+",
        $"hrm/1/{site}/dn/reply/+",
    ];
}
