using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// What a participant file may hold beside the members of the contract without leaving a doubt: <c>everyday</c> in
/// <c>config/medications.json</c>. All of it is an allowlist: what is not on it is not understood (product.md, decision 4).
/// </summary>
internal sealed record Everyday
{
    private static readonly char[] AllDigits = [.. "0123456789"];

    /// <summary>Members, by the part of the file they may stand in, plain; those of <see cref="OtherPlace.Person"/> may stand anywhere.</summary>
    internal required IReadOnlyDictionary<OtherPlace, IReadOnlySet<string>> Members { get; init; }

    /// <summary>Members that hold names of people, places and things, where a part of a word means nothing.</summary>
    internal required IReadOnlySet<string> ProperNames { get; init; }

    /// <summary>Members about what is not to be taken.</summary>
    internal required IReadOnlySet<string> NotTaken { get; init; }

    /// <summary>Words with hyphens between them that are harmless though a part of them is telling; taken out first.</summary>
    internal required IReadOnlyList<string> Phrases { get; init; }

    /// <summary>Words that tell of a treatment or of a heart rate: parts of a word from five letters on, else whole words, or a sign.</summary>
    internal required IReadOnlyList<string> Telling { get; init; }

    /// <summary>Words that say that a stopped medicine is taken again; parts of a word.</summary>
    internal required IReadOnlyList<string> TakenAgain { get; init; }

    /// <summary>Classification schemes that a prescription may name.</summary>
    internal required IReadOnlySet<string> Schemes { get; init; }

    /// <summary>Endings that only substances without an effect on heart rate have, or whole trade names of such: what may stand beside a harmless code.</summary>
    internal required IReadOnlyList<string> HarmlessEndings { get; init; }

    /// <summary>Beginnings of harmless trade names.</summary>
    internal required IReadOnlyList<string> HarmlessNames { get; init; }

    /// <summary>No list at all: every member is in doubt.</summary>
    internal static Everyday None { get; } = new()
    {
        Members = new Dictionary<OtherPlace, IReadOnlySet<string>>(),
        ProperNames = new HashSet<string>(),
        NotTaken = new HashSet<string>(),
        Phrases = [],
        Telling = [],
        TakenAgain = [],
        Schemes = new HashSet<string> { "acsm" },
        HarmlessEndings = [],
        HarmlessNames = [],
    };

    /// <summary>
    /// Letters and digits of a member's name as the eye reads them, lower case: <c>Height (cm)</c>, <c>height_cm</c> and <c>heightCm</c> are one name.
    /// </summary>
    internal static string Plain(string name) => string.Concat(LookAlike.Plain(name).Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>A member of that name may stand in that part.</summary>
    internal bool Has(OtherPlace place, string name)
    {
        var plain = Plain(name);
        return Lists(place, plain) || Lists(place, plain.TrimEnd(AllDigits)); // note2
    }

    /// <summary>The word may stand beside a code that does nothing to heart rate.</summary>
    internal bool IsHarmlessName(string word) =>
        HarmlessNames.Any(name => word.StartsWith(name, StringComparison.Ordinal)) || HarmlessEndings.Any(end => word.Length > end.Length && word.EndsWith(end, StringComparison.Ordinal));

    private bool Lists(OtherPlace place, string plain) => ProperNames.Contains(plain) || NotTaken.Contains(plain) || In(OtherPlace.Person, plain) || In(place, plain);

    private bool In(OtherPlace place, string plain) => Members.TryGetValue(place, out var names) && names.Contains(plain);
}

/// <summary>The member <c>everyday</c> of the catalogue.</summary>
internal static class EverydayPart
{
    private const int Most = 400;
    private const int ShortestEnding = 4;

    private static readonly (string Member, OtherPlace Place)[] Places =
    [
        ("anywhere", OtherPlace.Person), ("ofMedicines", OtherPlace.Medicine), ("ofConditions", OtherPlace.Condition), ("ofTests", OtherPlace.Test), ("ofPrescriptions", OtherPlace.Prescription),
    ];

    internal static Everyday Read(JsonPart root)
    {
        if (root.Object("everyday") is not { } part)
        {
            if (!root.Has("everyday")) root.Fault("everyday", "is missing");
            return Everyday.None;
        }

        CatalogueMember.Required(part, "source");
        return new Everyday
        {
            Members = Places.ToDictionary(p => p.Place, IReadOnlySet<string> (p) => Names(part, p.Member)),
            ProperNames = Names(part, "properNames"),
            NotTaken = Names(part, "notTaken"),
            Phrases = Tidy(part, "phrases"),
            Telling = Words(part, "telling"),
            TakenAgain = Words(part, "takenAgain"),
            Schemes = Words(part, "schemes").ToHashSet(),
            HarmlessEndings = Endings(part),
            HarmlessNames = Tidy(part, "harmlessNames"),
        };
    }

    private static HashSet<string> Names(JsonPart part, string member)
    {
        var names = new HashSet<string>();
        foreach (var name in part.Texts(member, Most))
            if (Everyday.Plain(name) is not { Length: > 1 } plain) part.Fault(member, $"{name}: must be the name of a member");
            else if (!names.Add(plain)) part.Fault(member, $"{name} is listed twice");
        return names;
    }

    private static List<string> Tidy(JsonPart part, string member)
    {
        var words = part.Texts(member, Most);
        foreach (var word in words)
            if (word != ConditionNames.Tidy(word)) part.Fault(member, $"{word}: must be lower-case words without accents, with hyphens between them");
        return words;
    }

    private static List<string> Words(JsonPart part, string member)
    {
        var words = part.Texts(member, Most);
        if (words.Count == 0) part.Fault(member, "must list words");
        foreach (var word in words)
            if (word != LookAlike.Plain(word) || word.Any(char.IsUpper)) part.Fault(member, $"{word}: must be lower case without accents");
        return words;
    }

    private static List<string> Endings(JsonPart part)
    {
        var endings = Tidy(part, "harmlessEndings");
        foreach (var ending in endings)
            if (ending.Length < ShortestEnding) part.Fault("harmlessEndings", $"{ending}: must have at least {ShortestEnding} letters");
        return endings;
    }
}
