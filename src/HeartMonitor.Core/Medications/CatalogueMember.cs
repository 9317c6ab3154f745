using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Medications;

/// <summary>Members that several parts of the catalogue have.</summary>
internal static class CatalogueMember
{
    internal static readonly Guardrail Hours = new(0.01, 24 * 365, "hours");
    internal static readonly Guardrail Days = new(1, 3650, "days");
    internal static readonly Guardrail MgPerDay = new(0.000_1, 100_000, "mg");
    internal static readonly Guardrail Bpm = new(30, 230, "bpm");

    /// <summary>A text that must be there; empty with a fault when it is not.</summary>
    internal static string Required(JsonPart part, string name)
    {
        var text = part.Text(name, 400);
        if (!part.Has(name)) part.Fault(name, "is missing");
        else if (text is not null && string.IsNullOrWhiteSpace(text)) part.Fault(name, "is empty");
        return text?.Trim() ?? "";
    }

    /// <summary>A text for staff: required, and without a forbidden word.</summary>
    internal static string Shown(JsonPart part, string name)
    {
        var text = Required(part, name);
        if (text.Length > 0) foreach (var fault in WordsCheck.Faults(text)) part.Fault(name, fault);
        return text;
    }

    /// <summary>The member <c>names</c>: language to a name for staff.</summary>
    internal static IReadOnlyDictionary<string, string> Names(JsonPart part)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (part.Object("names") is not { } languages) return names;
        foreach (var language in languages.Names)
        {
            if (language.Length != 2 || !language.All(char.IsAsciiLetterLower)) languages.Fault(language, "is not a language such as de");
            names[language] = Shown(languages, language);
        }

        return names;
    }

    /// <summary>One of the names of an enumeration, in kebab-case.</summary>
    internal static TEnum? OneOf<TEnum>(JsonPart part, string name) where TEnum : struct, Enum
    {
        if (part.Text(name) is not { } text) return null;
        var value = KebabCase.Parse<TEnum>(text);
        if (value is null) part.Fault(name, $"must be one of {string.Join(", ", Enum.GetValues<TEnum>().Select(KebabCase.Of))}");
        return value;
    }

    /// <summary>ATC codes, or beginnings of them, in upper case.</summary>
    internal static List<string> Codes(JsonPart part, string name, bool complete)
    {
        var codes = part.Texts(name, 300);
        foreach (var code in codes)
            if (!AtcCode.IsShaped(code) || complete != (code.Length == AtcCode.Complete))
                part.Fault(name, complete ? $"{code} is not a complete ATC code" : $"{code} is not the beginning of an ATC code");
        return codes;
    }
}
