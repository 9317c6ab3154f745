using System.Globalization;

namespace HeartMonitor.Core.Wording;

/// <summary>
/// Words and forms of one language that are no sentence of their own: names of symptoms, names from the medication catalogue, reasons in the
/// summary, how numbers and dates are written. From <c>config/texts.LANGUAGE.json</c>; what a file leaves out is said in plain English.
/// </summary>
public sealed class StaffWords
{
    private const string IsoDate = "yyyy-MM-dd";

    private readonly IReadOnlyDictionary<string, string> _symptoms;
    private readonly IReadOnlyDictionary<string, string> _names;
    private readonly IReadOnlyDictionary<string, string> _summary;
    private readonly IReadOnlyDictionary<string, string> _refusals;
    private readonly string _decimal;
    private readonly string _date;

    internal StaffWords(
        IReadOnlyDictionary<string, string> symptoms,
        IReadOnlyDictionary<string, string> names,
        IReadOnlyDictionary<string, string> summary,
        IReadOnlyDictionary<string, string> refusals,
        string decimalSign,
        string date) => (_symptoms, _names, _summary, _refusals, _decimal, _date) = (symptoms, names, summary, refusals, decimalSign, date);

    /// <summary>No file: codes with blanks for hyphens.</summary>
    public static StaffWords Plain { get; } = new(Nothing(), Nothing(), Nothing(), Nothing(), ".", IsoDate);

    /// <summary>A symptom of decisions 32, in running text.</summary>
    public string Symptom(string code) => _symptoms.GetValueOrDefault(code) ?? code.Replace('-', ' ');

    /// <summary>A name from the catalogue (a condition, a substance); the name itself where the language has no other.</summary>
    internal string Name(string name) => _names.GetValueOrDefault(name) ?? name;

    /// <summary>A number, with at most one decimal; a question mark for one that is none.</summary>
    public string Number(double value) => !double.IsFinite(value) ? "?" : Signed(value.ToString("0.#", CultureInfo.InvariantCulture));

    /// <summary>A number that is written already, invariant.</summary>
    internal string Signed(string invariant) => invariant.Replace(".", _decimal, StringComparison.Ordinal);

    /// <summary>A date written as 2026-03-02, in the form of the language; anything else as it is.</summary>
    internal string Date(string iso) =>
        DateOnly.TryParseExact(iso, IsoDate, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date.ToString(_date, CultureInfo.InvariantCulture) : iso;

    /// <summary>A reason in the summary, one of <see cref="SummaryReason"/> in kebab-case.</summary>
    public string Reason(SummaryReason reason, string? name = null, string? other = null) =>
        (_summary.GetValueOrDefault(KebabCase.Of(reason)) ?? KebabCase.Of(reason).Replace('-', ' '))
            .Replace("{name}", name, StringComparison.Ordinal).Replace("{other}", other, StringComparison.Ordinal);

    /// <summary>One plain sentence about what is not taken; <paramref name="name"/> is who or what it is about, or the limit.</summary>
    public string Refused(Refusal why, string? name = null) =>
        (_refusals.GetValueOrDefault(KebabCase.Of(why)) ?? KebabCase.Of(why).Replace('-', ' ')).Replace("{name}", name, StringComparison.Ordinal);

    private static Dictionary<string, string> Nothing() => [];
}

/// <summary>Why a figure of the summary is null.</summary>
public enum SummaryReason
{
    /// <summary>Heart rate does not measure this person's effort.</summary>
    RpeMode,

    /// <summary>The plan changed to RPE while the session ran.</summary>
    BecameRpe,
    NoZone,
    NoWork,
    NoHeartRateInWork,
    NoHeartRate,
    NoHeartRateAtEnd,
    MinuteNotWatched,
    Transplant,
    TooShort,
    NoWorkload,
    NoPhase,

    /// <summary>Work was told, and no phase that it could have been done in.</summary>
    PhaseNotTold,
    ActivityUnknown,
    ActivityUnknownMeant,
    BodyMassMissing,
    HandrailHeld,
    Downhill,
    MachineUnknown,
    StepHeightMissing,
    StepsOfWalking,

    /// <summary>No intervals that are beats, or a rhythm that is uneven by nature.</summary>
    NoIntervals,
}
