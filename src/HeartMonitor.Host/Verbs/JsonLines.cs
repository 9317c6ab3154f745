using System.Text;
using HeartMonitor.Core;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Host.Verbs;

/// <summary>Events as JSON lines.</summary>
internal static class JsonLines
{
    internal static void Write(IEnumerable<SessionEvent> events, TextWriter output)
    {
        foreach (var sessionEvent in events) output.WriteLine(Encoding.UTF8.GetString(MonitorJson.Write(sessionEvent)));
    }
}
