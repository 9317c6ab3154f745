using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using HeartMonitor.Simulator.ScenarioPlayer;
using MQTTnet;
using MQTTnet.Protocol;

namespace HeartMonitor.Simulator.Cli.Live;

/// <summary>A gateway that hears all the story's straps: raw packets, or batches of one with the stamp of the service's clock.</summary>
internal sealed class MqttStraps(Uri broker, string site, bool isBatch) : IStrapLink
{
    private const string Gateway = "strapsim";

    private static readonly TimeSpan SignOfLifeEvery = TimeSpan.FromMilliseconds(100); // the service's clock may run fast: 6 s of it are silence

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _stop = new();
    private readonly string _boot = Guid.NewGuid().ToString("n", CultureInfo.InvariantCulture)[..8];
    private readonly string _topic = $"hrm/1/{site}/up/{Gateway}";
    private readonly ConcurrentDictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _failed = new(StringComparer.Ordinal);

    public long FailedOf(string strap) => _failed.GetValueOrDefault(strap);

    internal async Task OpenAsync(CancellationToken cancellation)
    {
        await _client.ConnectAsync(MqttAddress.OptionsOf(broker, Gateway), cancellation);
        _ = LiveAsync(_stop.Token);
    }

    public Task ConnectAsync(string strap, CancellationToken cancellation) => Task.CompletedTask;

    public void Release(string strap)
    {
        // a gateway hears it no more
    }

    public void Send(string strap, ReadOnlyMemory<byte> packet, DateTimeOffset at)
    {
        if (!isBatch)
        {
            Publish(strap, $"{_topic}/raw/{strap}", packet.ToArray());
            return;
        }

        var mono = (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        Publish(strap, $"{_topic}/batch", Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"boot":"{{_boot}}","items":[{"dev":"{{strap}}","n":{{_numbers.AddOrUpdate(strap, 1, static (_, n) => n + 1)}},"mono_us":{{mono}},"b":"{{Convert.ToHexString(packet.Span)}}"}]}""")));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _client.DisconnectAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private void Publish(string strap, string topic, byte[] payload) => _ = PublishAsync(strap, topic, payload);

    private async Task PublishAsync(string strap, string topic, byte[] payload)
    {
        try
        {
            var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
            if (!(await _client.PublishAsync(message.Build(), _stop.Token)).IsSuccess) CountFailed(strap);
        }
        catch (OperationCanceledException)
        {
            // over
        }
        catch (Exception)
        {
            CountFailed(strap); // told at the end: the story was not played as it stands
        }
    }

    private void CountFailed(string strap) => _failed.AddOrUpdate(strap, 1, static (_, n) => n + 1);

    /// <summary>A story's silence is its strap's, not its gateway's.</summary>
    private async Task LiveAsync(CancellationToken stop)
    {
        var empty = Encoding.UTF8.GetBytes($$"""{"boot":"{{_boot}}","items":[]}""");
        try
        {
            while (true)
            {
                var message = new MqttApplicationMessageBuilder().WithTopic($"{_topic}/batch").WithPayload(empty).Build();
                await _client.PublishAsync(message, stop);
                await Task.Delay(SignOfLifeEvery, stop);
            }
        }
        catch (Exception) when (stop.IsCancellationRequested || !_client.IsConnected)
        {
            // over; a connection that was lost shows in the packets
        }
    }
}
