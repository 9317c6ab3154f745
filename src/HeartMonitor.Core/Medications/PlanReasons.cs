using System.Globalization;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// Reasons and notes as the rules find them, and both in order: most important first, whatever the order of the medicines.
/// </summary>
internal sealed class PlanReasons(PlanTexts texts)
{
    private readonly List<(PlanCode Code, PlanReason Reason)> _reasons = [];
    private readonly List<(PlanCode Code, PlanReason Reason)> _notes = [];

    internal IReadOnlyList<PlanReason> Reasons => InOrder(_reasons);

    internal IReadOnlyList<PlanReason> Notes => InOrder(_notes);

    /// <summary>A reason speaks against zones. Gates do not: they keep the mode or hold the start (decisions 20).</summary>
    internal bool ForceRpe => _reasons.Any(r => r.Code is >= PlanCode.MedicationRecentStop and <= PlanCode.ZoneCutByCeiling);

    internal void Because(PlanCode code, string? subject, string source, string? variant = null, params IReadOnlyList<Word> values) =>
        Tell(true, code, subject, source, variant, values);

    internal void Note(PlanCode code, string? subject, string source, string? variant = null, params IReadOnlyList<Word> values) =>
        Tell(false, code, subject, source, variant, values);

    /// <summary>A reason where <paramref name="isReason"/> holds, else a note.</summary>
    internal void Tell(
        bool isReason,
        PlanCode code,
        string? subject,
        string source,
        string? variant = null,
        params IReadOnlyList<Word> values) =>
        (isReason ? _reasons : _notes).Add((code, new PlanReason(KebabCase.Of(code), Quoted.Of(subject), texts.Say(code, variant, values), source)));

    /// <summary>The zones of an on-drug test came to nothing: what blunts is a reason after all.</summary>
    internal void PromoteBlunting()
    {
        _reasons.AddRange(_notes.Where(IsBlunting));
        _notes.RemoveAll(IsBlunting);

        static bool IsBlunting((PlanCode Code, PlanReason Reason) note) =>
            note.Code is PlanCode.MedicationBlunts or PlanCode.MedicationBluntsVariable;
    }

    internal static Word Value(string name, string value) => new(name, value);

    internal static Word Name(string value) => new("name", value);

    internal static Word Value(string name, double value) => new(name, value.ToString("0.##", CultureInfo.InvariantCulture));

    internal static Word Value(string name, DateOnly? value) =>
        new(name, value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "?");

    private static IReadOnlyList<PlanReason> InOrder(List<(PlanCode Code, PlanReason Reason)> list) =>
    [
        .. list.OrderBy(r => r.Code)
            .ThenBy(r => r.Reason.Subject, StringComparer.Ordinal)
            .ThenBy(r => r.Reason.Text, StringComparer.Ordinal)
            .Select(r => r.Reason)
            .Distinct(),
    ];
}
