using MQTTnet;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>
/// How long a connection lives. The library's own notice of a loss cannot be trusted while publishes are in flight (MQTTnet #2244), so the
/// connection is pinged from outside.
/// </summary>
internal static class ClientLife
{
    private static readonly TimeSpan DisconnectLimit = TimeSpan.FromSeconds(1);

    /// <summary>Two misses of 1.5 s after at most 2 s: a silent broker is given up within 5 s (F2 asks for 6).</summary>
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PingLimit = TimeSpan.FromMilliseconds(1500);

    /// <summary>Returns when the connection is lost, with the reason.</summary>
    internal static async Task<string> UntilLostAsync(IMqttClient client, Task<string> lost, CancellationToken cancellation)
    {
        while (true)
        {
            var pause = Task.Delay(PingEvery, cancellation);
            if (await Task.WhenAny(lost, pause).ConfigureAwait(false) == lost) return await lost.ConfigureAwait(false);
            await pause.ConfigureAwait(false);
            if (!await PingAsync(client, cancellation).ConfigureAwait(false) && !await PingAsync(client, cancellation).ConfigureAwait(false))
                return "The MQTT broker does not answer.";
        }
    }

    /// <summary>Says goodbye where somebody listens, and throws the client away.</summary>
    internal static async ValueTask EndAsync(IMqttClient client)
    {
        using var limit = new CancellationTokenSource(DisconnectLimit);
        try
        {
            var goodbye = new MqttClientDisconnectOptions { Reason = MqttClientDisconnectOptionsReason.NormalDisconnection };
            if (client.IsConnected) await client.DisconnectAsync(goodbye, limit.Token).WaitAsync(DisconnectLimit, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It is being thrown away; whatever it says about its end helps nobody.
        }

        client.Dispose();
    }

    private static async Task<bool> PingAsync(IMqttClient client, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(PingLimit);
        try
        {
            await client.PingAsync(limit.Token).WaitAsync(PingLimit, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
