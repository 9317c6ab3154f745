using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Storage.Journal;

/// <summary>
/// What waits for a commit, in order: filled by the pipeline, emptied by the writer, looked over by the stall watch. Bounded twice
/// (<see cref="JournalOptions.SampleCapacity"/>, <see cref="JournalOptions.ReserveCapacity"/>); every loss is counted.
/// </summary>
internal sealed class JournalBuffer(JournalOptions options, DiskGuard disk)
{
    /// <summary>Copies kept for reuse; enough for a second of ten thousand straps.</summary>
    private const int MostSpares = 16_384;

    private readonly Lock _gate = new();
    private readonly Stack<PendingStep> _spares = new();
    private List<PendingStep> _queue = [];
    private List<CursorSave> _saves = [];
    private PendingBatch? _inFlight;
    private bool _isClosed;
    private long _refusedSteps;

    internal long DroppedSamples { get; private set; }

    internal long RefusedSteps => Interlocked.Read(ref _refusedSteps);

    internal int Count
    {
        get { lock (_gate) return CountInGate(); }
    }

    /// <summary>Copies the step in; null when it will be written, else why it never will be.</summary>
    /// <param name="step">The step, not held on to.</param>
    /// <param name="arrivedAt">Timestamp of now.</param>
    /// <param name="isFirst">True when nothing was waiting.</param>
    internal string? Add(SessionStep step, long arrivedAt, out bool isFirst)
    {
        lock (_gate)
        {
            isFirst = CountInGate() == 0;
            var refusal = RefusalInGate(step);
            if (refusal is null || (!_isClosed && (step.Live is not null || HasAlert(step))))
            {
                var pending = _spares.TryPop(out var spare) ? spare : new PendingStep();
                pending.Fill(step, arrivedAt);
                pending.IsUnstorable = refusal is not null;
                if (refusal is not null) pending.TakeStored();
                _queue.Add(pending);
            }

            return refusal;
        }
    }

    /// <summary>False when the journal is closed and the position cannot be saved any more.</summary>
    internal bool Add(CursorSave save)
    {
        lock (_gate)
        {
            if (!_isClosed) _saves.Add(save);
            return !_isClosed;
        }
    }

    /// <summary>Takes the oldest steps and every saved position; null when nothing waits. <see cref="Finish"/> comes before the next take.</summary>
    internal PendingBatch? Take()
    {
        lock (_gate)
        {
            if (_queue.Count == 0 && _saves.Count == 0) return null;
            _inFlight = new(TakeSteps(), _saves, _queue.Count > 0);
            _saves = [];
            return _inFlight;
        }
    }

    /// <summary>The batch is done with: its copies may be filled again.</summary>
    internal void Finish(PendingBatch batch)
    {
        lock (_gate)
        {
            _inFlight = null;
            foreach (var step in batch.Steps) RecycleInGate(step);
        }
    }

    /// <summary>Everything that waits, oldest first, the batch being written included.</summary>
    internal void CopyTo(List<PendingStep> steps)
    {
        lock (_gate)
        {
            steps.Clear();
            if (_inFlight is not null) steps.AddRange(_inFlight.Steps);
            steps.AddRange(_queue);
        }
    }

    /// <summary>Forgets waiting steps of which nothing is left to write or show. Not those of the batch being written.</summary>
    internal void RemoveSpent()
    {
        lock (_gate)
        {
            _queue.RemoveAll(step =>
            {
                if (!step.IsSpent) return false;
                RecycleInGate(step);
                return true;
            });
        }
    }

    /// <summary>One more step that will never be stored.</summary>
    internal void CountRefused() => Interlocked.Increment(ref _refusedSteps);

    /// <summary>Takes nothing more.</summary>
    internal void Close()
    {
        lock (_gate) _isClosed = true;
    }

    /// <summary>Positions that nobody will write any more.</summary>
    internal List<CursorSave> TakeSaves()
    {
        lock (_gate)
        {
            var saves = _saves;
            _saves = [];
            return saves;
        }
    }

    private int CountInGate() => _queue.Count + (_inFlight?.Steps.Count ?? 0);

    private string? RefusalInGate(SessionStep step)
    {
        if (_isClosed) return "The journal is closed.";
        var count = CountInGate();
        if (step.IsSample && !step.IsUrgent)
        {
            if (count < options.SampleCapacity && !disk.IsFull) return null;
            DroppedSamples++;
            return disk.IsFull ? "The disk is full; packets are not stored." : "The disk does not answer and the journal's buffer is full.";
        }

        if (count < options.SampleCapacity + options.ReserveCapacity) return null;
        if (step.IsUrgent) CountRefused();
        return "The disk does not answer and the journal's buffer and its reserve are full.";
    }

    private List<PendingStep> TakeSteps()
    {
        if (_queue.Count <= options.StepsPerCommit)
        {
            var all = _queue;
            _queue = new(all.Capacity);
            return all;
        }

        var oldest = _queue.GetRange(0, options.StepsPerCommit);
        _queue.RemoveRange(0, options.StepsPerCommit);
        return oldest;
    }

    private void RecycleInGate(PendingStep step)
    {
        if (step.Empty() && _spares.Count < MostSpares) _spares.Push(step);
    }

    private static bool HasAlert(SessionStep step)
    {
        foreach (var sessionEvent in step.Events)
            if (sessionEvent is AlertEvent) return true;
        return false;
    }
}

/// <summary>What one transaction writes.</summary>
/// <param name="Steps">Oldest first.</param>
/// <param name="Saves">Positions of sinks.</param>
/// <param name="HasMore">Steps were left for the next transaction.</param>
internal sealed record PendingBatch(List<PendingStep> Steps, List<CursorSave> Saves, bool HasMore)
{
    internal bool HasWork => Saves.Count > 0 || Steps.Exists(step => step.HasRows);
}
