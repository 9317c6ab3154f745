using System.Globalization;
using System.Text;
using HeartMonitor.Simulator.Load;

namespace HeartMonitor.Simulator.Cli.Load;

/// <summary>What the senders did, together.</summary>
internal sealed class LoadTally
{
    private long _sent;
    private long _acknowledged;
    private long _unsent;

    /// <summary>From due to sent: how far behind its own plan the sender was.</summary>
    internal LatencyHistogram Behind { get; } = new();

    /// <summary>From due to the broker's acknowledgement, which comes when the packet is stored.</summary>
    internal LatencyHistogram ToAcknowledged { get; } = new();

    internal long Sent => Interlocked.Read(ref _sent);

    internal long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Not sent, as a connection was lost or had too much in flight: open-loop senders do not wait.</summary>
    internal long Unsent => Interlocked.Read(ref _unsent);

    internal void CountSent(TimeSpan behind)
    {
        Interlocked.Increment(ref _sent);
        Behind.Add(behind);
    }

    internal void CountAcknowledged(TimeSpan latency)
    {
        Interlocked.Increment(ref _acknowledged);
        ToAcknowledged.Add(latency);
    }

    internal void CountUnsent(int packets) => Interlocked.Add(ref _unsent, packets);
}

/// <summary>
/// One gateway's share of a load, paced open-loop: what is due is sent, late or not, and nothing waits for an answer. Latency counts from the instant
/// at which a packet was due, so a stall shows in every packet that it held up.
/// </summary>
internal sealed class LoadSender(LoadPlan plan, LoadTally tally, int first, int count, string gateway, string site, bool isBatch, bool isAcknowledged)
{
    private const int MostBatchBytes = 15_000;

    private static readonly TimeSpan BatchEvery = TimeSpan.FromMilliseconds(200);

    private readonly string _boot = Guid.NewGuid().ToString("n")[..8];
    private readonly byte[][] _topics = isBatch ? [] : [.. Enumerable.Range(first, count).Select(s => Encoding.ASCII.GetBytes($"hrm/1/{site}/up/{gateway}/raw/{LoadPlan.StrapOf(s)}"))];
    private readonly byte[] _batchTopic = Encoding.ASCII.GetBytes($"hrm/1/{site}/up/{gateway}/batch");
    private readonly StringBuilder _batch = new();
    private readonly List<TimeSpan> _batchDue = [];
    private long _zero;

    /// <summary>Sends all of it and waits for what is not acknowledged, but not for ever.</summary>
    /// <param name="broker">Where to.</param>
    /// <param name="zero">Timestamp of the start, the same for all senders.</param>
    /// <param name="patience">For acknowledgements after the last packet.</param>
    internal async Task RunAsync(Uri broker, long zero, TimeSpan patience, CancellationToken cancellation)
    {
        _zero = zero;
        await using var stream = new PublishStream(Acked);
        await stream.OpenAsync(broker, gateway, cancellation);
        for (var number = 0; number < plan.PacketsEach; number++)
        {
            for (var i = 0; i < count;)
            {
                i = AddDue(stream, number, i);
                await stream.FlushAsync(cancellation);
                if (i < count) await WaitAsync(plan.DueOf(first + i, number) + (isBatch ? BatchEvery : TimeSpan.Zero), cancellation);
            }

            if (number + 1 < plan.PacketsEach) await WaitAsync(plan.DueOf(first, number + 1), cancellation);
        }

        var end = Now + patience;
        while (stream.Waiting > 0 && !stream.IsLost && Now < end) await Task.Delay(10, cancellation);
    }

    private TimeSpan Now => TimeProvider.System.GetElapsedTime(_zero);

    private async Task WaitAsync(TimeSpan due, CancellationToken cancellation)
    {
        if (due - Now is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, cancellation);
    }

    /// <summary>Adds all that is due by now of this round; where it goes on.</summary>
    private int AddDue(PublishStream stream, int number, int from)
    {
        var now = Now;
        var i = from;
        Span<byte> packet = stackalloc byte[LoadPlan.PacketBytes];
        for (; i < count && plan.DueOf(first + i, number) is var due && due <= now; i++)
        {
            plan.Write(first + i, number, packet);
            if (isBatch) AddToBatch(stream, first + i, number, due, packet);
            else if (stream.IsLost || !stream.Add(_topics[i], packet, isAcknowledged ? due : null)) tally.CountUnsent(1);
            else tally.CountSent(now - due);
        }

        EndBatch(stream);
        return i;
    }

    private void AddToBatch(PublishStream stream, int strap, int number, TimeSpan due, ReadOnlySpan<byte> packet)
    {
        if (_batch.Length > MostBatchBytes) EndBatch(stream);
        _batch.Append(_batch.Length == 0 ? $$"""{"boot":"{{_boot}}","items":[""" : ",");
        _batch.Append(CultureInfo.InvariantCulture, $$"""{"dev":"{{LoadPlan.StrapOf(strap)}}","n":{{number}},"mono_us":{{due.Ticks / TimeSpan.TicksPerMicrosecond}},"b":"{{Convert.ToHexString(packet)}}"}""");
        _batchDue.Add(due);
    }

    private void EndBatch(PublishStream stream)
    {
        if (_batchDue.Count == 0) return;
        TimeSpan[] due = [.. _batchDue];
        var payload = Encoding.ASCII.GetBytes(_batch.Append("]}").ToString());
        if (stream.IsLost || !stream.Add(_batchTopic, payload, isAcknowledged ? due : null)) tally.CountUnsent(due.Length);
        else foreach (var one in due) tally.CountSent(Now - one);
        _batch.Clear();
        _batchDue.Clear();
    }

    private void Acked(object about)
    {
        var now = Now;
        if (about is TimeSpan due) tally.CountAcknowledged(now - due);
        else foreach (var one in (TimeSpan[])about) tally.CountAcknowledged(now - one);
    }
}
