using System.Collections.Concurrent;
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

    /// <summary>Commits that take longer say that the disk has no time for anything else.</summary>
    private static readonly TimeSpan SlowCommit = TimeSpan.FromMilliseconds(200);

    /// <summary>More steps than this after a commit say that the writer has no time.</summary>
    private const int Backlog = 2_000;

    private readonly JournalFile _file;
    private readonly DiskGuard _disk;
    private readonly Func<JournalStore> _open;
    private readonly ConcurrentQueue<JournalDamage> _damages = new();
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
    private volatile bool _isUpkeepDue;
    private volatile bool _isTidy;
    private bool _isUpkeepBroken;

    /// <param name="file">To set aside when a write meets damage.</param>
    /// <param name="disk">Told of a full disk.</param>
    /// <param name="open">Opens the store again after a failure.</param>
    /// <param name="store">The store that is open.</param>
    /// <param name="epoch">Of this opening.</param>
    /// <param name="buffer">What waits.</param>
    /// <param name="desk">Who is told.</param>
    /// <param name="time">Clock of pauses.</param>
    /// <param name="log">Says "fails" once and "writes again" once.</param>
    internal JournalWriter(
        JournalFile file, DiskGuard disk, Func<JournalStore> open, JournalStore store, long epoch, JournalBuffer buffer, ReleaseDesk desk, TimeProvider time, ILogger log)
    {
        (_file, _disk, _open, _store, _epoch, _buffer, _desk, _time, _log) = (file, disk, open, store, epoch, buffer, desk, time, log);
        _lastSeq = store.LastSeq;
        Condition = new(JournalState.Writing, time.GetUtcNow(), null, false, TimeSpan.Zero);
    }

    /// <summary>Called on the writer's thread after each commit, with the position of the newest row.</summary>
    internal event Action<long>? Committed;

    /// <summary>Called on the writer's thread after a look at what keeps the file small: how long it took, and whether there is more of it.</summary>
    internal event Action<TimeSpan, bool>? KeptUp;

    internal WriterCondition Condition { get; private set; }

    /// <summary>The last look found nothing to do.</summary>
    internal bool IsTidy => _isTidy;

    internal long LastSeq => Volatile.Read(ref _lastSeq);

    internal void Start() => new Thread(Run) { Name = "journal", IsBackground = true }.Start();

    /// <summary>Commit what waits, now.</summary>
    internal void Wake() => _wake.Set();

    /// <summary>Do a piece of what keeps the file small, after whatever waits.</summary>
    internal void WakeForUpkeep()
    {
        _isUpkeepDue = true;
        _wake.Set();
    }

    /// <summary>Rows whose checksum is wrong: put where nobody reads them, with the next upkeep.</summary>
    internal void SetAside(JournalDamage damage) => _damages.Enqueue(damage);

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
            if (_isUpkeepDue && !_isStopping) KeepUp();
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

    /// <summary>One piece, and only when nobody waits: not while commits fail or are slow, nor behind a backlog.</summary>
    private void KeepUp()
    {
        _isUpkeepDue = false;
        _disk.Look();
        var began = _time.GetTimestamp();
        var hasMore = false;
        if (!_isUpkeepBroken && _store is { } store && Condition is { State: JournalState.Writing } && Condition.LastCommit < SlowCommit && _buffer.Count < Backlog)
        {
            try
            {
                while (_damages.TryDequeue(out var damage)) store.SetAside(damage);
                hasMore = store.KeepUp();
                _isTidy = !hasMore;
            }
            catch (SqliteException fault)
            {
                LogUpkeepFailed(_log, fault.Message);
                _store = null;
                store.Dispose();
                if (JournalFile.IsDamage(fault)) _file.TrySetAside(fault);
            }
#pragma warning disable CA1031 // A bug in what keeps the file small must not stop the journal: it grows until the next start.
            catch (Exception bug)
#pragma warning restore CA1031
            {
                LogUpkeepBroken(_log, bug);
                _isUpkeepBroken = true;
                _store = null;
                store.Dispose();
            }
        }

        KeptUp?.Invoke(_time.GetElapsedTime(began), hasMore);
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
        _store = _open();
        _store.Settle();
        _store.SetEpoch(_epoch);
        var hasBatch = _store.LastSeq > _lastSeq;
        _store.ContinueAfter(_lastSeq);
        return hasBatch;
    }

    private void NoteSuccess(TimeSpan took)
    {
        StorageMeter.Commit.Record(took.TotalSeconds);
        if (Condition.State == JournalState.Failing) LogWritesAgain(_log);
        var since = Condition.State == JournalState.Writing ? Condition.Since : _time.GetUtcNow();
        Condition = new(JournalState.Writing, since, Condition.LastError, false, took);
    }

    private void NoteFailure(Exception fault)
    {
        if (Condition.State != JournalState.Failing) LogFails(_log, fault.Message);
        var since = Condition.State == JournalState.Failing ? Condition.Since : _time.GetUtcNow();
        var isFull = fault is SqliteException { SqliteErrorCode: raw.SQLITE_FULL };
        if (isFull) _disk.LetGo();
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

    [LoggerMessage(5112, LogLevel.Warning, "The journal could not be tidied up; it is tried again: {Reason}")]
    private static partial void LogUpkeepFailed(ILogger log, string reason);

    [LoggerMessage(5114, LogLevel.Error, "The journal is not tidied up any more until the next start")]
    private static partial void LogUpkeepBroken(ILogger log, Exception bug);

    [LoggerMessage(5105, LogLevel.Warning, "The journal is written again")]
    private static partial void LogWritesAgain(ILogger log);
}

/// <summary>The writer's part of <see cref="JournalHealth"/>.</summary>
internal sealed record WriterCondition(JournalState State, DateTimeOffset Since, string? LastError, bool IsDiskFull, TimeSpan LastCommit);
