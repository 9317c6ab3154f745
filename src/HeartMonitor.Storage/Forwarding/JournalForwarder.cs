using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Forwarding;

/// <summary>
/// Carries committed rows to one target, at least once and in order (after an outage the newest first, where the options say so): reads after the
/// saved position, sends, and moves the position only after the target accepted. Rows that the target will never take become dead letters in the
/// same transaction as the position. When the target keeps refusing, the rows stay in the journal and nothing piles up in memory.
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
    private readonly DeliveredRanges _delivered;
    private readonly ForwardPlan _plan;
    private readonly List<IForwardChore> _chores = [];
    private Progress _progress = new(0, 0, 0);

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
        _delivered = new(target.Name);
        _plan = new(_delivered, journal, options, time);
#pragma warning disable CA5394 // Jitter needs no secret.
        _backoff = new(options.FirstBackoff, options.LongestBackoff, Random.Shared.NextDouble);
#pragma warning restore CA5394
    }

    /// <summary>How the target is now.</summary>
    public ForwarderStatus Status
    {
        get
        {
            var (low, head, count) = Volatile.Read(ref _progress);
            return _condition.Read(_target.Name, low, _journal.LastSeq - count, head - count);
        }
    }

    /// <summary>Forwards until cancelled; then returns without having saved more than was accepted.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (!await TryRestoreAsync(cancellation).ConfigureAwait(false)) { }
            while (true)
            {
                if (await ForwardOnceAsync(cancellation).ConfigureAwait(false)) continue;
                if (await DoChoreAsync(cancellation).ConfigureAwait(false)) continue;
                await WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    /// <summary>Before <see cref="RunAsync"/>: dead letters go again when <see cref="AskToResend"/> was called for this folder, now or before the start.</summary>
    public void ResendOnWish(string folder) => Add(new DeadLetterChore(_target, _journal.Reader, folder, _time, _log));

    /// <summary>Asks the service that uses a data folder to send a target's dead letters again; from any process, whether it runs or not.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void AskToResend(string folder, string target) => File.WriteAllText(DeadLetterChore.WishFor(folder, target), "");

    /// <summary>Before <see cref="RunAsync"/>: what is to be done when no row waits.</summary>
    internal void Add(IForwardChore chore) => _chores.Add(chore);

    /// <summary>One read and send; false when there was nothing to send.</summary>
    private async Task<bool> ForwardOnceAsync(CancellationToken cancellation)
    {
        if (Read() is not var (rows, isBacklog))
        {
            await Pause(_backoff.Next(), cancellation).ConfigureAwait(false);
            return true;
        }

        if (rows.Count == 0 && !isBacklog) return false;
        if (rows.Count > 0 && (isBacklog || !_delivered.HasGap)) _condition.Oldest = rows[0].Entry.At;
        var result = rows.Count == 0 ? ForwardResult.Accepted.All : await SendAsync(rows, cancellation).ConfigureAwait(false);
        if (result is ForwardResult.Accepted accepted) await AdvanceAsync(rows, isBacklog, accepted.Rejected, cancellation).ConfigureAwait(false);
        else await KeepAsync((ForwardResult.Keep)result, cancellation).ConfigureAwait(false);
        return true;
    }

    private async Task<ForwardResult> SendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation)
    {
        var began = _time.GetTimestamp();
        var result = await TrySendAsync(rows, cancellation).ConfigureAwait(false);
        StorageMeter.Send.Record(_time.GetElapsedTime(began).TotalSeconds, new("sink", _target.Name), new("outcome", result is ForwardResult.Accepted ? "accepted" : "kept"));
        return result;
    }

    private async Task<ForwardResult> TrySendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation)
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

    /// <summary>No rows of a backlog mean that the journal has none there any more.</summary>
    private async Task AdvanceAsync(IReadOnlyList<JournalRow> rows, bool isBacklog, IReadOnlyList<RejectedRow> rejected, CancellationToken cancellation)
    {
        _backoff.Reset();
        if (_condition.Succeed(rows.Count - rejected.Count)) LogUp(_log, _target.Name);
        var save = isBacklog
            ? _delivered.AdvanceLow(rows.Count == 0 ? _delivered.GapEnd : rows[^1].Seq, rejected)
            : _delivered.AdvanceHead(rows[^1].Seq, rejected);
        await SaveAsync(save, cancellation).ConfigureAwait(false);
        _plan.Delivered(rows.Count, isBacklog);
        _condition.Bury(rejected.Count);
        Publish();
        if (rejected.Count > 0) LogRejected(_log, _target.Name, rejected.Count, rejected[0].Reason);
    }

    /// <summary>A bare position rides along; with dead letters it is waited for.</summary>
    private async Task SaveAsync(CursorSave save, CancellationToken cancellation)
    {
        var saved = _journal.SaveAsync(save);
        if (save.Rejected.Count + save.Revived.Count > 0 && !await saved.WaitAsync(cancellation).ConfigureAwait(false))
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false); // The journal stopped: the rows come again after the restart.
    }

    private async Task KeepAsync(ForwardResult.Keep keep, CancellationToken cancellation)
    {
        if (_condition.Fail(keep.Reason)) LogDown(_log, _target.Name, keep.Reason);
        var own = _backoff.Next();
        var wait = keep.RetryAfter is { } asked && asked >= TimeSpan.Zero ? Shorter(asked, _options.LongestRetryAfter) : own;
        await Pause(wait, cancellation).ConfigureAwait(false);
    }

    private async Task<bool> DoChoreAsync(CancellationToken cancellation)
    {
        if (_delivered.HasGap || _chores.Find(chore => chore.IsDue) is not { } due) return false;
        try
        {
            var done = await due.StepAsync(_delivered.Low, cancellation).ConfigureAwait(false);
            if (done.Rejected.Count + done.Revived.Count > 0 || done.Cursor is not null)
                await SaveAsync(new(_target.Name, done.Cursor, done.Seq, done.Rejected) { Revived = done.Revived }, cancellation).ConfigureAwait(false);
            _condition.Bury(done.Rejected.Count);
            _condition.Revive(done.Revived.Count);
        }
        catch (SqliteException fault)
        {
            LogChoreFailed(_log, _target.Name, fault.Message);
            await Pause(_backoff.Next(), cancellation).ConfigureAwait(false);
        }

        return true;
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        var news = _journal.WaitForNewsAsync(_delivered.Head, cancellation);
        if (_chores.Count > 0) await Task.WhenAny(news, Task.Delay(_options.ChoreEvery, _time, cancellation)).ConfigureAwait(false);
        else await news.ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        await Pause(_options.Gather, cancellation).ConfigureAwait(false);
    }

    /// <summary>The next rows, or null when the journal cannot be read.</summary>
    private (IReadOnlyList<JournalRow> Rows, bool IsBacklog)? Read()
    {
        try
        {
            if (_journal.LastSeq < _delivered.Head) Restore(); // A damaged journal was set aside and a fresh one counts from 1.
            return _plan.Next();
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
        _delivered.Restore(_journal.Reader);
        Publish();
    }

    private void Publish() => Volatile.Write(ref _progress, new(_delivered.Low, _delivered.Head, _delivered.Count));

    private Task Pause(TimeSpan wait, CancellationToken cancellation) =>
        wait <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, _time, cancellation);

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    /// <summary>For readers on other threads: everything up to Low, something up to Head, so many rows altogether.</summary>
    private sealed record Progress(long Low, long Head, long Count);

    [LoggerMessage(5201, LogLevel.Warning, "{Target} is down; its rows wait in the journal: {Reason}")]
    private static partial void LogDown(ILogger log, string target, string reason);

    [LoggerMessage(5202, LogLevel.Information, "{Target} is up again")]
    private static partial void LogUp(ILogger log, string target);

    [LoggerMessage(5203, LogLevel.Warning, "{Target} will never take {Rows} rows; the first because: {Reason}")]
    private static partial void LogRejected(ILogger log, string target, int rows, string reason);

    [LoggerMessage(5204, LogLevel.Error, "{Target} threw; its rows are kept")]
    private static partial void LogTargetThrew(ILogger log, string target, Exception bug);

    [LoggerMessage(5205, LogLevel.Warning, "{Target}: the journal cannot be read for what is done between rows: {Reason}")]
    private static partial void LogChoreFailed(ILogger log, string target, string reason);
}
