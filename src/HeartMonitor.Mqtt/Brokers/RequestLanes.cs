using System.Threading.Channels;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>
/// Requests of one principal in order, of different ones side by side, in a fixed number of bounded lanes. A full lane makes the
/// receiver wait, and the broker's receive maximum then holds the rest back.
/// </summary>
internal sealed class RequestLanes : IDisposable
{
    private const int Count = 4;
    private const int Capacity = 64;

    private readonly Channel<Func<Task>>[] _lanes =
        [.. Enumerable.Range(0, Count).Select(_ => Channel.CreateBounded<Func<Task>>(new BoundedChannelOptions(Capacity) { SingleReader = true }))];

    internal RequestLanes()
    {
        foreach (var lane in _lanes) _ = WorkAsync(lane.Reader);
    }

    /// <summary>Queues work that does not throw.</summary>
    internal async Task AddAsync(string principal, Func<Task> work)
    {
        var lane = _lanes[(string.GetHashCode(principal, StringComparison.Ordinal) & int.MaxValue) % Count];
        try
        {
            await lane.Writer.WriteAsync(work).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The connection is over; unacknowledged requests come again with the next.
        }
    }

    public void Dispose()
    {
        foreach (var lane in _lanes) lane.Writer.TryComplete();
    }

    private static async Task WorkAsync(ChannelReader<Func<Task>> lane)
    {
        await foreach (var work in lane.ReadAllAsync().ConfigureAwait(false)) await work().ConfigureAwait(false);
    }
}
