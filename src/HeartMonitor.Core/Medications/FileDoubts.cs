using System.Text.RegularExpressions;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// What a participant file says outside of the lists of medicines and conditions. What is not understood is doubt, and doubt makes no zones
/// (product.md, decision 4): an unknown member is harmless only by its name and by its content.
/// </summary>
/// <param name="Medicines">Medicines named outside of the list; they count as taken.</param>
/// <param name="Conditions">Conditions of the heart named outside of the list.</param>
/// <param name="Members">Members and texts that nobody understands, by name; each counts as an unknown medicine.</param>
/// <param name="Entries">Conditions, as written, that hold more than a name.</param>
internal sealed record FileDoubts(
    IReadOnlyList<Classified> Medicines, IReadOnlyList<ConditionRule> Conditions, IReadOnlyList<string> Members, IReadOnlyList<Condition> Entries)
{
    internal static FileDoubts In(Participant participant, IReadOnlyList<Classified> listed, MedicationCatalogue catalogue) =>
        new FileDoubtsFinder(participant, listed, catalogue).Find();
}

/// <summary>Looks through one file.</summary>
internal sealed partial class FileDoubtsFinder(Participant participant, IReadOnlyList<Classified> listed, MedicationCatalogue catalogue)
{
    private const int LongestConditionWords = 7;

    /// <summary>Words that a figure may follow in the name of a condition.</summary>
    private static readonly string[] BeforeFigures = ["type", "typ", "grade", "grad", "stage", "stadium", "covid", "level", "klasse", "class"];

    /// <summary>What is known of a condition that is over, plain.</summary>
    private static readonly string[] OfAPast =
        ["since", "seit", "year", "jahr", "onset", "beginn", "diagnosedon", "diagnosedat", "diagnosedby", "diagnosedin", "diagnostiziertam", "icd10", "icd10code", "icdcode", "codesystem", "system", "display", "label", "bezeichnung"];

    private readonly List<(string Word, Medication Medication)> _medicines = [];
    private readonly List<ConditionRule> _conditions = [];
    private readonly List<string> _members = [];
    private readonly List<Condition> _entries = [];
    private readonly Everyday _everyday = catalogue.Everyday;

    internal FileDoubts Find()
    {
        ReadPseudonym();
        foreach (var member in participant.Elsewhere)
            if (!IsUnderstood(member) || IsBesideNo(member)) _members.Add(member.Name);
        foreach (var condition in participant.Conditions)
            if (!IsPlain(condition)) _entries.Add(condition);
        foreach (var (name, text) in KnownTexts())
            if (text is not null && !IsHarmless(text, isProper: name != "programme", mayTell: false, anyMedicine: false)) _members.Add(name);
        if (participant.Prescription is { Scheme: { } scheme } && !_everyday.Schemes.Contains(scheme.Trim().ToLowerInvariant())) _members.Add("scheme");
        return new FileDoubts(
            [.. _medicines.DistinctBy(m => m.Medication).Select(m => catalogue.Classify(AtcCode.IsShaped(m.Word) ? new() { Atc = m.Word } : new() { Name = m.Word }))],
            [.. _conditions.Distinct()],
            [.. _members.Distinct()],
            _entries);
    }

    /// <summary>A pseudonym says nothing, unless somebody made it of the name of a medicine; the name of a whole class makes a fair one.</summary>
    private void ReadPseudonym()
    {
        foreach (var word in MedicineName.Words(participant.Id))
            if (catalogue.Named(word) is { MayBlunt: true, Codes.Count: > 0 } medicine && !IsListed(word, medicine)) _medicines.Add((word, medicine));
    }

    private IEnumerable<(string Name, string? Text)> KnownTexts()
    {
        yield return ("programme", participant.Prescription?.Programme);
        foreach (var test in participant.Tests) yield return ("signedBy", test.SignedBy);
        foreach (var condition in participant.Conditions.Where(c => catalogue.Condition(c.Code)?.IsPaced != true)) yield return ("mode", condition.Mode);
    }

    /// <summary>Its name is on the list, and so are the names inside; what it says names nothing that acts on the heart.</summary>
    private bool IsUnderstood(OtherMember member)
    {
        var isNamed = member.Values.All(value => value.Names.All(name => _everyday.Has(member.Place, name)));
        var found = _medicines.Count + _conditions.Count;
        var plain = Everyday.Plain(member.Name);
        var notTaken = _everyday.NotTaken.Contains(plain);
        var isHarmless = true;
        foreach (var value in member.Values)
        {
            if (!isNamed) foreach (var name in value.Names) isHarmless &= IsHarmless(name, isProper: false, mayTell: true, anyMedicine: true);
            if (value.Text is { } text) isHarmless &= notTaken ? IsNotTaken(text) : IsHarmless(text, _everyday.ProperNames.Contains(Everyday.Plain(value.Names[^1])), member.Place == OtherPlace.Medicine, !isNamed);
        }

        // What was named is told by its own name.
        return (isNamed && isHarmless) || _medicines.Count + _conditions.Count > found;
    }

    /// <summary>A condition that is said not to be present, with something beside it that only one that is there has: a stage, a note.</summary>
    private bool IsBesideNo(OtherMember member) =>
        member.Place == OtherPlace.Condition && participant.Conditions.ElementAtOrDefault(member.Index) is { Present: false } && !OfAPast.Contains(Everyday.Plain(member.Name));

    /// <summary>A name or two that is not to be taken, and no word of what is taken.</summary>
    private bool IsNotTaken(string written)
    {
        var text = new FreeText(written, _everyday.Phrases, isName: true);
        return !text.IsUnreadable && !text.HoldsDose && text.Words.Count <= LongestConditionWords && !text.Tells(_everyday.Telling) && !text.Tells(_everyday.TakenAgain)
            && !text.Tidy.Split('-').Any(w => w is "on" or "auf" or "mit" or "unter" or "with");
    }

    /// <param name="written">The text.</param>
    /// <param name="isProper">It is a name of somebody or something: a part of a word means nothing.</param>
    /// <param name="mayTell">Words of a treatment are no news there.</param>
    /// <param name="anyMedicine">Any medicine named is one too many, because the list may hold more that nobody knows.</param>
    private bool IsHarmless(string written, bool isProper, bool mayTell, bool anyMedicine)
    {
        var text = new FreeText(written, _everyday.Phrases);
        var isHarmless = !text.IsUnreadable && (mayTell || !(text.HoldsDose || text.Tells(_everyday.Telling)));
        foreach (var word in text.Words.Concat(text.Codes))
        {
            if (Named(word, isProper) is not { } medicine || !(anyMedicine || medicine.MayBlunt)) continue;
            if (IsListed(word, medicine)) isHarmless &= !text.Tells(_everyday.TakenAgain);
            else _medicines.Add((word, medicine));
        }

        foreach (var rule in catalogue.ConditionsIn(text.Tidy, isProper).Where(r => r.IsCardiac || r.Effect == ConditionEffect.Fever))
            if (!participant.Conditions.Any(c => catalogue.Condition(c.Code) == rule)) _conditions.Add(rule);
        return isHarmless;
    }

    private Medication? Named(string word, bool isProper) => catalogue.Named(word) ?? (isProper ? null : catalogue.SlipOfLong(word));

    /// <summary>The list has it, whatever it says about it.</summary>
    private bool IsListed(string word, Medication named) => listed.Any(what =>
        what.Known == named || what.Atc == word || MedicineName.Words(what.Entry.Name).Contains(word) || what.Known?.IsNamed(word) == true);

    /// <summary>
    /// A name and no more: no medicine, no treatment, no figures but those of a classification, no rate of a device on something that is none.
    /// </summary>
    private bool IsPlain(Condition condition)
    {
        var hasDevice = condition is not { Mode: null, UpperRate: null, DetectionRate: null };
        if (!hasDevice && catalogue.IsCode(condition.Code)) return true;
        var rule = catalogue.Condition(condition.Code);
        if (hasDevice && rule is not ({ IsPaced: true } or { Effect: ConditionEffect.DetectionRate })) return false;
        var (text, found) = (new FreeText(condition.Code, _everyday.Phrases, isName: true), _medicines.Count);
        foreach (var word in text.Words.Concat(text.Codes))
            if (Named(word, isProper: false) is { MayBlunt: true } medicine && !IsListed(word, medicine)) _medicines.Add((word, medicine));
        if (_medicines.Count > found) return true;
        if (text.IsUnreadable || text.HoldsDose || (text.Tells(_everyday.Telling) && rule is null or { IsCardiac: false })) return false;
        return rule is not null || HasPlainWords(ConditionNames.Tidy(LookAlike.Plain(condition.Code)).Split('-'), condition.Code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static bool HasPlainWords(string[] words, int written)
    {
        if (words.Length > LongestConditionWords) return false;
        for (var i = 0; i < words.Length; i++)
            if (written > 1 && words[i].Any(char.IsAsciiDigit) && !Classification().IsMatch(words[i]) && !(i > 0 && BeforeFigures.Contains(words[i - 1]))) return false;
        return true;
    }

    /// <summary>A year, or a letter with figures: a code of the ICD-10, a vertebra.</summary>
    [GeneratedRegex(@"^((19|20)\d\d|[a-z]\d{1,4})$", RegexOptions.CultureInvariant)]
    private static partial Regex Classification();
}
