using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Research.Series;

/// <summary>A fact as the journal holds it, and what became of it.</summary>
/// <param name="N">Position in the journal.</param>
/// <param name="At">Stamp given at ingress.</param>
/// <param name="Fact">What was said or entered; may name staff.</param>
/// <param name="Counts">It was applied; false where it was refused, which is stored too.</param>
public sealed record StoredFact(long N, DateTimeOffset At, SessionFact Fact, bool Counts);

/// <summary>
/// A stored session read once. What it holds beside <see cref="Series"/> may name staff, straps and medicines, and is for the clinic's own eyes: what leaves the
/// house is made from the series alone.
/// </summary>
/// <param name="Series">The pseudonymous series.</param>
/// <param name="Start">Who, with which strap.</param>
/// <param name="Facts">Facts in the journal's order.</param>
/// <param name="Events">Decisions in the journal's order, as stored.</param>
/// <param name="Replay">How today's rules get along with the rows.</param>
public sealed record SessionReading(
    SessionSeries Series, SessionStarted Start, IReadOnlyList<StoredFact> Facts, IReadOnlyList<SessionEvent> Events, ReplayOutcome Replay)
{
    /// <summary>
    /// Makes the series of a session. Labels, decisions and summary are those that were stored; the fold runs along for what no row says: which facts were taken, and
    /// the coverage of a session that is still open.
    /// </summary>
    /// <param name="stored">The session's rows.</param>
    /// <param name="setup">The rules of today.</param>
    public static SessionReading Of(StoredSessionRows stored, EngineSetup setup) => new StoredFold(stored, setup).Read();

    /// <summary>The same from rows of which none is lost.</summary>
    /// <exception cref="InvalidDataException">They do not begin with a start, or one of them cannot be read.</exception>
    public static SessionReading Of(IEnumerable<JournalRow> rows, EngineSetup setup) => Of(StoredSessionRows.Read(rows), setup);
}

/// <summary>The fold of today over the stored rows.</summary>
/// <param name="RulesVersion">Rules of today.</param>
/// <param name="LabelsThatDiffer">Packets that today's gate labels otherwise than the one of then.</param>
/// <param name="Fault">Why the fold could not go on; null when it did.</param>
public sealed record ReplayOutcome(string RulesVersion, int LabelsThatDiffer, string? Fault);
