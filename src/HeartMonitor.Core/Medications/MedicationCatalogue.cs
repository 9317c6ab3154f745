using System.Collections.Frozen;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// Medicines, conditions and substances with what they do to heart rate, and the words for staff. Immutable; made by
/// <see cref="MedicationCatalogueReader"/>.
/// </summary>
public sealed class MedicationCatalogue
{
    private const int LongName = 8; // a generic name; what follows it is a salt
    private const int LongestEnding = 3;
    private const int ShortestName = 4; // letters that stand alone and together are no unit any more
    private const int ShortestSlip = 7; // a shorter word may be one letter off and another word

    private readonly FrozenDictionary<string, Medication> _byCode;
    private readonly (string Prefix, Medication Medication)[] _byPrefix;
    private readonly (string Substance, Medication Medication)[] _bySubstance;
    private readonly FrozenDictionary<string, Medication> _byShortName;
    private readonly NameNet _net;
    private readonly ConditionNames _conditions;
    private readonly FrozenDictionary<string, SubstanceRule> _substances;

    internal MedicationCatalogue(CatalogueContent content, string version, PlanTexts texts)
    {
        (Version, Texts, Medications, _net) = (version, texts, content.Medications, content.NameNet);
        _byCode = content.Medications.SelectMany(m => m.Codes, (m, code) => (m, code)).ToFrozenDictionary(p => p.code, p => p.m);
        _byPrefix = [.. content.Medications.SelectMany(m => m.Prefixes, (m, p) => (p, m)).OrderByDescending(p => p.p.Length)];
        var byName = content.Medications.Where(m => !m.ByCodeOnly).SelectMany(m => m.Substances, (m, s) => (s, m));
        _bySubstance = [.. byName.OrderByDescending(p => p.s.Length)];
        _byShortName = content.Medications.SelectMany(m => m.ShortNames, (m, name) => (m, name)).ToFrozenDictionary(p => p.name, p => p.m);
        _conditions = new ConditionNames(content.Conditions, content.ConditionNet);
        Conditions = content.Conditions;
        _substances = content.Substances.ToFrozenDictionary(s => s.Code);
        Cautions = content.Cautions;
        Everyday = content.Everyday;
    }

    /// <summary>What a file may hold beside the members of the contract.</summary>
    internal Everyday Everyday { get; }

    /// <summary>What symptoms mean with which medicines.</summary>
    public IReadOnlyList<CautionRule> Cautions { get; }

    /// <summary>The catalogue's own version, a plus sign and 8 hex digits of its content's hash.</summary>
    public string Version { get; }

    public PlanTexts Texts { get; }

    /// <summary>Every condition, in the file's order.</summary>
    public IReadOnlyList<ConditionRule> Conditions { get; }

    /// <summary>Every medicine and group, in the file's order.</summary>
    public IReadOnlyList<Medication> Medications { get; }

    /// <summary>
    /// The rule for a condition code: in any case, with any separator, by another name and with a slip of the pen, for none of these must hide a
    /// pacemaker. Null when it is not known.
    /// </summary>
    public ConditionRule? Condition(string code) => _conditions.Find(code);

    /// <summary>The code of a condition, or another name of it, and nothing around it.</summary>
    internal bool IsCode(string code) => _conditions.Exact(code) is not null;

    /// <summary>Conditions named in a text that has been tidied.</summary>
    internal IEnumerable<ConditionRule> ConditionsIn(string tidy, bool isProper) => _conditions.InText(tidy, isProper);

    /// <summary>The rule for a substance; null when it is not known.</summary>
    public SubstanceRule? Substance(string name) => _substances.GetValueOrDefault(name.Trim().ToLowerInvariant());

    /// <summary>
    /// What an entry is. Its codes and its name all count; where they disagree, the more restricting one does. <see cref="Classified.Known"/>
    /// is null when neither the table nor the name net knows it, or when a code was meant and nobody can read it.
    /// </summary>
    internal Classified Classify(MedicationEntry entry)
    {
        var (codes, unreadable) = AtcCode.Read(entry.Atc);
        var words = MedicineName.Joined(entry.Name).Where(w => !_net.IsFalseFriend(w)).ToList();
        words.AddRange(MedicineName.Pairs(words).Where(pair => BySubstance(pair)?.MayBlunt == true).ToList());
        var (code, byCode) = codes.Select(c => (Code: c, Medication: ByCode(c))).OrderByDescending(c => ClassOf(c.Medication)).FirstOrDefault();
        var byName = ByName(words, byCode);
        var known = byName is not null && (byCode is null || byName.Class > byCode.Class) ? byName : byCode;
        if (known?.Class < EffectClass.Unknown && (unreadable || HasUnknownPart(entry, codes))) known = null;
        var isOdd = known?.Class < EffectClass.Unknown && byCode is not null && !IsNameOf(entry.Name, byCode);
        if (isOdd) known = null;
        return new Classified(entry, known, code, ShownName(entry, known, code, words), IsLongActing(entry))
        {
            UnreadableCode = unreadable && known is null,
            OddName = isOdd,
            Contradicts = byCode is { Codes.Count: > 0 } && byName is not null && byName != byCode && !words.Exists(byCode.IsNamed),
        };
    }

    /// <summary>What a word of a text or a code names by itself; null for words that only begin like a trade name (concordance).</summary>
    internal Medication? Named(string word)
    {
        if (AtcCode.IsShaped(word)) return ByCode(word);
        if (_net.Catches(word)) return BySubstance(word) ?? _net.Medication;
        if (_net.IsFalseFriend(word)) return null;
        if (_byShortName.GetValueOrDefault(word) is { MayBlunt: true } abbreviated) return abbreviated;
        var (substance, medication) = _bySubstance.FirstOrDefault(p => word.StartsWith(p.Substance, StringComparison.Ordinal));
        return substance is not null && (substance.Length >= LongName || word.Length - substance.Length <= LongestEnding) ? medication : null;
    }

    /// <summary>A blunting medicine that a long word of a text is one or two letters off; words that name something else are no slips.</summary>
    internal Medication? SlipOfLong(string word) => word.Length < LongName || BySubstance(word) is not null || _net.IsFalseFriend(word) ? null
        : _bySubstance.FirstOrDefault(p => p.Medication.MayBlunt && p.Substance.Length >= LongName && NearMiss.Is(word, p.Substance)).Medication;

    /// <summary>
    /// Whether the name may stand beside a code that does nothing to heart rate: there is none, or each part of it has a word that is known for
    /// the code, for another harmless medicine, or is on the list of harmless names and endings. A name nobody knows may be any medicine's.
    /// </summary>
    private bool IsNameOf(string? written, Medication byCode)
    {
        var words = MedicineName.Words(written);
        if (words.Any(word => word.Any(c => c > 127))) return false;
        var parts = MedicineName.Parts(written).ToList();
        if (parts.Count == 0) return words.Sum(word => word.Length) < ShortestName || words.All(word => word.Length > 1);
        return parts.TrueForAll(part => part.Exists(word => byCode.IsNamed(word) || BySubstance(word)?.Class < EffectClass.Unknown || Everyday.IsHarmlessName(word)));
    }

    private static EffectClass ClassOf(Medication? medication) => medication?.Class ?? EffectClass.Unknown;

    /// <summary>One of several codes, or, where there is no code, a part of a mixture that nobody knows.</summary>
    private bool HasUnknownPart(MedicationEntry entry, IReadOnlyList<string> codes) => codes.Count > 0
        ? codes.Count > 1 && codes.Any(c => ByCode(c) is null)
        : MedicineName.Parts(entry.Name).Any(part => ByName(part, null) is null);

    private Medication? ByCode(string code)
    {
        if (_byCode.TryGetValue(code, out var exact)) return exact;
        var broad = _byPrefix.FirstOrDefault(p => code.StartsWith(p.Prefix, StringComparison.Ordinal)).Medication;
        return code.Length < AtcCode.Complete && Inside(code).Any(m => m.Class != broad?.Class) ? null : broad;
    }

    /// <summary>
    /// Members of a group of codes that is written in place of a code: where they differ nobody knows which one is meant.
    /// </summary>
    private IEnumerable<Medication> Inside(string group) =>
        Medications.Where(m => m.Codes.Concat(m.Prefixes).Any(c => c.StartsWith(group, StringComparison.Ordinal)));

    private Medication? ByName(List<string> words, Medication? byCode)
    {
        Medication? worst = null;
        foreach (var word in words)
        {
            if (byCode?.IsNamed(word) == true) continue;
            var found = BySubstance(word) ?? (_net.Catches(word) ? _net.Medication : SlipOf(word));
            if (found is not null && (worst is null || found.Class > worst.Class)) worst = found;
        }

        return worst;
    }

    /// <summary>A blunting medicine that the word is a slip of the pen for: a slip must not hide one, whatever code stands beside it.</summary>
    private Medication? SlipOf(string word) => word.Length < ShortestSlip ? null
        : _bySubstance.FirstOrDefault(p => p.Medication.MayBlunt && p.Substance.Length >= ShortestSlip && NearMiss.Is(word, p.Substance)).Medication;

    /// <summary>The longest name that the word begins with: salts and endings of other languages follow it.</summary>
    private Medication? BySubstance(string word) => _byShortName.GetValueOrDefault(word)
        ?? _bySubstance.FirstOrDefault(p => word.StartsWith(p.Substance, StringComparison.Ordinal)).Medication;

    /// <summary>The catalogue's name; free text only where the catalogue has no better one, and then only its words.</summary>
    private string ShownName(MedicationEntry entry, Medication? known, string? code, List<string> words)
    {
        if (known is { Codes.Count: > 0 }) return known.NameIn(Texts.Language);
        if (known == _net.Medication && words.FirstOrDefault(_net.Catches) is { } caught) return MedicineName.Shown(caught) ?? known.NameIn(Texts.Language);
        return MedicineName.Shown(entry.Name) ?? known?.NameIn(Texts.Language) ?? code ?? "?";
    }

    private bool IsLongActing(MedicationEntry entry) => MedicineName.Words(entry.Name).Any(_net.LongActingWords.Contains);
}

/// <summary>What a catalogue file holds, after all checks.</summary>
internal sealed record CatalogueContent(
    string Version,
    IReadOnlyList<Medication> Medications,
    NameNet NameNet,
    IReadOnlyList<ConditionRule> Conditions,
    IReadOnlyList<SubstanceRule> Substances)
{
    internal IReadOnlyList<CautionRule> Cautions { get; init; } = [];

    internal ConditionNet? ConditionNet { get; init; }

    internal Everyday Everyday { get; init; } = Everyday.None;
}

/// <summary>An entry of a participant and what the catalogue knows of it.</summary>
/// <param name="Entry">As written.</param>
/// <param name="Known">Null for an unknown medicine.</param>
/// <param name="Atc">The code, tidied; null when there is none.</param>
/// <param name="Name">Name for staff.</param>
/// <param name="LongActing">The name says a long-acting form.</param>
internal sealed record Classified(MedicationEntry Entry, Medication? Known, string? Atc, string Name, bool LongActing)
{
    /// <summary>It has something in the place of the code that is none, and the name alone would mean no harm.</summary>
    internal bool UnreadableCode { get; init; }

    /// <summary>The code means no harm, and the name beside it is not known for it.</summary>
    internal bool OddName { get; init; }

    /// <summary>No entry of the list: a member or a text of the file that nobody understands.</summary>
    internal bool IsMember { get; init; }

    /// <summary>The record says stopped, and something beside that says that it is taken again, or cannot be understood.</summary>
    internal bool IsTakenAgain { get; init; }

    /// <summary>Code and name are those of two different medicines.</summary>
    internal bool Contradicts { get; init; }

    /// <summary>Subject of a reason: the code, else the name.</summary>
    internal string Subject => Atc ?? Name;
}
