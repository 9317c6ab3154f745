using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Alarms;

/// <summary>Where an alert goes, and what is told about it, in order; nothing when it is told nothing.</summary>
/// <param name="To">The phase from now on.</param>
/// <param name="Told">One event each, at the same instant.</param>
public readonly record struct AlarmTransition(AlarmPhase To, IReadOnlyList<AlertState> Told);

/// <summary>
/// The life of an alert as one table: phase, priority and what happens, to the next phase and what is told (domain-facts 8.1). No time, no state.
/// High alerts latch until acknowledged whatever happens and are neither shelved nor suppressed; medium ones latch while nobody took note; low
/// ones do not. The compiler sees that no case is forgotten; a test writes the table down in <c>src/alarm-life.md</c>.
/// </summary>
public static class AlarmLife
{
    private static readonly AlertState[] Nothing = [];
    private static readonly AlertState[] Raised = [AlertState.Raised];
    private static readonly AlertState[] Escalated = [AlertState.Escalated];
    private static readonly AlertState[] Acknowledged = [AlertState.Acknowledged];
    private static readonly AlertState[] AcknowledgedAndClosed = [AlertState.Acknowledged, AlertState.Closed];
    private static readonly AlertState[] Cleared = [AlertState.Cleared];
    private static readonly AlertState[] ClearedAndClosed = [AlertState.Cleared, AlertState.Closed];
    private static readonly AlertState[] Closed = [AlertState.Closed];
    private static readonly AlertState[] Shelved = [AlertState.Shelved];
    private static readonly AlertState[] Suppressed = [AlertState.Suppressed];
    private static readonly AlertState[] Returned = [AlertState.Returned];

    /// <summary>The condition is open as far as anybody knows: shown, put aside, or not to be judged just now.</summary>
    public static bool IsActive(AlarmPhase phase) => phase is not (AlarmPhase.Idle or AlarmPhase.Pending or AlarmPhase.ClearedUnacknowledged);

    /// <summary>Something is still owed: the condition is open, or an acknowledgement is.</summary>
    public static bool IsOwed(AlarmPhase phase) => phase is not (AlarmPhase.Idle or AlarmPhase.Pending);

    /// <summary>Somebody is asked to take note, and time counts.</summary>
    public static bool Asks(AlarmPhase phase) => phase is AlarmPhase.ActiveUnacknowledged or AlarmPhase.ClearedUnacknowledged;

    /// <summary>What happens next. Defined for every combination, also for those that cannot come up.</summary>
    public static AlarmTransition Next(AlarmPhase phase, AlertPriority priority, AlarmStimulus stimulus) => phase switch
    {
        AlarmPhase.Idle => FromIdle(stimulus),
        AlarmPhase.Pending => FromPending(stimulus),
        AlarmPhase.ActiveUnacknowledged => FromActive(priority, stimulus),
        AlarmPhase.ActiveAcknowledged => FromAcknowledged(priority, stimulus),
        AlarmPhase.ClearedUnacknowledged => FromLatched(priority, stimulus),
        AlarmPhase.Shelved => FromShelf(priority, stimulus),
        AlarmPhase.SuppressedUnacknowledged => FromSuppressed(priority, stimulus),
        AlarmPhase.SuppressedAcknowledged => FromSuppressedAcknowledged(stimulus),
    };

    private static AlarmTransition FromIdle(AlarmStimulus stimulus) => stimulus switch
    {
        AlarmStimulus.Seen => Go(AlarmPhase.Pending, Nothing),
        AlarmStimulus.Held => Go(AlarmPhase.ActiveUnacknowledged, Raised),
        AlarmStimulus.Between or AlarmStimulus.Going or AlarmStimulus.Gone or AlarmStimulus.Off or AlarmStimulus.NoJudgement or AlarmStimulus.Higher
            or AlarmStimulus.Worse or AlarmStimulus.FurtherUp or AlarmStimulus.SaidAgain or AlarmStimulus.Acknowledge or AlarmStimulus.Shelve or AlarmStimulus.Unshelve
            or AlarmStimulus.ShelfEnds or AlarmStimulus.Suppress or AlarmStimulus.SuppressionEnds or AlarmStimulus.Supersede
            or AlarmStimulus.TimeUp => Go(AlarmPhase.Idle, Nothing),
    };

    private static AlarmTransition FromPending(AlarmStimulus stimulus) => stimulus switch
    {
        AlarmStimulus.Held => Go(AlarmPhase.ActiveUnacknowledged, Raised),
        AlarmStimulus.Seen or AlarmStimulus.Higher or AlarmStimulus.Worse or AlarmStimulus.FurtherUp or AlarmStimulus.SaidAgain or AlarmStimulus.Acknowledge
            or AlarmStimulus.Shelve or AlarmStimulus.Unshelve or AlarmStimulus.ShelfEnds or AlarmStimulus.SuppressionEnds
            or AlarmStimulus.TimeUp => Go(AlarmPhase.Pending, Nothing),
        AlarmStimulus.Between or AlarmStimulus.Going or AlarmStimulus.Gone or AlarmStimulus.Off or AlarmStimulus.NoJudgement
            or AlarmStimulus.Suppress or AlarmStimulus.Supersede => Go(AlarmPhase.Idle, Nothing),
    };

    private static AlarmTransition FromActive(AlertPriority priority, AlarmStimulus stimulus) => stimulus switch
    {
        AlarmStimulus.Gone or AlarmStimulus.Off => priority == AlertPriority.Low ? Go(AlarmPhase.Idle, ClearedAndClosed) : Latch(),
        AlarmStimulus.Supersede => priority == AlertPriority.High ? Latch() : Go(AlarmPhase.Idle, ClearedAndClosed),
        AlarmStimulus.Higher or AlarmStimulus.Worse or AlarmStimulus.TimeUp => Go(AlarmPhase.ActiveUnacknowledged, Escalated),
        AlarmStimulus.Acknowledge => Go(AlarmPhase.ActiveAcknowledged, Acknowledged),
        AlarmStimulus.Shelve when priority != AlertPriority.High => Go(AlarmPhase.Shelved, Shelved),
        AlarmStimulus.Suppress when priority != AlertPriority.High => Go(AlarmPhase.SuppressedUnacknowledged, Suppressed),
        AlarmStimulus.Seen or AlarmStimulus.Held or AlarmStimulus.Between or AlarmStimulus.Going or AlarmStimulus.NoJudgement
            or AlarmStimulus.FurtherUp or AlarmStimulus.SaidAgain or AlarmStimulus.Shelve or AlarmStimulus.Unshelve or AlarmStimulus.ShelfEnds
            or AlarmStimulus.Suppress or AlarmStimulus.SuppressionEnds => Go(AlarmPhase.ActiveUnacknowledged, Nothing),
    };

    private static AlarmTransition FromAcknowledged(AlertPriority priority, AlarmStimulus stimulus) => stimulus switch
    {
        AlarmStimulus.Gone or AlarmStimulus.Off or AlarmStimulus.Supersede or AlarmStimulus.SaidAgain => Go(AlarmPhase.Idle, ClearedAndClosed),
        AlarmStimulus.Higher or AlarmStimulus.Worse => Go(AlarmPhase.ActiveUnacknowledged, Escalated), // what was noted was something milder
        AlarmStimulus.FurtherUp => Go(AlarmPhase.ActiveUnacknowledged, Raised), // what was noted was something less
        AlarmStimulus.Shelve when priority != AlertPriority.High => Go(AlarmPhase.Shelved, Shelved),
        AlarmStimulus.Suppress when priority != AlertPriority.High => Go(AlarmPhase.SuppressedAcknowledged, Suppressed),
        AlarmStimulus.Seen or AlarmStimulus.Held or AlarmStimulus.Between or AlarmStimulus.Going or AlarmStimulus.NoJudgement
            or AlarmStimulus.Acknowledge or AlarmStimulus.Shelve or AlarmStimulus.Unshelve or AlarmStimulus.ShelfEnds or AlarmStimulus.Suppress
            or AlarmStimulus.SuppressionEnds or AlarmStimulus.TimeUp => Go(AlarmPhase.ActiveAcknowledged, Nothing),
    };

    private static AlarmTransition FromLatched(AlertPriority priority, AlarmStimulus stimulus) => stimulus switch
    {
        AlarmStimulus.Seen or AlarmStimulus.Held => Go(AlarmPhase.ActiveUnacknowledged, Raised), // the same alert again
        AlarmStimulus.TimeUp => Go(AlarmPhase.ClearedUnacknowledged, Escalated), // decisions 37
        AlarmStimulus.Acknowledge => Go(AlarmPhase.Idle, AcknowledgedAndClosed),
        AlarmStimulus.Supersede when priority != AlertPriority.High => Go(AlarmPhase.Idle, Closed),
        AlarmStimulus.Between or AlarmStimulus.Going or AlarmStimulus.Gone or AlarmStimulus.Off or AlarmStimulus.NoJudgement or AlarmStimulus.Higher
            or AlarmStimulus.Worse or AlarmStimulus.FurtherUp or AlarmStimulus.SaidAgain or AlarmStimulus.Shelve or AlarmStimulus.Unshelve or AlarmStimulus.ShelfEnds
            or AlarmStimulus.Suppress or AlarmStimulus.SuppressionEnds or AlarmStimulus.Supersede => Go(AlarmPhase.ClearedUnacknowledged, Nothing),
    };

    /// <summary>A shelf is signed: whoever put the alert there took note of it, so nothing is owed when the condition ends meanwhile.</summary>
    private static AlarmTransition FromShelf(AlertPriority priority, AlarmStimulus stimulus) => stimulus switch
    {
        AlarmStimulus.Gone or AlarmStimulus.Off or AlarmStimulus.Supersede or AlarmStimulus.SaidAgain =>
            priority == AlertPriority.High ? Latch() : Go(AlarmPhase.Idle, ClearedAndClosed),
        AlarmStimulus.Higher or AlarmStimulus.Worse => Go(AlarmPhase.ActiveUnacknowledged, Escalated),
        AlarmStimulus.FurtherUp => Go(AlarmPhase.ActiveUnacknowledged, Raised),
        AlarmStimulus.Unshelve or AlarmStimulus.ShelfEnds => Go(AlarmPhase.ActiveUnacknowledged, Returned),
        AlarmStimulus.Seen or AlarmStimulus.Held or AlarmStimulus.Between or AlarmStimulus.Going or AlarmStimulus.NoJudgement
            or AlarmStimulus.Acknowledge or AlarmStimulus.Shelve or AlarmStimulus.Suppress or AlarmStimulus.SuppressionEnds
            or AlarmStimulus.TimeUp => Go(AlarmPhase.Shelved, Nothing),
    };

    private static AlarmTransition FromSuppressed(AlertPriority priority, AlarmStimulus stimulus) => stimulus switch
    {
        AlarmStimulus.Gone or AlarmStimulus.Off => priority == AlertPriority.Low ? Go(AlarmPhase.Idle, ClearedAndClosed) : Latch(),
        AlarmStimulus.Supersede => priority == AlertPriority.High ? Latch() : Go(AlarmPhase.Idle, ClearedAndClosed),
        AlarmStimulus.Seen or AlarmStimulus.Held or AlarmStimulus.Between or AlarmStimulus.SuppressionEnds => Go(AlarmPhase.ActiveUnacknowledged, Returned),
        AlarmStimulus.Higher or AlarmStimulus.Worse => Go(AlarmPhase.ActiveUnacknowledged, Escalated),
        AlarmStimulus.Acknowledge => Go(AlarmPhase.SuppressedAcknowledged, Acknowledged),
        AlarmStimulus.Going or AlarmStimulus.NoJudgement or AlarmStimulus.FurtherUp or AlarmStimulus.SaidAgain or AlarmStimulus.Shelve
            or AlarmStimulus.Unshelve or AlarmStimulus.ShelfEnds or AlarmStimulus.Suppress
            or AlarmStimulus.TimeUp => Go(AlarmPhase.SuppressedUnacknowledged, Nothing),
    };

    private static AlarmTransition FromSuppressedAcknowledged(AlarmStimulus stimulus) => stimulus switch
    {
        AlarmStimulus.Gone or AlarmStimulus.Off or AlarmStimulus.Supersede or AlarmStimulus.SaidAgain => Go(AlarmPhase.Idle, ClearedAndClosed),
        AlarmStimulus.Seen or AlarmStimulus.Held or AlarmStimulus.Between or AlarmStimulus.SuppressionEnds => Go(AlarmPhase.ActiveAcknowledged, Returned),
        AlarmStimulus.Higher or AlarmStimulus.Worse => Go(AlarmPhase.ActiveUnacknowledged, Escalated),
        AlarmStimulus.FurtherUp => Go(AlarmPhase.ActiveUnacknowledged, Raised),
        AlarmStimulus.Going or AlarmStimulus.NoJudgement or AlarmStimulus.Acknowledge or AlarmStimulus.Shelve or AlarmStimulus.Unshelve
            or AlarmStimulus.ShelfEnds or AlarmStimulus.Suppress or AlarmStimulus.TimeUp => Go(AlarmPhase.SuppressedAcknowledged, Nothing),
    };

    private static AlarmTransition Latch() => Go(AlarmPhase.ClearedUnacknowledged, Cleared);

    private static AlarmTransition Go(AlarmPhase to, AlertState[] told) => new(to, told);
}
