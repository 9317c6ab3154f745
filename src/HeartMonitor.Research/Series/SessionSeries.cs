using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Research.Series;

/// <summary>
/// One stored session as researchers get it: what was measured with the labels that the rules saw then, what was said and decided, and which rules were in
/// force. Pseudonymous as it is: no name, no strap id, no staff, no free words. Immutable; times are the journal's.
/// </summary>
public sealed record SessionSeries
{
    /// <summary>Session id.</summary>
    public required string Session { get; init; }

    /// <summary>Pseudonym of the person.</summary>
    public required string Participant { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Null for an ordinary end; <c>interrupted</c> or <c>clock</c> when the service ended it.</summary>
    public string? EndedWhy { get; init; }

    /// <summary>All dates were moved by as many whole days as are kept for the person, and pseudonym and ids replaced.</summary>
    public bool DatesShifted { get; init; }

    /// <summary>Which key that was done with, by a name that tells nothing of it; null where it was not.</summary>
    public string? DisguiseKey { get; init; }

    public bool IsOpen => EndedAt is null;

    /// <summary>Stamp of the last row: the end of what is known of an open session.</summary>
    public required DateTimeOffset LastAt { get; init; }

    public required SeriesPerson Person { get; init; }

    /// <summary>Straps by their number in this session, in the order in which they were bound; the same strap worn again is a line of its own.</summary>
    public required IReadOnlyList<SeriesStrap> Straps { get; init; }

    /// <summary>Plans in the order in which they came into force.</summary>
    public required IReadOnlyList<SeriesPlan> Plans { get; init; }

    /// <summary>Every packet, by time and then by place in the journal; those that came late stand where they were measured.</summary>
    public required IReadOnlyList<SeriesSample> Samples { get; init; }

    /// <summary>Every interval, in the order of the packets and of each packet.</summary>
    public required IReadOnlyList<SeriesBeat> Beats { get; init; }

    /// <summary>Stretches of 3 s or more without a reading on the skin (domain-facts 5.1), late ones counted as readings.</summary>
    public required IReadOnlyList<SeriesGap> Gaps { get; init; }

    /// <summary>Rows that were stored and cannot be read; empty nearly always.</summary>
    public IReadOnlyList<SeriesLoss> Losses { get; init; } = [];

    public required IReadOnlyList<SeriesPhase> Phases { get; init; }

    /// <summary>Pauses; an open one lasts to the end of what is known.</summary>
    public required IReadOnlyList<SeriesSpan> Pauses { get; init; }

    /// <summary>Times in which nobody watched: the service was down.</summary>
    public required IReadOnlyList<SeriesSpan> Interruptions { get; init; }

    public required IReadOnlyList<SeriesWorkload> Workloads { get; init; }

    /// <summary>Answers that counted, those taken back marked.</summary>
    public required IReadOnlyList<SeriesAnswer> Answers { get; init; }

    public required IReadOnlyList<SeriesWord> Words { get; init; }

    /// <summary>Prompts, a line a revision.</summary>
    public required IReadOnlyList<SeriesPrompt> Prompts { get; init; }

    /// <summary>Alerts, a line a revision.</summary>
    public required IReadOnlyList<SeriesAlert> Alerts { get; init; }

    /// <summary>Changes of the signal's quality as the rules saw it.</summary>
    public required IReadOnlyList<QualityEvent> Qualities { get; init; }

    public required IReadOnlyList<GateEvent> Gates { get; init; }

    /// <summary>How sure it was that the strap is on the person.</summary>
    public required IReadOnlyList<SeriesBinding> Bindings { get; init; }

    /// <summary>The session in figures, as it was stored at its end; null while it is open. Whoever took an answer back is not named.</summary>
    public SummaryEvent? Summary { get; init; }

    /// <summary>Seconds with a value that the rules could use, 0 to 100 %: the summary's, or of an open session so far.</summary>
    public double? CoveragePercent { get; init; }

    /// <summary>Rules, medicines and activities in force, each version once, in the order of their first use.</summary>
    public required SeriesVersions Versions { get; init; }

    /// <summary>
    /// The alert was open until the session ended: nobody saw its condition end. The rules tell it as cleared then, at the end's own stamp, because a session
    /// that is over judges nothing any more (contracts 4); that stamp is how it is known, in old journals too.
    /// </summary>
    public bool IsOpenAtEnd(string alert) => EndedAt is { } end && Alerts.LastOrDefault(a => a.Id == alert && a.State == AlertState.Cleared)?.At == end;

    /// <summary>Seconds from the session's start.</summary>
    public double T(DateTimeOffset at) => (at - StartedAt).Ticks / (double)TimeSpan.TicksPerSecond;
}

/// <summary>What is told of the person.</summary>
/// <param name="AgeYears">Full years on the day; 90 stands for 90 and more, so that no rare age tells who it is.</param>
/// <param name="Sex"><c>male</c>, <c>female</c> or null.</param>
/// <param name="BodyMassKg">Kilograms.</param>
/// <param name="RestingHr">Resting rate in the file or measured at check-in, bpm.</param>
public sealed record SeriesPerson(int? AgeYears, string? Sex, double? BodyMassKg, int? RestingHr);

/// <summary>A strap while it was bound.</summary>
/// <param name="Number">1 for the session's first one; a strap that is bound again has its number again.</param>
/// <param name="Sensor">How it reads the pulse.</param>
/// <param name="From">When it was bound; the session's start for the first.</param>
/// <param name="IntervalsAreBeats">Its intervals are beats and not smoothed.</param>
public sealed record SeriesStrap(int Number, SensorClass Sensor, DateTimeOffset From, bool IntervalsAreBeats)
{
    /// <summary>As columns name it: <c>strap-1</c>.</summary>
    public string Name => FormattableString.Invariant($"strap-{Number}");
}

/// <summary>Versions that were in force.</summary>
public sealed record SeriesVersions(IReadOnlyList<string> Rules, IReadOnlyList<string> Catalogue, IReadOnlyList<string> Activities);
