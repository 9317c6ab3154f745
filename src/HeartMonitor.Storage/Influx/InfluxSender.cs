using HeartMonitor.Core.Ports;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Influx;

/// <summary>
/// The one state machine for all servers (the table of ecosystem-reliability 1b): finds out what the server is, sends lines in requests of a
/// bounded size, one at a time; halves what is refused until the bad lines are known, halves what is too large and remembers it, and keeps everything
/// when somebody must put something right or the server is busy. Only status codes decide, never the server's words.
/// </summary>
public sealed partial class InfluxSender : IDisposable
{
    private static readonly TimeSpan MisconfiguredRetry = TimeSpan.FromSeconds(60);

    private readonly InfluxOptions _options;
    private readonly IInfluxWire _wire;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _turn = new(1);
    private InfluxDialect? _dialect;
    private int _linesPerRequest;
    private int _settled;

    /// <param name="options">Where to, and how much at once.</param>
    /// <param name="wire">How; disposed with this.</param>
    /// <param name="log">Says what was found.</param>
    public InfluxSender(InfluxOptions options, IInfluxWire wire, ILogger log) =>
        (_options, _wire, _log, _linesPerRequest) = (options, wire, log, options.LinesPerRequest);

    /// <summary>What the server was when it was last asked; null while that is not known.</summary>
    public InfluxDialect? Dialect => Volatile.Read(ref _dialect);

    /// <summary>What the server is; or null and why that is not known.</summary>
    public async Task<(InfluxDialect? Dialect, ForwardResult.Keep? Why)> FindAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_dialect is { } known) return (known, null);
            var (dialect, answer) = await _wire.ProbeAsync(cancellation).ConfigureAwait(false);
            if (dialect is null) return (null, KeepAfter(answer));
            Volatile.Write(ref _dialect, dialect);
            LogFound(_log, dialect.Version, dialect.HasStringFields);
            return (dialect, null);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Sends lines that were written for <paramref name="dialect"/>, from <paramref name="from"/> on; adds those that are refused for good to
    /// <paramref name="rejected"/>.
    /// </summary>
    /// <returns>Why they are kept, or null when all are stored or rejected; and the first line of which that is not known.</returns>
    public async Task<(ForwardResult.Keep? Kept, int Settled)> SendAsync(
        LineBatch batch, int from, InfluxDialect dialect, List<RejectedRow> rejected, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            for (_settled = from; _settled < batch.Lines.Count;)
            {
                var count = CountThatFits(batch, _settled);
                if (await SendRangeAsync(batch, dialect, _settled, count, rejected, cancellation).ConfigureAwait(false) is { } keep) return (keep, _settled);
            }

            return (null, _settled);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _wire.Dispose();
        _turn.Dispose();
    }

    private int CountThatFits(LineBatch batch, int first)
    {
        var (count, bytes) = (0, 0);
        while (first + count < batch.Lines.Count && count < _linesPerRequest)
        {
            bytes += batch.Lines[first + count].Length;
            if (bytes > _options.BytesPerRequest && count > 0) break;
            count++;
        }

        return count;
    }

    /// <summary>Sends some lines, halves of them when they are refused; null when all are stored or rejected.</summary>
    private async Task<ForwardResult.Keep?> SendRangeAsync(
        LineBatch batch, InfluxDialect dialect, int first, int count, List<RejectedRow> rejected, CancellationToken cancellation)
    {
        var answer = await _wire.PostAsync(dialect, batch.Bytes(first, count), cancellation).ConfigureAwait(false);
        if (answer.Verdict == InfluxVerdict.Stored)
        {
            _settled = first + count;
            return null;
        }

        if (answer.Verdict is not (InfluxVerdict.Refused or InfluxVerdict.TooLarge)) return KeepAfter(answer);
        if (answer.Verdict == InfluxVerdict.TooLarge && count > 1) _linesPerRequest = Math.Min(_linesPerRequest, count / 2);
        if (count == 1)
        {
            rejected.Add(new(batch.Lines[first].Seq, answer.Reason));
            _settled = first + 1;
            return null;
        }

        var half = count / 2;
        return await SendRangeAsync(batch, dialect, first, half, rejected, cancellation).ConfigureAwait(false)
            ?? await SendRangeAsync(batch, dialect, first + half, count - half, rejected, cancellation).ConfigureAwait(false);
    }

    /// <summary>The server may be another one when it is back, so it is asked again what it is.</summary>
    private ForwardResult.Keep KeepAfter(InfluxAnswer answer)
    {
        Volatile.Write(ref _dialect, null);
        return new(answer.Reason, answer.Verdict == InfluxVerdict.Busy ? answer.RetryAfter : MisconfiguredRetry);
    }

    [LoggerMessage(5301, LogLevel.Information, "InfluxDB found: write interface {Version}, string fields {HasStringFields}")]
    private static partial void LogFound(ILogger log, InfluxVersion version, bool hasStringFields);
}
