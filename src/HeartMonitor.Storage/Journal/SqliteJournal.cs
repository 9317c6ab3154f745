using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Journal;

/// <summary>
/// The product's memory: what it was told and what it decided, on disk before anybody is told "stored".
/// </summary>
/// <remarks>
/// <para>Steps are appended on the pipeline's thread and never wait for the disk. One thread commits them in groups: urgent ones some
/// milliseconds after they arrived and always together with everything before them, plain samples within
/// <see cref="JournalOptions.SampleDelay"/>. A step's rows, and the alerts, session and command that it changes, are one transaction.
/// After the commit the step's callback is told, then facts, decisions and live values are released, in order.</para>
/// <para>When the disk does not answer: alerts are released unstored after <see cref="JournalOptions.EarlyAlertAfter"/>, and live values
/// follow, so that tiles stay alive; everything is tried again in order on a new connection. Whoever waits longer than
/// <see cref="JournalOptions.RefuseAfter"/> is told "not stored", <b>but the step is kept</b> and committed when the disk is back, because
/// the rules have already acted on it and a replay must too. A nurse who taps again with the same id still ends with exactly one: the
/// second tap is a <see cref="CommandResult.Duplicate"/>, and its "stored" comes only after the first one's commit; an id that is in the
/// journal is never given a second fact; and a duplicate of something that was lost (buffer over its second bound, or a crash) is told
/// "not stored".</para>
/// <para>One process writes, held by <c>journal.lock</c>; any process may read with <see cref="JournalReader"/>.</para>
/// </remarks>
public sealed class SqliteJournal : IAsyncDisposable
{
    /// <summary>After a piece of upkeep the writer is left alone four times as long: at most a fifth of one core.</summary>
    private const int RestPerUpkeep = 4;

    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(20);

    private readonly JournalOptions _options;
    private readonly TimeProvider _time;
    private readonly JournalFile _file;
    private readonly FileStream _lock;
    private readonly JournalBuffer _buffer;
    private readonly ReleaseDesk _desk;
    private readonly JournalWriter _writer;
    private readonly DueTimer _commit;
    private readonly DueTimer _watch;
    private readonly DueTimer _upkeep;
    private readonly DiskGuard _disk;
    private readonly DamageDesk _damages;
    private readonly Lock _newsGate = new();
    private TaskCompletionSource _news = NewNews();
    private bool _isDisposed;

    private SqliteJournal(JournalOptions options, JournalFile file, FileStream @lock, TimeProvider time, ILogger log)
    {
        (_options, _file, _lock, _time) = (options, file, @lock, time);
        _disk = new(options, log);
        _disk.Look();
        _damages = new(log);
        var store = OpenStore();
        Epoch = store.StartEpoch();
        _buffer = new(options, _disk);
        _desk = new(options, _buffer, time, log);
        _writer = new(file, _disk, OpenStore, store, Epoch, _buffer, _desk, time, log);
        _writer.Committed += TellNews;
        _commit = new(time, _writer.Wake);
        _watch = new(time, LookOver);
        _upkeep = new(time, _writer.WakeForUpkeep);
        _writer.KeptUp += (took, hasMore) => _upkeep.Within(hasMore ? Later(took * RestPerUpkeep, ShortestRest) : options.UpkeepEvery);
        _damages.Found += _writer.SetAside;
        Reader = new(options.Folder);
        Reader.Damaged += _damages.Take;
        _writer.Start();
        _upkeep.Within(options.UpkeepEvery);

        JournalStore OpenStore() => JournalStore.Open(file, options, _damages.Take, time, log);
    }

    /// <summary>
    /// What may now be shown, in order; the list is fresh each time. Called on the journal's own thread or a timer's, never twice at once.
    /// A slow listener delays the next commit: hand over and return. A listener that throws is logged. Subscribe before the first append.
    /// </summary>
    public event Action<IReadOnlyList<Released>>? Released
    {
        add => _desk.Released += value;
        remove => _desk.Released -= value;
    }

    /// <summary>Reads what is committed; also right for another process.</summary>
    public JournalReader Reader { get; }

    /// <summary>How many times this journal was opened, this time included; from 1.</summary>
    public long Epoch { get; }

    /// <summary>Position of the newest committed row; 0 for none.</summary>
    public long LastSeq => _writer.LastSeq;

    /// <summary>How the journal is now.</summary>
    public JournalHealth Health
    {
        get
        {
            var condition = _writer.Condition;
            return new(
                condition.State, condition.Since, condition.LastError, condition.IsDiskFull || _disk.IsFull, _buffer.Count, _buffer.DroppedSamples,
                _buffer.RefusedSteps, LastSeq, condition.LastCommit, _file.SetAside)
            {
                SavedRows = _file.SavedRows,
                IsTidy = _writer.IsTidy,
                DamagedRows = _damages.Rows,
                Disk = condition.IsDiskFull ? DiskRoom.Full : _disk.Room,
            };
        }
    }

    /// <summary>Opens the journal for writing; makes the folder and the file when they are absent, sets a damaged file aside.</summary>
    /// <exception cref="JournalRefusedException">It cannot be used as it is; see <see cref="JournalRefusal"/>.</exception>
    /// <exception cref="SqliteException">The disk does not answer.</exception>
    public static SqliteJournal Open(JournalOptions options, TimeProvider time, ILogger log)
    {
        if (options.Faults() is { Count: > 0 } faults)
            throw new JournalRefusedException(JournalRefusal.BadOptions, string.Join(' ', faults));
        OwnerOnly.MakeFolder(options.Folder);
        var @lock = TakeLock(options.Folder);
        try
        {
            return new(options, new(options, time, log), @lock, time, log);
        }
        catch
        {
            @lock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Takes over what a step holds; the step may be reused at once. Never waits for the disk. One thread at a time. When the buffer is
    /// full the step's callback is told so before this returns.
    /// </summary>
    public void Append(SessionStep step)
    {
        var refusal = _buffer.Add(step, _time.GetTimestamp(), out var isFirst);
        if (refusal is not null) step.Stored?.Invoke(refusal);
        if (step.IsUrgent || (isFirst && !step.IsSample)) _commit.Within(_options.UrgentDelay);
        else _commit.Within(_options.SampleDelay * 0.9);
        if (_desk.FirstLook(step) is { } look) _watch.Within(look);
    }

    /// <summary>
    /// Remembers how far a sink has come, and the rows it will never take, in one transaction. A bare position rides along with the next
    /// commit; rejected rows hurry it.
    /// </summary>
    /// <returns>True once it is on disk; false when the journal was stopped before.</returns>
    public Task<bool> SaveCursorAsync(string sink, long seq, IReadOnlyList<RejectedRow> rejected) => SaveAsync(new(sink, sink, seq, rejected));

    /// <summary>The same for whatever a sink has to remember.</summary>
    internal Task<bool> SaveAsync(CursorSave save)
    {
        if (!_buffer.Add(save)) return Task.FromResult(false);
        _commit.Within(save.Rejected.Count > 0 || save.Revived.Count > 0 ? _options.UrgentDelay : _options.SampleDelay * 0.9);
        return save.Done.Task;
    }

    /// <summary>Waits until the newest committed row is another than <paramref name="seq"/>.</summary>
    public Task WaitForNewsAsync(long seq, CancellationToken cancellation)
    {
        lock (_newsGate) return LastSeq != seq ? Task.CompletedTask : _news.Task.WaitAsync(cancellation);
    }

    /// <summary>Commits what waits, tells those who wait, and closes the file so that it needs no recovery.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _buffer.Close();
        await _writer.StopAsync(_options.StopWithin).ConfigureAwait(false);
        _desk.RefuseAll("The journal was stopped before it could be stored.");
        _commit.Dispose();
        _watch.Dispose();
        _upkeep.Dispose();
        _writer.Dispose();
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TaskCompletionSource NewNews() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal static FileStream TakeLock(string folder)
    {
        try
        {
            return OwnerOnly.Open(Path.Combine(folder, "journal.lock"), FileMode.OpenOrCreate, share: FileShare.None);
        }
        catch (IOException taken)
        {
            throw new JournalRefusedException(JournalRefusal.InUse, "Another process writes to the journal in this data folder.", taken);
        }
    }

    private void LookOver()
    {
        if (_desk.ReleaseOverdue() is { } next) _watch.Within(next);
    }

    private void TellNews(long lastSeq)
    {
        TaskCompletionSource news;
        lock (_newsGate)
        {
            news = _news;
            _news = NewNews();
        }

        news.SetResult();
    }
}
