using System.Text.Json;
using HeartMonitor.Core.Ports;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Influx;

/// <summary>
/// Writes journal rows to InfluxDB 1.x, 2.x or 3.x or VictoriaMetrics, as the measurements <c>hr</c>, <c>rr</c>, <c>rpe</c> and
/// <c>ev</c>. Sending a row twice writes the same points twice, so nothing doubles. Only pseudonyms leave.
/// </summary>
/// <remarks>
/// VictoriaMetrics skips a malformed line with a 204, so its status codes do not reveal loss; compare counts when it matters. Beats of two
/// packets that were delivered within one microsecond (one millisecond there) would share a stamp, and the later one wins.
/// </remarks>
public sealed partial class InfluxTarget : IForwardTarget, IDisposable
{
    private static readonly TimeSpan MisconfiguredRetry = TimeSpan.FromSeconds(60);

    private readonly InfluxOptions _options;
    private readonly ILogger _log;
    private readonly InfluxConnection _connection;
    private readonly JournalLines _lines;
    private InfluxDialect? _dialect;
    private int _linesPerRequest;

    /// <exception cref="ArgumentException"><paramref name="options"/> cannot be used; the message names every fault.</exception>
    public InfluxTarget(InfluxOptions options, TimeProvider time, ILogger log)
    {
        if (options.Faults() is { Count: > 0 } faults) throw new ArgumentException(string.Join(' ', faults), nameof(options));
        (_options, _log, _linesPerRequest) = (options, log, options.LinesPerRequest);
        _connection = new(options, time);
        _lines = new(options.Site, options.Source);
    }

    public string Name => "influx";

    public async Task<ForwardResult> SendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation)
    {
        if (_dialect is null)
        {
            var (dialect, answer) = await _connection.ProbeAsync(cancellation).ConfigureAwait(false);
            if (dialect is null) return KeepAfter(answer);
            _dialect = dialect;
            LogFound(_log, dialect.Version, dialect.HasStringFields);
        }

        var rejected = new List<RejectedRow>();
        Write(rows, _dialect, rejected);
        for (var first = 0; first < _lines.Lines.Count;)
        {
            var count = CountThatFits(first);
            if (await SendRangeAsync(first, count, rejected, cancellation).ConfigureAwait(false) is { } keep) return keep;
            first += count;
        }

        return rejected.Count == 0 ? ForwardResult.Accepted.All : new ForwardResult.Accepted(OnePerRow(rejected));
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>A row that cannot be read will never be written; it is rejected, and the others go on.</summary>
    private void Write(IReadOnlyList<JournalRow> rows, InfluxDialect dialect, List<RejectedRow> rejected)
    {
        _lines.Clear();
        foreach (var row in rows)
        {
            try
            {
                _lines.Add(row, dialect);
            }
            catch (JsonException unreadable)
            {
                rejected.Add(new(row.Seq, $"The row cannot be read: {unreadable.Message}"));
            }
        }
    }

    private int CountThatFits(int first)
    {
        var (count, bytes) = (0, 0);
        while (first + count < _lines.Lines.Count && count < _linesPerRequest)
        {
            bytes += _lines.Lines[first + count].Length;
            if (bytes > _options.BytesPerRequest && count > 0) break;
            count++;
        }

        return count;
    }

    /// <summary>Sends some lines, halves of them when they are refused; null when all are stored or rejected.</summary>
    private async Task<ForwardResult?> SendRangeAsync(int first, int count, List<RejectedRow> rejected, CancellationToken cancellation)
    {
        var answer = await _connection.PostAsync(_dialect!, _lines.Bytes(first, count), cancellation).ConfigureAwait(false);
        if (answer.Verdict == InfluxVerdict.Stored) return null;
        if (answer.Verdict is not (InfluxVerdict.Refused or InfluxVerdict.TooLarge)) return KeepAfter(answer);
        if (answer.Verdict == InfluxVerdict.TooLarge && count > 1) _linesPerRequest = Math.Min(_linesPerRequest, count / 2);
        if (count == 1)
        {
            rejected.Add(new(_lines.Lines[first].Seq, answer.Reason));
            return null;
        }

        var half = count / 2;
        return await SendRangeAsync(first, half, rejected, cancellation).ConfigureAwait(false)
            ?? await SendRangeAsync(first + half, count - half, rejected, cancellation).ConfigureAwait(false);
    }

    /// <summary>The server may be another one when it is back, so it is asked again what it is.</summary>
    private ForwardResult.Keep KeepAfter(InfluxAnswer answer)
    {
        _dialect = null;
        return new(answer.Reason, answer.Verdict == InfluxVerdict.Busy ? answer.RetryAfter : MisconfiguredRetry);
    }

    private static List<RejectedRow> OnePerRow(List<RejectedRow> rejected) => [.. rejected.DistinctBy(row => row.Seq).OrderBy(row => row.Seq)];

    [LoggerMessage(5301, LogLevel.Information, "InfluxDB found: write interface {Version}, string fields {HasStringFields}")]
    private static partial void LogFound(ILogger log, InfluxVersion version, bool hasStringFields);
}
