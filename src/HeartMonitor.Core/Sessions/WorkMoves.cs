namespace HeartMonitor.Core.Sessions;

/// <summary>What moved the work.</summary>
public enum WorkMoveKind
{
    /// <summary>A workload was entered or changed.</summary>
    Workload,

    /// <summary>Warm-up or work began after none, a cool-down or recovery.</summary>
    Start,

    /// <summary>A cool-down or recovery began.</summary>
    Stop,
    Pause,
    Resume,

    /// <summary>The service was away: what was done meanwhile is not known.</summary>
    Unwatched,
}

/// <summary>One moment at which the work became another, for whatever reason, and the heart rate that led up to it.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">Why.</param>
/// <param name="Direction">Which way; unknown where nobody can say.</param>
/// <param name="MetsBefore">Gross METs before it; null when not known.</param>
/// <param name="MetsAfter">Gross METs from it on; null when not known.</param>
/// <param name="Planned">It begins a planned interval.</param>
/// <param name="HeartRateBefore">Mean heart rate of the time before it, bpm; NaN when not known.</param>
public readonly record struct WorkMove(
    DateTimeOffset At,
    WorkMoveKind Kind,
    WorkDirection Direction,
    double? MetsBefore,
    double? MetsAfter,
    bool Planned,
    double HeartRateBefore);

/// <summary>
/// Everything that moved the work of one session: workloads, phases, pauses. A pause and the end of work are falls of work, whatever the
/// workload says (decisions 4).
/// </summary>
public sealed class WorkMoves
{
    private const int Kept = 64; // more than any rule looks back on
    private const double EnoughMets = 1e-6; // what binary arithmetic takes off a whole MET

    private readonly List<WorkMove> _moves = [];

    /// <summary>The newest; null before the first.</summary>
    public WorkMove? Last => _moves.Count > 0 ? _moves[^1] : null;

    public void Add(in WorkMove move)
    {
        if (_moves.Count == Kept) _moves.RemoveAt(0);
        _moves.Add(move);
    }

    /// <summary>How much was done when.</summary>
    public WorkLevels Levels { get; } = new();

    /// <summary>The newest move was none after all.</summary>
    public void TakeBackLast() => _moves.RemoveAt(_moves.Count - 1);

    /// <summary>
    /// The work fell at or after <paramref name="at"/>, or may have: a pause, a stop, a change that nobody can compare. Changes of less than
    /// <paramref name="mets"/> METs are left to <see cref="Levels"/>: one down and one up are no fall.
    /// </summary>
    public bool MayHaveFallenSince(DateTimeOffset at, double mets)
    {
        for (var i = _moves.Count - 1; i >= 0 && _moves[i].At >= at; i--)
        {
            if (_moves[i] is { Kind: WorkMoveKind.Workload, MetsBefore: { } before, MetsAfter: { } after } && before - after < mets) continue;
            if (_moves[i].Direction is WorkDirection.Down or WorkDirection.Unknown) return true;
        }

        return false;
    }

    /// <summary>
    /// The newest rise of at least <paramref name="mets"/> METs that was complete at <paramref name="before"/>, in one step or several, with
    /// nothing but more work since.
    /// </summary>
    /// <param name="mets">METs.</param>
    /// <param name="before">Latest instant of the step that completes it.</param>
    /// <returns>The step that it began with and the one that completed it; null when there is none.</returns>
    public (WorkMove First, WorkMove Complete)? RiseOf(double mets, DateTimeOffset before)
    {
        var complete = _moves.Count - 1;
        for (; complete >= 0 && _moves[complete].At > before; complete--)
            if (!Rises(_moves[complete])) return null;
        if (complete < 0) return null;
        for (var first = complete; first >= 0 && Rises(_moves[first]); first--)
            if (_moves[complete].MetsAfter - _moves[first].MetsBefore >= mets - EnoughMets) return (_moves[first], _moves[complete]);
        return null;
    }

    private static bool Rises(in WorkMove move) => move is { Kind: WorkMoveKind.Workload, Direction: WorkDirection.Up or WorkDirection.Same, Planned: false };
}
