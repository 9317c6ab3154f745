using System.Text.Json;
using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Patients;

/// <summary>
/// Members that are not ours are ignored, as the contract wants, but not before somebody has looked whether a medicine or a condition hides
/// there: a list under another name is a fault, and words are kept for the planner, which knows both.
/// </summary>
internal static class OtherMembers
{
    private const int MostWords = 2000;
    private const int LongestText = 10_000; // longer is no note: a picture, a signature
    private const int LongestWord = 30;
    private const int ShortestWord = 5; // as in the catalogue
    private const int ShortestPair = 8; // av-block
    private const int ShortestInLists = 3; // icd, htx

    /// <summary>Names, letters only and lower case, that mean medicines, and beginnings and parts of such names.</summary>
    private static readonly string[] Names = ["rx", "med", "medis", "pills", "pille", "pillen", "drops", "atc"];

    private static readonly string[] PartsOfNames =
    [
        "medicat", "medikat", "medicin", "medikament", "meds", "drug", "arznei", "pharmaco", "pharmako", "pharmaka", "prescriptions", "verordnung",
        "tablet", "tropfen", "eyedrop", "blocker", "wirkstoff", "remedies", "inhaler",
    ];

    /// <summary>Parts of names that mean conditions.</summary>
    private static readonly string[] OfConditions = ["diagnos", "conditions", "comorbid", "komorbid", "vorerkrank", "illness", "disease", "krankheit"];

    /// <summary>What is not to be taken is no medicine of the person.</summary>
    private static readonly string[] NotTaken = ["allerg", "intoleran", "unvertr", "contraindic", "kontraindik"];

    /// <summary>Endings of names about a list and not for one: who wrote it, when.</summary>
    private static readonly string[] About = ["By", "On", "At", "Date", "Id"];

    /// <summary>Beginnings of the names of members that only an entry for a medicine has.</summary>
    private static readonly string[] OfAnEntry =
        ["atc", "dose", "dosis", "dosage", "mg", "startedon", "stoppedon", "changedon", "takentoday", "lasttaken", "asneeded", "drug", "medic", "medik", "wirkstoff", "strength"];

    private static readonly string[] Nothing = ["none", "no", "nil", "keine", "nein", "unknown", "unbekannt"];

    /// <summary>Null when there is nothing to look at.</summary>
    internal static OtherWords? Read(InputFindings findings)
    {
        var (inTexts, inLists) = (new HashSet<string>(), new HashSet<string>());
        foreach (var (part, name, value) in findings.Strangers())
        {
            var plain = Plain(name);
            if (IsSilent(value) || IsOfATest(part) || NotTaken.Any(plain.Contains)) continue;
            if (!IsOfAMedicine(part) && (IsForMedicines(name, plain) || HoldsEntries(value))) part.Fault(name, "looks like medicines; they stand in medications");
            else if (OfConditions.Any(plain.Contains) && !IsAboutAList(name)) part.Fault(name, "looks like conditions; they stand in conditions");
            else Collect(name, value, inTexts, inLists);
            if (inTexts.Count + inLists.Count > MostWords) part.Fault(name, "holds too many words to look through for medicines");
        }

        return inTexts.Count + inLists.Count == 0
            ? null
            : new OtherWords { InTexts = [.. inTexts.Order(StringComparer.Ordinal)], InLists = [.. inLists.Order(StringComparer.Ordinal)] };
    }

    private static bool IsForMedicines(string name, string plain) =>
        (Names.Contains(plain) || PartsOfNames.Any(plain.Contains)) && !IsAboutAList(name);

    private static bool IsAboutAList(string name) => About.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));

    private static bool IsOfAMedicine(JsonPart part) => part.Path.Contains(".medications[", StringComparison.Ordinal);

    /// <summary>What was taken then says nothing about today, and the list says what changed since.</summary>
    private static bool IsOfATest(JsonPart part) => part.Path.Contains(".tests[", StringComparison.Ordinal);

    private static bool IsSilent(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().All(IsSilent),
        JsonValueKind.Object => value.EnumerateObject().All(member => IsSilent(member.Value)),
        JsonValueKind.String => Text(value) is not { } text || !text.Any(char.IsLetter) || Nothing.Contains(text.Trim().ToLowerInvariant()),
        JsonValueKind.True => false,
        JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0, // 50 beside a medicine is its dose, 1 beside a flag is yes
        JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined => true,
    };

    /// <summary>An object somewhere inside that has the members of an entry for a medicine.</summary>
    private static bool HoldsEntries(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsEntries),
        JsonValueKind.Object => value.EnumerateObject().Any(member =>
            HoldsEntries(member.Value) || (member.Value.ValueKind != JsonValueKind.Null && Name(member) is { } name && OfAnEntry.Any(Plain(name).StartsWith))),
        _ => false,
    };

    private static void Collect(string? name, JsonElement value, HashSet<string> into, HashSet<string> inLists)
    {
        if (name is not null) Keep(name, value.ValueKind is JsonValueKind.True or JsonValueKind.Number && !IsSilent(value) ? inLists : into, ShortestWord);
        switch (value.ValueKind)
        {
            case JsonValueKind.String when Text(value) is { Length: <= LongestText } text:
                Keep(text, into, into == inLists ? ShortestInLists : ShortestWord);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) Collect(null, item, inLists, inLists);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) Collect(Name(member), member.Value, inLists, inLists);
                break;
        }
    }

    /// <summary>The words, and each two of them that stand together: heart-transplant.</summary>
    private static void Keep(string text, HashSet<string> into, int shortest)
    {
        if (into.Count > MostWords) return;
        var words = MedicineName.Joined(Spaced(text));
        into.UnionWith(words.Where(word => word.Length >= shortest && word.Length <= LongestWord));
        into.UnionWith(words.Zip(words.Skip(1), (first, second) => $"{first}-{second}").Where(pair => pair.Length is >= ShortestPair and <= LongestWord));
        into.UnionWith(text.Split((char[]?)null).Select(part => AtcCode.Normalise(part)).Where(code => code?.Length == AtcCode.Complete)!);
    }

    /// <summary><c>heartTransplant</c> is two words.</summary>
    private static string Spaced(string text) =>
        string.Concat(text.Select((c, i) => i > 0 && char.IsUpper(c) && char.IsLower(text[i - 1]) ? $" {c}" : c.ToString()));

    private static string Plain(string name) => string.Concat(MedicineName.Words(name));

    /// <summary>Null for text with half a surrogate pair.</summary>
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
