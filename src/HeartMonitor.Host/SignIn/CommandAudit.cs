using HeartMonitor.Core;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Host.SignIn;

/// <summary>What a command is called in the audit.</summary>
internal static class CommandAudit
{
    /// <summary>The fact's own word of contracts 4, such as <c>rpe</c> or <c>release</c>.</summary>
    internal static string WordOf(SessionFact fact)
    {
        using var json = System.Text.Json.JsonDocument.Parse(MonitorJson.Write(fact));
        return json.RootElement.TryGetProperty("event", out var word) ? word.GetString() ?? "event" : "event";
    }
}
