using System.Text.Json.Serialization.Metadata;
using HeartMonitor.Core.Messages;

namespace HeartMonitor.Mqtt.Board;

/// <summary>
/// Puts data into envelopes. One source for each family of topics (<c>hrm/gym1/svc/alert</c>, ...; for live values one for each session), so
/// that <c>seq</c> is gap-free for whoever reads just that family. Safe to call from any thread.
/// </summary>
internal sealed class Envelopes(string site, string node, long epoch)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, EnvelopeWriter> _writers = [];

    internal byte[] Write(StateMessage message) => message.Data switch
    {
        AlertData alert => Write("alert", "hrm.alert", message, alert, MessageJsonContext.Default.AlertData),
        PromptData prompt => Write("prompt", "hrm.prompt", message, prompt, MessageJsonContext.Default.PromptData),
        SessionData session => Write("session", "hrm.session", message, session, MessageJsonContext.Default.SessionData),
        LiveData live => Write("live/" + message.Subject, "hrm.live", message, live, MessageJsonContext.Default.LiveData),
        DeviceData device => Write("device", "hrm.device", message, device, MessageJsonContext.Default.DeviceData),
        _ => throw new ArgumentException($"No envelope for {message.Data.GetType().Name}.", nameof(message)),
    };

    internal byte[] Write<T>(
        string family, string type, string id, DateTimeOffset time, DateTimeOffset? expiresAt, string? subject, T data, JsonTypeInfo<T> info)
    {
        lock (_gate)
        {
            if (!_writers.TryGetValue(family, out var writer))
                _writers[family] = writer = new($"hrm/{site}/{node}/{family}", epoch);
            return writer.Write(type, id, time, expiresAt, subject, data, info);
        }
    }

    /// <summary>Forgets a family that nothing more will be said in.</summary>
    internal void Forget(string family)
    {
        lock (_gate) _writers.Remove(family);
    }

    private byte[] Write<T>(string family, string type, StateMessage message, T data, JsonTypeInfo<T> info) =>
        Write(family, type, message.Id, message.Time, message.ExpiresAt, message.Subject, data, info);
}
