using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Patients;

/// <summary>
/// Members that are not ours are ignored, as the contract wants, but not before somebody has looked whether a medicine or a condition hides
/// there: a list under another name is a fault, and everything else that says something is kept for the planner, which knows what is harmless.
/// </summary>
internal static class OtherMembers
{
    /// <summary>Names, letters only and lower case, that mean medicines, and beginnings and parts of such names.</summary>
    private static readonly string[] Names = ["rx", "med", "medis", "pills", "pille", "pillen", "drops", "atc"];

    private static readonly string[] PartsOfNames =
    [
        "medicat", "medikat", "medicin", "medikament", "meds", "drug", "arznei", "pharmaco", "pharmako", "pharmaka", "prescriptions", "verordnung",
        "tablet", "tropfen", "eyedrop", "blocker", "wirkstoff", "remedies", "inhaler",
    ];

    /// <summary>Parts of names that mean conditions.</summary>
    private static readonly string[] OfConditions = ["diagnos", "conditions", "comorbid", "komorbid", "vorerkrank", "illness", "disease", "krankheit"];

    /// <summary>Parts of a name that may say what is not to be taken: no list of medicines, and the planner looks whether it is understood.</summary>
    private static readonly string[] NotTaken = ["allerg", "intoleran", "unvertr", "contraindic", "kontraindik"];

    /// <summary>Endings of names about a list and not for one: who wrote it, when.</summary>
    private static readonly string[] About = ["By", "On", "At", "Date", "Id"];

    /// <summary>Beginnings of the names of members that only an entry for a medicine has.</summary>
    private static readonly string[] OfAnEntry =
        ["atc", "dose", "dosis", "dosage", "mg", "startedon", "stoppedon", "changedon", "takentoday", "lasttaken", "asneeded", "drug", "medic", "medik", "wirkstoff", "strength"];

    private static readonly string[] Nothing = ["none", "no", "nil", "false", "keine", "keiner", "nein"];

    /// <summary>With one of these in a member's name "no" may mean yes: <c>"withoutBetablocker": false</c>.</summary>
    private static readonly string[] Negations =
        ["no", "not", "non", "off", "without", "never", "free", "denies", "stopped", "ended", "ohne", "kein", "keine", "nicht", "nie", "frei", "abgesetzt", "beendet", "verneint"];

    /// <summary>Everything that says something, in the file's order.</summary>
    internal static IReadOnlyList<OtherMember> Read(InputFindings findings)
    {
        var members = new List<OtherMember>();
        foreach (var (part, name, value) in findings.Strangers())
        {
            var member = Member(part.Path, name, value);
            if (member.Values.Count == 0) continue;
            if (IsList(member, name, value)) part.Fault(name, "looks like medicines; they stand in medications");
            else if (OfConditions.Any(Plain(name).Contains) && member.Place is not (OtherPlace.Condition or OtherPlace.Test) && !IsAboutAList(name)) part.Fault(name, "looks like conditions; they stand in conditions");
            else members.Add(member);
        }

        return members;
    }

    private static bool IsList(OtherMember member, string name, JsonElement value) =>
        member.Place is not (OtherPlace.Medicine or OtherPlace.Test) && !NotTaken.Any(Plain(name).Contains) && (IsForMedicines(name, Plain(name)) || HoldsEntries(value));

    private static bool IsForMedicines(string name, string plain) =>
        (Names.Contains(plain) || PartsOfNames.Any(plain.Contains)) && !IsAboutAList(name);

    private static bool IsAboutAList(string name) => About.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));

    private static OtherMember Member(string path, string name, JsonElement value)
    {
        var values = new List<OtherValue>();
        Collect([name], value, values, noSpeaks: path.Contains(ListOf(OtherPlace.Test)!, StringComparison.Ordinal));
        var (place, at) = Enum.GetValues<OtherPlace>().Select(p => (Place: p, At: ListOf(p) is { } list ? path.LastIndexOf(list, StringComparison.Ordinal) : -1))
            .OrderByDescending(p => p.At).First();
        if (at < 0) return new(OtherPlace.Person, 0, name, values);
        var digits = path.AsSpan(at + ListOf(place)!.Length);
        return new(place, digits.IndexOf(']') is var end and > 0 ? int.Parse(digits[..end], CultureInfo.InvariantCulture) : 0, name, values);
    }

    private static string? ListOf(OtherPlace place) => place switch
    {
        OtherPlace.Person => null,
        OtherPlace.Medicine => ".medications[",
        OtherPlace.Condition => ".conditions[",
        OtherPlace.Test => ".tests[",
        OtherPlace.Prescription => ".prescription",
    };

    /// <param name="names">Names on the way.</param>
    /// <param name="value">What stands there.</param>
    /// <param name="into">What says something.</param>
    /// <param name="noSpeaks">"No" says something: of a test it may say that it was not completed, not valid, not limited by symptoms.</param>
    private static void Collect(string[] names, JsonElement value, List<OtherValue> into, bool noSpeaks)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) Collect(names, item, into, noSpeaks);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) Collect([.. names, Name(member) ?? "?"], member.Value, into, noSpeaks);
                break;
            default:
                if (!IsSilent(value) || (value.ValueKind == JsonValueKind.False && noSpeaks) || (value.ValueKind != JsonValueKind.Null && names.Any(IsNegated))) into.Add(new(names, value.ValueKind == JsonValueKind.String ? Text(value) : null));
                break;
        }
    }

    private static bool IsSilent(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value) is { } text && (!text.Any(IsWritten) || Nothing.Contains(text.Trim().ToLowerInvariant())),
        JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0, // 50 beside a medicine is its dose, 1 beside a flag is yes
        JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined => true,
        JsonValueKind.True or JsonValueKind.Array or JsonValueKind.Object => false,
    };

    /// <summary>A letter, a digit or a picture; strokes and stops say nothing.</summary>
    private static bool IsWritten(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == UnicodeCategory.OtherSymbol;

    private static bool IsNegated(string name) => MedicineName.Words(FreeText.Spaced(name)).Any(Negations.Contains);

    /// <summary>An object somewhere inside that has the members of an entry for a medicine.</summary>
    private static bool HoldsEntries(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsEntries),
        JsonValueKind.Object => value.EnumerateObject().Any(member =>
            HoldsEntries(member.Value) || (member.Value.ValueKind != JsonValueKind.Null && Name(member) is { } name && OfAnEntry.Any(Plain(name).StartsWith))),
        _ => false,
    };

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
