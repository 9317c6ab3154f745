using System.Collections.Concurrent;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>Collects the retained topics that a broker sends after a subscription. Nothing marks the end of them: a short silence does.</summary>
internal sealed class RetainedFinder
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, byte> _topics = new(StringComparer.Ordinal);

    internal void Saw(string topic) => _topics.TryAdd(topic, 0);

    internal async Task<IReadOnlyCollection<string>> WaitAsync(CancellationToken cancellation)
    {
        var waited = TimeSpan.Zero;
        int before;
        do
        {
            before = _topics.Count;
            await Task.Delay(Silence, cancellation).ConfigureAwait(false);
            waited += Silence;
        }
        while (_topics.Count > before && waited < Longest);

        return [.. _topics.Keys];
    }
}
