using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Research.Series;

/// <summary>One packet.</summary>
/// <param name="At">Stamp given at ingress; of the measurement where it came late.</param>
/// <param name="T">Seconds from the session's start.</param>
/// <param name="Bpm">The rate as sent, 1 to 65535; null when the strap sent 0 or the packet could not be decoded.</param>
/// <param name="Contact">What the strap said about skin contact.</param>
/// <param name="Label">How far to believe it, as stored with the packet: what the rules saw then.</param>
/// <param name="Strap">Number of the strap in this session; 0 when none was bound.</param>
/// <param name="EnergyKj">Energy expended since the strap's reset, kJ; null when not sent.</param>
/// <param name="N">Position in the journal.</param>
public readonly record struct SeriesSample(
    DateTimeOffset At, double T, int? Bpm, SensorContact Contact, SignalLabel Label, int Strap, int? EnergyKj, long N)
{
    /// <summary>It came after younger ones: stored, never judged.</summary>
    public bool IsLate => Label.Reasons.HasFlag(SignalReasons.Late);

    /// <summary>A heart rate from a strap on the skin, good or not. The strap's word on contact counts where the gate believed it.</summary>
    public bool IsReading => Bpm is not null && !IsOffSkin(Label, Contact);

    internal static bool IsOffSkin(SignalLabel label, SensorContact contact) =>
        label.Reasons.HasFlag(SignalReasons.NoContact) || (label.Reasons.HasFlag(SignalReasons.Late) && contact == SensorContact.NotDetected);
}

/// <summary>What the offline filter says of an interval (domain-facts 5.4, Lipponen and Tarvainen 2019).</summary>
public enum BeatArtefact
{
    /// <summary>Nobody can say: the rhythm is uneven by nature, the sensor smooths, or the interval stands in no segment.</summary>
    Unknown,
    None,
    Ectopic,
    Missed,
    Extra,
    LongShort,
}

/// <summary>One interval.</summary>
/// <param name="At">When its later beat came: the packet's stamp, less the intervals after it in the packet.</param>
/// <param name="T">Seconds from the session's start.</param>
/// <param name="Raw">Units of 1/1024 s.</param>
/// <param name="Flag">0 good, 1 suspect, 2 bad: as live, from the label stored with the packet.</param>
/// <param name="Artefact">What the offline filter says, over its segment.</param>
/// <param name="GapBefore">The interval before it in the list is not its neighbour in the heart.</param>
/// <param name="Segment">Intervals that follow one another without a gap have one number, from 1; 0 for fillers and what came off the skin.</param>
/// <param name="N">Position of its packet in the journal.</param>
/// <param name="IsLate">Its packet came late.</param>
public readonly record struct SeriesBeat(
    DateTimeOffset At, double T, int Raw, int Flag, BeatArtefact Artefact, bool GapBefore, int Segment, long N, bool IsLate)
{
    /// <summary>Milliseconds, exact in binary.</summary>
    public double Ms => Raw * 1000.0 / 1024.0;
}

/// <summary>Why there is no reading.</summary>
public enum GapReason
{
    /// <summary>No packet came.</summary>
    Silence,

    /// <summary>Packets came, and the strap said that it does not touch skin.</summary>
    NoContact,

    /// <summary>Packets came without a rate.</summary>
    NoRate,

    /// <summary>The service was down.</summary>
    NotWatched,

    /// <summary>No packet can be read, and rows of the journal are damaged here.</summary>
    Damaged,

    /// <summary>The packets were deleted after their time; what was said and decided is there.</summary>
    Deleted,
}

/// <summary>Stored rows that cannot be read: the series lacks what they held.</summary>
/// <param name="From">Stamp of the row before them.</param>
/// <param name="To">Stamp of the row after them.</param>
/// <param name="Rows">How many.</param>
/// <param name="Why">Damaged, or deleted after their time.</param>
/// <param name="ArePackets">They were packets; false where nobody can say what they were.</param>
public sealed record SeriesLoss(DateTimeOffset From, DateTimeOffset To, long Rows, RowLoss Why, bool ArePackets);

/// <summary>A stretch without a reading.</summary>
/// <param name="From">The last reading before it, or the session's start.</param>
/// <param name="To">The first reading after it, or the end of what is known.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsPaused">The session was paused all the time.</param>
public sealed record SeriesGap(DateTimeOffset From, DateTimeOffset To, GapReason Reason, bool IsPaused)
{
    public double Seconds => (To - From).TotalSeconds;
}

/// <summary>A phase; <paramref name="To"/> is the beginning of the next one or the end of what is known.</summary>
public sealed record SeriesPhase(SessionPhase Phase, DateTimeOffset From, DateTimeOffset To);

public sealed record SeriesSpan(DateTimeOffset From, DateTimeOffset To);

/// <summary>Work that was told or measured, from <paramref name="At"/> on.</summary>
public sealed record SeriesWorkload(DateTimeOffset At, WorkloadSet Work);

/// <summary>An answer about effort.</summary>
/// <param name="At">When it was given.</param>
/// <param name="Value">Borg 6 to 20.</param>
/// <param name="By">Who gave it, by role.</param>
/// <param name="Reason">Why it was asked; null for an answer to no prompt.</param>
/// <param name="Prompt">Id of the prompt; null for none.</param>
/// <param name="IsWithdrawn">Staff took it back: it counts for nothing.</param>
public sealed record SeriesAnswer(DateTimeOffset At, int Value, AnsweredBy By, PromptReason? Reason, string? Prompt, bool IsWithdrawn);

/// <summary>Something else that was said, in codes.</summary>
/// <param name="At">When.</param>
/// <param name="Kind"><c>talk-test</c>, <c>symptom</c> or <c>help</c>.</param>
/// <param name="Value">Answer or symptom, in the contract's names; null for a call for help.</param>
/// <param name="Grade">Grade of a symptom.</param>
/// <param name="By">By role; null where nobody can say.</param>
public sealed record SeriesWord(DateTimeOffset At, string Kind, string? Value, int? Grade, AnsweredBy? By);

/// <summary>A revision of a prompt.</summary>
public sealed record SeriesPrompt(DateTimeOffset At, string Id, int Rev, PromptState State, PromptReason Reason, int? Value, DateTimeOffset OpenedAt);

/// <summary>A revision of an alert, its numbers and no words.</summary>
/// <param name="At">When it came into force.</param>
/// <param name="Id">Same for all revisions of an episode.</param>
/// <param name="Code">What it is about.</param>
/// <param name="Priority">How urgent.</param>
/// <param name="Nature">Of the heart, of the machine or of the work around.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Rev">From 1.</param>
/// <param name="Since">When the condition began to hold.</param>
/// <param name="IsLatched">Stays until acknowledged.</param>
/// <param name="AckedAt">When somebody took note; null while nobody has.</param>
/// <param name="Because">The numbers that were used; nobody else's pseudonym is among them.</param>
/// <param name="Source">Sections that the rule is written in.</param>
/// <param name="RulesVersion">Rules in force.</param>
/// <param name="CatalogueVersion">Medicines in force.</param>
public sealed record SeriesAlert(
    DateTimeOffset At, string Id, AlertCode Code, AlertPriority Priority, AlertNature Nature, AlertState State, int Rev, DateTimeOffset Since, bool IsLatched,
    DateTimeOffset? AckedAt, IReadOnlyList<Evidence> Because, string Source, string RulesVersion, string CatalogueVersion);

/// <summary>How sure it was that the strap is on the person, from <paramref name="At"/> on.</summary>
public sealed record SeriesBinding(DateTimeOffset At, BindingState State, int Strap, ConfirmedBy? How);

/// <summary>A reason or note of a plan, as codes.</summary>
/// <param name="Code">Reason code (decisions 11).</param>
/// <param name="Subject">ATC code or condition code; null where what was written is no code of ours.</param>
public sealed record SeriesReason(string Code, string? Subject);

/// <summary>A plan, as numbers and codes.</summary>
public sealed record SeriesPlan(
    DateTimeOffset At, MonitoringMode Mode, HeartRateZone? Zone, HeartRateCeiling? Ceiling, RpeTarget Rpe, int? PromptEverySeconds,
    IReadOnlyList<SeriesReason> Reasons, IReadOnlyList<SeriesReason> Notes, string RulesVersion, string CatalogueVersion);
