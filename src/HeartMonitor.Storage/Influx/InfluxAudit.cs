using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Forwarding;
using HeartMonitor.Storage.Journal;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Influx;

/// <summary>
/// Compares what a store has with what it was sent, window by window: an answer of 204 does not say that a row is there (VictoriaMetrics skips what it
/// cannot read), and a store may lose what it has. A window that lacks points is sent again, in small parts between the fresh rows, and counted again; what
/// stays missing is told. The position is in the journal, so no window is left out or counted for ever.
/// </summary>
/// <remarks>Not for <c>hr_1m</c>, which is made anew from the same points by anybody who has them.</remarks>
public sealed partial class InfluxAudit : IForwardChore, IDisposable
{
    private readonly InfluxOptions _options;
    private readonly InfluxAuditOptions _audit;
    private readonly InfluxTarget _target;
    private readonly JournalReader _reader;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly InfluxCounter _counter;
    private readonly string _cursor;
    private InfluxAuditStatus _status = InfluxAuditStatus.Begin;
    private AuditWindow? _window;
    private long? _position;
    private long _resentUpTo;
    private int _attempts;
    private DateTimeOffset _due;

    /// <param name="options">Where to ask, and which tags are ours.</param>
    /// <param name="audit">How often.</param>
    /// <param name="target">Sends again.</param>
    /// <param name="reader">What should be there.</param>
    /// <param name="time">Clock of waits.</param>
    /// <param name="log">Says what was short.</param>
    public InfluxAudit(InfluxOptions options, InfluxAuditOptions audit, InfluxTarget target, JournalReader reader, TimeProvider time, ILogger log)
    {
        (_options, _audit, _target, _reader, _time, _log) = (options, audit, target, reader, time, log);
        _counter = new(options, time);
        _cursor = target.Name + "-audit";
        _due = time.GetUtcNow() + audit.Pace;
    }

    /// <summary>What was found so far.</summary>
    public InfluxAuditStatus Status => Volatile.Read(ref _status);

    bool IForwardChore.IsDue => _time.GetUtcNow() >= _due;

    /// <summary>Tells a forwarder of the same target to do this between its rows.</summary>
    public void JoinTo(JournalForwarder forwarder) => forwarder.Add(this);

    async Task<ChoreResult> IForwardChore.StepAsync(long delivered, CancellationToken cancellation)
    {
        _due = _time.GetUtcNow() + _audit.Pace;
        _position ??= _reader.FindCursor(_cursor);
        var (dialect, why) = await _target.Sender.FindAsync(cancellation).ConfigureAwait(false);
        if (dialect is null) return Failed(why!.Reason);
        if (_window is not null && _resentUpTo < _window.Range.UpTo) return await ResendAsync(_window, cancellation).ConfigureAwait(false);
        if (delivered < _position) _position = 0; // a fresh journal
        var moved = _window is null && delivered > 0 && SkipWhatIsOld(delivered);
        if (_window is null && AuditWindow.Read(_reader, _position.Value, delivered, _options, _audit, dialect, DeadRows()) is { } read)
            (_window, _resentUpTo) = (read, read.Range.UpTo);
        if (_window is null)
        {
            _due = _time.GetUtcNow() + _audit.Every;
            return moved ? Moved() : ChoreResult.Nothing;
        }

        return await CompareAsync(_window, dialect, cancellation).ConfigureAwait(false);
    }

    public void Dispose() => _counter.Dispose();

    private async Task<ChoreResult> CompareAsync(AuditWindow window, InfluxDialect dialect, CancellationToken cancellation)
    {
        if (window.Expected.Count == 0) return Done(window, 0, 0);
        var (counts, why) = await _counter.CountAsync([.. window.Expected.Keys], window.Range, dialect, cancellation).ConfigureAwait(false);
        if (counts is null) return Failed(why!);
        var missing = window.Expected.Sum(pair => Math.Max(0, pair.Value - counts[pair.Key]));
        var surplus = window.Expected.Sum(pair => Math.Max(0, counts[pair.Key] - pair.Value));
        if (missing == 0 || _attempts >= _audit.Attempts) return Done(window, missing, surplus);
        if (_attempts++ == 0) Told(_status with { ShortWindows = _status.ShortWindows + 1 });
        LogShort(_log, _target.Name, missing, string.Join(", ", window.Expected.Keys), window.Range.After + 1, window.Range.UpTo, _attempts);
        _resentUpTo = window.Range.After;
        return ChoreResult.Nothing;
    }

    /// <summary>One part of the window; when it is through, it is counted anew.</summary>
    private async Task<ChoreResult> ResendAsync(AuditWindow window, CancellationToken cancellation)
    {
        var part = (int)Math.Min(_audit.RowsPerSend, window.Range.UpTo - _resentUpTo);
        var rows = _reader.ReadAfter(_resentUpTo, part).Where(row => row.Seq <= window.Range.UpTo).ToList();
        var result = rows.Count == 0 ? ForwardResult.Accepted.All : await _target.SendAsync(rows, cancellation).ConfigureAwait(false);
        if (result is ForwardResult.Keep keep) return Failed(keep.Reason);
        _resentUpTo = rows.Count == 0 ? window.Range.UpTo : rows[^1].Seq;
        Told(_status with { RowsResent = _status.RowsResent + rows.Count, LastFault = null });
        if (_resentUpTo >= window.Range.UpTo) (_window, _due) = (null, _time.GetUtcNow() + _audit.Settle);
        return new(((ForwardResult.Accepted)result).Rejected, []);
    }

    /// <summary>True when the position jumped: what is so old the store may have let go of.</summary>
    private bool SkipWhatIsOld(long delivered)
    {
        if (_attempts > 0 || _reader.ReadAfter(delivered - 1, 1) is not [var newest, ..] || _reader.ReadAfter(_position!.Value, 1) is not [var next, ..]) return false;
        var since = newest.Entry.At - _audit.LookBack;
        if (next.Entry.At >= since) return false;
        _position = _reader.LastBefore(_position.Value, delivered, since);
        return true;
    }

    private ChoreResult Done(AuditWindow window, long missing, long surplus)
    {
        if (missing > 0) LogMissing(_log, _target.Name, missing, window.Range.After + 1, window.Range.UpTo, _attempts);
        if (surplus > 0 && _status.Surplus == 0) LogSurplus(_log, _target.Name, surplus, window.Range.After + 1, window.Range.UpTo);
        _position = window.Range.UpTo;
        Told(new(window.Range.UpTo, _status.Windows + 1, _status.ShortWindows, _status.RowsResent, _status.Missing + missing, _status.Surplus + surplus, null));
        (_window, _attempts) = (null, 0);
        return Moved();
    }

    private ChoreResult Moved() => new([], [], _cursor, _position);

    private ChoreResult Failed(string why)
    {
        Told(_status with { LastFault = why });
        return ChoreResult.Nothing;
    }

    private void Told(InfluxAuditStatus status) => Volatile.Write(ref _status, status);

    private HashSet<long> DeadRows() => [.. _reader.DeadLetters(_target.Name).Select(row => row.Seq)];

    [LoggerMessage(5302, LogLevel.Warning, "{Target} lacks {Points} points ({Measurements}) of rows {From} to {To}; they are sent again, attempt {Attempt}")]
    private static partial void LogShort(ILogger log, string target, long points, string measurements, long from, long to, int attempt);

    [LoggerMessage(5303, LogLevel.Error, "{Target} lacks {Points} points of rows {From} to {To} although they were sent again {Attempts} times")]
    private static partial void LogMissing(ILogger log, string target, long points, long from, long to, int attempts);

    [LoggerMessage(5304, LogLevel.Warning, "{Target} has {Points} points of rows {From} to {To} more than once; a VictoriaMetrics needs -dedup.minScrapeInterval=1ms")]
    private static partial void LogSurplus(ILogger log, string target, long points, long from, long to);
}
