using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;

namespace HeartMonitor.Simulator.Cli.Live;

/// <summary>Hears what the service says of sessions on <c>dn/</c>, and how fast its clock runs.</summary>
internal sealed class ServiceEars(Uri broker, string site) : IAsyncDisposable
{
    private const int BeatsForASpeed = 3;

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<byte[]>> _bySession = new(StringComparer.Ordinal);
    private readonly List<(DateTimeOffset Stamp, long Heard)> _beats = [];
    private readonly TaskCompletionSource<double> _speed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the service's clock showed at the last beat.</summary>
    internal DateTimeOffset LastBeat { get; private set; }

    internal async Task OpenAsync(CancellationToken cancellation)
    {
        _client.ApplicationMessageReceivedAsync += args =>
        {
            Take(args.ApplicationMessage);
            return Task.CompletedTask;
        };
        await _client.ConnectAsync(MqttAddress.OptionsOf(broker, "strapsim-ears"), cancellation);
        string[] topics = ["session/+/alert/+", "session/+/prompt/+", "session/+/state", "svc/+/beat"];
        foreach (var topic in topics) await _client.SubscribeAsync($"hrm/1/{site}/dn/{topic}", MqttQualityOfServiceLevel.AtLeastOnce, cancellation);
    }

    /// <summary>How many times faster than ours the service's clock runs, by its beats, once a second of ours.</summary>
    internal Task<double> SpeedAsync(CancellationToken cancellation) => _speed.Task.WaitAsync(TimeSpan.FromSeconds(15), cancellation);

    /// <summary>Everything heard of a session so far, in order.</summary>
    internal IReadOnlyList<byte[]> Of(string session) => _bySession.TryGetValue(session, out var heard) ? [.. heard] : [];

    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync();
        _client.Dispose();
    }

    private void Take(MqttApplicationMessage message)
    {
        var levels = message.Topic.Split('/');
        if (levels is [_, _, _, "dn", "session", var session, ..]) _bySession.GetOrAdd(session, static _ => new()).Enqueue(message.Payload.ToArray());
        else if (levels is [_, _, _, "dn", "svc", _, "beat"]) TakeBeat(message.Payload.ToArray());
    }

    private void TakeBeat(byte[] payload)
    {
        using var beat = JsonDocument.Parse(payload);
        LastBeat = beat.RootElement.GetProperty("time").GetDateTimeOffset();
        if (_speed.Task.IsCompleted) return;
        _beats.Add((LastBeat, TimeProvider.System.GetTimestamp()));
        if (_beats.Count < BeatsForASpeed) return;
        _speed.TrySetResult((_beats[^1].Stamp - _beats[0].Stamp) / TimeProvider.System.GetElapsedTime(_beats[0].Heard, _beats[^1].Heard));
    }
}
