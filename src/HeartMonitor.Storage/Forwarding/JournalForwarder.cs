using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Forwarding;

/// <summary>
/// Carries committed rows to one target, in order and at least once: reads after the saved position, sends, and moves the position only
/// after the target accepted. Rows that the target will never take become dead letters in the same transaction as the position. When the
/// target keeps refusing, the rows stay in the journal and nothing piles up in memory.
/// </summary>
public sealed partial class JournalForwarder
{
    private readonly SqliteJournal _journal;
    private readonly IForwardTarget _target;
    private readonly ForwarderOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ForwarderCondition _condition;
    private readonly FullJitterBackoff _backoff;
    private long _position;

    /// <param name="journal">Where rows come from and the position is kept.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="options">See there.</param>
    /// <param name="time">Clock of waits and ages.</param>
    /// <param name="log">Says "down" once and "up" once.</param>
    /// <exception cref="ArgumentException"><paramref name="options"/> are out of range.</exception>
    public JournalForwarder(SqliteJournal journal, IForwardTarget target, ForwarderOptions options, TimeProvider time, ILogger log)
    {
        if (options.Faults() is { Count: > 0 } faults) throw new ArgumentException(string.Join(' ', faults), nameof(options));
        (_journal, _target, _options, _time, _log) = (journal, target, options, time, log);
        _condition = new(time);
#pragma warning disable CA5394 // Jitter needs no secret.
        _backoff = new(options.FirstBackoff, options.LongestBackoff, Random.Shared.NextDouble);
#pragma warning restore CA5394
    }

    /// <summary>How the target is now.</summary>
    public ForwarderStatus Status => _condition.Read(_target.Name, Volatile.Read(ref _position), _journal.LastSeq);

    /// <summary>Forwards until cancelled; then returns without having saved more than was accepted.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (!await TryRestoreAsync(cancellation).ConfigureAwait(false)) { }
            while (true)
            {
                if (await ForwardOnceAsync(cancellation).ConfigureAwait(false)) continue;
                await _journal.WaitForNewsAsync(_position, cancellation).ConfigureAwait(false);
                await Pause(_options.Gather, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    /// <summary>One read and send; false when there was nothing to send.</summary>
    private async Task<bool> ForwardOnceAsync(CancellationToken cancellation)
    {
        if (Read() is not { } rows)
        {
            await Pause(_backoff.Next(), cancellation).ConfigureAwait(false);
            return true;
        }

        if (rows.Count == 0) return false;
        _condition.Oldest = rows[0].Entry.At;
        var result = await SendAsync(rows, cancellation).ConfigureAwait(false);
        if (result is ForwardResult.Accepted accepted) await AdvanceAsync(rows, accepted.Rejected, cancellation).ConfigureAwait(false);
        else await KeepAsync((ForwardResult.Keep)result, cancellation).ConfigureAwait(false);
        return true;
    }

    private async Task<ForwardResult> SendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation)
    {
        try
        {
            return await _target.SendAsync(rows, cancellation).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A target that throws is a bug; its rows are kept and it cannot stop the others.
        catch (Exception bug) when (bug is not OperationCanceledException || !cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogTargetThrew(_log, _target.Name, bug);
            return new ForwardResult.Keep($"The target failed: {bug.GetType().Name}.");
        }
    }

    private async Task AdvanceAsync(IReadOnlyList<JournalRow> rows, IReadOnlyList<RejectedRow> rejected, CancellationToken cancellation)
    {
        _backoff.Reset();
        if (_condition.Succeed(rows.Count - rejected.Count)) LogUp(_log, _target.Name);
        var seq = rows[^1].Seq;
        var saved = _journal.SaveCursorAsync(_target.Name, seq, rejected);
        if (rejected.Count > 0 && !await saved.WaitAsync(cancellation).ConfigureAwait(false))
        {
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false); // The journal stopped: the rows come again after the restart.
        }

        _condition.Bury(rejected.Count);
        Volatile.Write(ref _position, seq);
        if (rejected.Count > 0) LogRejected(_log, _target.Name, rejected.Count, rejected[0].Reason);
    }

    private async Task KeepAsync(ForwardResult.Keep keep, CancellationToken cancellation)
    {
        if (_condition.Fail(keep.Reason)) LogDown(_log, _target.Name, keep.Reason);
        var own = _backoff.Next();
        var wait = keep.RetryAfter is { } asked && asked >= TimeSpan.Zero ? Shorter(asked, _options.LongestRetryAfter) : own;
        await Pause(wait, cancellation).ConfigureAwait(false);
    }

    /// <summary>The next rows, or null when the journal cannot be read.</summary>
    private IReadOnlyList<JournalRow>? Read()
    {
        try
        {
            if (_journal.LastSeq < _position) Restore(); // A damaged journal was set aside and a fresh one counts from 1.
            return _journal.LastSeq == _position ? [] : _journal.Reader.ReadAfter(_position, _options.RowsPerSend);
        }
        catch (SqliteException fault)
        {
            if (_condition.Fail(fault.Message)) LogDown(_log, _target.Name, fault.Message);
            return null;
        }
    }

    private async Task<bool> TryRestoreAsync(CancellationToken cancellation)
    {
        try
        {
            Restore();
            return true;
        }
        catch (SqliteException fault)
        {
            if (_condition.Fail(fault.Message)) LogDown(_log, _target.Name, fault.Message);
            await Pause(_backoff.Next(), cancellation).ConfigureAwait(false);
            return false;
        }
    }

    private void Restore()
    {
        _condition.StoredDeadLetters = _journal.Reader.CountDeadLetters(_target.Name);
        Volatile.Write(ref _position, _journal.Reader.FindCursor(_target.Name));
    }

    private Task Pause(TimeSpan wait, CancellationToken cancellation) =>
        wait <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, _time, cancellation);

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [LoggerMessage(5201, LogLevel.Warning, "{Target} is down; its rows wait in the journal: {Reason}")]
    private static partial void LogDown(ILogger log, string target, string reason);

    [LoggerMessage(5202, LogLevel.Information, "{Target} is up again")]
    private static partial void LogUp(ILogger log, string target);

    [LoggerMessage(5203, LogLevel.Warning, "{Target} will never take {Rows} rows; the first because: {Reason}")]
    private static partial void LogRejected(ILogger log, string target, int rows, string reason);

    [LoggerMessage(5204, LogLevel.Error, "{Target} threw; its rows are kept")]
    private static partial void LogTargetThrew(ILogger log, string target, Exception bug);
}
