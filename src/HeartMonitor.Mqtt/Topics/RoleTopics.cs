using HeartMonitor.Core.Ports;

namespace HeartMonitor.Mqtt.Topics;

/// <summary>What a role may say and read at the embedded broker (ecosystem-reliability 1a).</summary>
internal static class RoleTopics
{
    /// <summary>Under its own name alone; packets and requests as the role allows.</summary>
    internal static bool MayPublish(Caller caller, UpTopic topic) => topic.Principal == caller.Id && caller.Role switch
    {
        Role.Staff or Role.Clinician or Role.Admin => true,
        Role.Gateway => topic.IsPackets || topic.Kind == UpKind.State,
        Role.Researcher => topic.Kind == UpKind.State,
    };

    /// <summary>True when every topic that the levels after the site can match may be read.</summary>
    internal static bool MayRead(Caller caller, ReadOnlySpan<string> levels) => levels switch
    {
        ["dn", "reply", var to] => to == caller.Id,
        ["up", var who, ..] => who == caller.Id,
        ["dn", "svc", ..] => true,
        ["dn", "session", _, "live" or "state"] => caller.Role != Role.Gateway,
        ["dn", "session" or "device", ..] => caller.Role is Role.Staff or Role.Clinician or Role.Admin,
        _ => false,
    };
}
