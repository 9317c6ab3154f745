using HeartMonitor.Core.Ports;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace HeartMonitor.Storage.Journal;

/// <summary>
/// The one thread that writes. Commits what waits whenever it is woken, and tries a batch that failed again, on a new connection, until
/// it goes through or the journal is stopped: nothing overtakes it.
/// </summary>
internal sealed partial class JournalWriter : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(2);

    private readonly JournalFile _file;
    private readonly JournalBuffer _buffer;
    private readonly ReleaseDesk _desk;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly long _epoch;
    private readonly AutoResetEvent _wake = new(false);
    private readonly AutoResetEvent _retry = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JournalStore? _store;
    private long _lastSeq;
    private volatile bool _isStopping;
    private volatile bool _isGivingUp;

    internal JournalWriter(
        JournalFile file, JournalStore store, long epoch, JournalBuffer buffer, ReleaseDesk desk, TimeProvider time, ILogger log)
    {
        (_file, _store, _epoch, _buffer, _desk, _time, _log) = (file, store, epoch, buffer, desk, time, log);
        _lastSeq = store.LastSeq;
        Condition = new(JournalState.Writing, time.GetUtcNow(), null, false, TimeSpan.Zero);
    }

    /// <summary>Called on the writer's thread after each commit, with the position of the newest row.</summary>
    internal event Action<long>? Committed;

    internal WriterCondition Condition { get; private set; }

    internal long LastSeq => Volatile.Read(ref _lastSeq);

    internal void Start() => new Thread(Run) { Name = "journal", IsBackground = true }.Start();

    /// <summary>Commit what waits, now.</summary>
    internal void Wake() => _wake.Set();

    /// <summary>Commits what waits and ends; gives up what the disk does not take within <paramref name="patience"/>.</summary>
    internal async Task StopAsync(TimeSpan patience)
    {
        _isStopping = true;
        _wake.Set();
        _retry.Set();
        if (await EndsWithin(patience).ConfigureAwait(false)) return;
        _isGivingUp = true;
        _retry.Set();
        await EndsWithin(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
    }

    /// <summary>Only after <see cref="StopAsync"/>. A thread that a dead disk still holds keeps its events.</summary>
    public void Dispose()
    {
        if (!_ended.Task.IsCompleted) return;
        _wake.Dispose();
        _retry.Dispose();
    }

    private async Task<bool> EndsWithin(TimeSpan patience)
    {
        await Task.WhenAny(_ended.Task, Task.Delay(patience, TimeProvider.System)).ConfigureAwait(false);
        return _ended.Task.IsCompleted;
    }

    private void Run()
    {
        while (!_isStopping)
        {
            _wake.WaitOne();
            CommitEverything();
        }

        CommitEverything();
        Close();
        _ended.SetResult();
    }

    /// <summary>What comes meanwhile has its own wake-up and waits for it, or a steady stream would be committed sample by sample.</summary>
    private void CommitEverything()
    {
        for (var hasMore = true; hasMore && _buffer.Take() is { } batch; hasMore = batch.HasMore || _isStopping)
        {
            if (batch.HasWork && !CommitUntilStored(batch))
            {
                foreach (var save in batch.Saves) save.Done.TrySetResult(false);
                return;
            }

            _desk.ReleaseCommitted(batch);
            foreach (var save in batch.Saves) save.Done.TrySetResult(true);
            Committed?.Invoke(_lastSeq);
        }
    }

    private bool CommitUntilStored(PendingBatch batch)
    {
        for (var pause = FirstRetry; !TryCommit(batch); pause = Longer(pause))
        {
            if (_isGivingUp) return false;
            using var timer = _time.CreateTimer(_ => _retry.Set(), null, pause, Timeout.InfiniteTimeSpan);
            _retry.WaitOne();
        }

        return true;
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestRetry ? pause * 2 : LongestRetry;

    private bool TryCommit(PendingBatch batch)
    {
        var started = _time.GetTimestamp();
        try
        {
            if (_store is not null || !ReopenFindsBatch()) _store!.Write(batch);
            Volatile.Write(ref _lastSeq, _store!.LastSeq);
            NoteSuccess(_time.GetElapsedTime(started));
            return true;
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException or JournalRefusedException)
        {
            NoteFailure(fault);
            _store?.Dispose();
            _store = null;
            if (fault is SqliteException damage && JournalFile.IsDamage(damage)) _file.TrySetAside(damage);
            return false;
        }
    }

    /// <summary>
    /// After a failed commit the batch may be in the file all the same, wholly: the connection died after the write. Then its rows are
    /// beyond the last position that was known to be stored, and writing them again would double them.
    /// </summary>
    private bool ReopenFindsBatch()
    {
        _store = JournalStore.Open(_file, _time, _log);
        _store.Settle();
        _store.SetEpoch(_epoch);
        return _store.LastSeq > _lastSeq;
    }

    private void NoteSuccess(TimeSpan took)
    {
        if (Condition.State == JournalState.Failing) LogWritesAgain(_log);
        var since = Condition.State == JournalState.Writing ? Condition.Since : _time.GetUtcNow();
        Condition = new(JournalState.Writing, since, Condition.LastError, false, took);
    }

    private void NoteFailure(Exception fault)
    {
        if (Condition.State != JournalState.Failing) LogFails(_log, fault.Message);
        var since = Condition.State == JournalState.Failing ? Condition.Since : _time.GetUtcNow();
        var isFull = fault is SqliteException { SqliteErrorCode: raw.SQLITE_FULL };
        Condition = new(JournalState.Failing, since, fault.Message, isFull, Condition.LastCommit);
    }

    private void Close()
    {
        try
        {
            _store?.CloseCleanly();
        }
        catch (SqliteException fault)
        {
            NoteFailure(fault);
            _store?.Dispose();
        }

        Condition = Condition with { State = JournalState.Stopped, Since = _time.GetUtcNow() };
    }

    [LoggerMessage(5104, LogLevel.Critical, "The journal cannot be written; it is tried again: {Reason}")]
    private static partial void LogFails(ILogger log, string reason);

    [LoggerMessage(5105, LogLevel.Warning, "The journal is written again")]
    private static partial void LogWritesAgain(ILogger log);
}

/// <summary>The writer's part of <see cref="JournalHealth"/>.</summary>
internal sealed record WriterCondition(JournalState State, DateTimeOffset Since, string? LastError, bool IsDiskFull, TimeSpan LastCommit);
