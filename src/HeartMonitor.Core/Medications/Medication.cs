namespace HeartMonitor.Core.Medications;

/// <summary>
/// One medicine of the catalogue, or one group of ATC codes without particulars. All of it is data of <c>config/medications.json</c>.
/// </summary>
public sealed record Medication
{
    /// <summary>Generic name shown to staff; for a group of codes the group's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its name in other languages, by language; the generic name serves for the rest.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>The group it stands in, such as <c>beta-blockers-selective</c>.</summary>
    public required string Group { get; init; }

    public required EffectClass Class { get; init; }

    /// <summary>Complete ATC codes; empty for a group of codes.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>First characters of ATC codes; empty for a medicine.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>Broader prefixes of another class that this group is a known exception to (domain-facts 3.2).</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Beginnings of substance names, lower case, at least five letters, for entries that only have a name.</summary>
    public IReadOnlyList<string> Substances { get; init; } = [];

    /// <summary>Whole words, lower case, that are too short to be the beginning of a name: ASS, HCT.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Names decide nothing by themselves: the substance acts through other codes too (betaxolol as eye drops).</summary>
    public bool ByCodeOnly { get; init; }

    /// <summary>Its window after stopping is that of beta-blockers.</summary>
    public bool IsBetaBlocker { get; init; }

    /// <summary>A recorded personal resting rate counts with it (decisions 21).</summary>
    public bool AllowsPersonalBaseline { get; init; }

    /// <summary>Longest elimination half-life in hours; null where it plays no part.</summary>
    public double? LongestHalfLifeHours { get; init; }

    /// <summary>Days after the last dose that it still counts, where half-lives do not say it (amiodarone 90); null otherwise.</summary>
    public int? StopWindowDays { get; init; }

    /// <summary>Hours that one dose acts when it is taken as needed (domain-facts 3.5).</summary>
    public double AsNeededHours { get; init; } = 24;

    /// <summary>The same for a long-acting form.</summary>
    public double AsNeededLongActingHours { get; init; } = 24;

    public Cyp2d6Role Cyp2d6 { get; init; }

    /// <summary>
    /// Above this daily dose, or when the dose is not known, it is <see cref="EffectClass.BluntsVariable"/> (decisions 15). Null: no limit.
    /// </summary>
    public double? BluntsAboveMgPerDay { get; init; }

    /// <summary>
    /// It acts on heart rate in this many first days only, and is <see cref="EffectClass.Minor"/> afterwards. Null: always.
    /// </summary>
    public int? FirstDaysOnly { get; init; }

    /// <summary>With a resting rate below this, bpm, it counts as <see cref="EffectClass.LowersRest"/>. Null: never.</summary>
    public double? LowersRestBelowBpm { get; init; }

    /// <summary>Variant of the texts, such as <c>eye-drops</c>; null for the plain text.</summary>
    public string? TextVariant { get; init; }

    /// <summary>Gives a note although its class is Minor (betaxolol eye drops).</summary>
    public EffectClass? NoteAs { get; init; }

    /// <summary>Section that the entry comes from; shown with every reason.</summary>
    public required string Source { get; init; }

    /// <summary>Its effect comes back with a vengeance when a dose is missed: staff hear of it before the session (domain-facts 3.3, 3.5).</summary>
    public bool Rebounds { get; init; }

    /// <summary>Answers on the RPE scale may come too low with it (domain-facts 3.3).</summary>
    public bool ImpairsPerception { get; init; }

    /// <summary>Days after a start or a change of dose in which the resting rate should be measured again. Null: no such thing.</summary>
    public int? RemeasureRestDays { get; init; }

    /// <summary>Days from the start in which a fast resting rate is never explained by a personal baseline (domain-facts 3.5). Null: none.</summary>
    public int? WatchRestFirstDays { get; init; }

    /// <summary>The word, lower case, is its name: timolol is the name of the tablets and of the drops, and the code says which.</summary>
    internal bool IsNamed(string word) => ShortNames.Contains(word) || Substances.Any(s => word.StartsWith(s, StringComparison.Ordinal)) || MedicineName.Words(Name).Contains(word);

    /// <summary>Its name for staff in a language.</summary>
    internal string NameIn(string language) => Names.GetValueOrDefault(language) ?? Name;

    /// <summary>True when it blunts heart rate at some dose or time: a change makes tests stale (decisions 16).</summary>
    public bool MayBlunt => Class >= EffectClass.BluntsVariable || BluntsAboveMgPerDay is not null;
}
