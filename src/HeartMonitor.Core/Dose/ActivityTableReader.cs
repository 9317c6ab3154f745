using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Dose;

/// <summary>Text of <c>config/activities.json</c> to an <see cref="ActivityTable"/>, or every fault in it. A table with a fault is never used in part.</summary>
public static class ActivityTableReader
{
    private static readonly Guardrail Mets = new(0.9, 25, 1, 20, "METs");
    private static readonly Guardrail Anything = new(double.MinValue, double.MaxValue, "");

    private static readonly string[] RootMembers = ["$schema", "version", "compendiumYear", "rules", "activities"];
    private static readonly string[] RowMembers = ["code", "code2011", "name", "mets2024", "mets2011", "equation", "source"];

    private static readonly Dictionary<string, Action<DoseOptions, double>> Rules = new(StringComparer.Ordinal)
    {
        ["fastestWalkKmh"] = static (o, v) => o.FastestWalkKmh = v,
        ["stepHeightM"] = static (o, v) => o.StepHeightM = v,
        ["moderateFromMets"] = static (o, v) => o.ModerateFromMets = v,
        ["rpeLightMets"] = static (o, v) => o.RpeLightMets = v,
        ["rpeModerateMets"] = static (o, v) => o.RpeModerateMets = v,
        ["rpeVigorousMets"] = static (o, v) => o.RpeVigorousMets = v,
        ["rpeStandsSeconds"] = static (o, v) => o.RpeStandsSeconds = v,
        ["weekFromMetMinutes"] = static (o, v) => o.WeekFromMetMinutes = v,
        ["weekToMetMinutes"] = static (o, v) => o.WeekToMetMinutes = v,
    };

    /// <summary>The table and no faults, or null and at least one fault in plain words.</summary>
    public static (ActivityTable? Table, IReadOnlyList<string> Faults) Read(string text)
    {
        var findings = new InputFindings();
        using var document = JsonText.Parse(text, findings);
        var root = document is null ? null : JsonPart.Of(document.RootElement, "activities", findings);
        var table = root is null ? null : Read(root, Hash(text), findings);
        return findings.Faults.Count == 0 ? (table, []) : (null, [.. findings.Faults.Select(f => $"{f.Path}: {f.Text}")]);
    }

    /// <summary>Null when a fault was found: a table is made of sound rows only.</summary>
    private static ActivityTable? Read(JsonPart root, string hash, InputFindings findings)
    {
        FaultUnknown(root, RootMembers);
        var version = Required(root, "version");
        var year = root.Whole("compendiumYear", Anything);
        if (year is not (2024 or 2011)) root.Fault("compendiumYear", "must be 2024 or 2011");
        var options = ReadRules(root);
        foreach (var fault in options.Validate()) root.Fault("rules", fault);
        var parts = root.Objects("activities", 1000);
        if (parts.Count == 0) root.Fault("activities", "must list activities");
        var activities = parts.ConvertAll(ReadRow);
        var codes = activities.Select(a => a.Code).Concat(activities.Select(a => a.Code2011).OfType<string>());
        foreach (var twice in codes.Where(c => c.Length > 0).GroupBy(c => c, StringComparer.Ordinal).Where(g => g.Count() > 1)) root.Fault("activities", $"the code {twice.Key} is there twice");
        return findings.Faults.Count > 0 ? null : new($"{version}+{hash}", year ?? 2024, options, activities);
    }

    private static DoseOptions ReadRules(JsonPart root)
    {
        var options = new DoseOptions();
        if (root.Object("rules") is not { } rules) return options;
        FaultUnknown(rules, [.. Rules.Keys]);
        foreach (var (name, set) in Rules)
            if (rules.Number(name, Anything) is { } value) set(options, value);
        return options;
    }

    private static Activity ReadRow(JsonPart row)
    {
        FaultUnknown(row, RowMembers);
        var (code, old) = (Code(row, "code"), row.Has("code2011") ? Code(row, "code2011") : null);
        var (now, then) = (row.Number("mets2024", Mets), row.Number("mets2011", Mets));
        if (!row.Has("mets2024")) row.Fault("mets2024", "is missing");
        if (old is not null && then is null) row.Fault("code2011", "has no mets2011");
        var equation = MachineEquation.None;
        if (row.Text("equation") is { } named)
        {
            if (KebabCase.Parse<MachineEquation>(named) is { } known and not MachineEquation.None) equation = known;
            else row.Fault("equation", "must be one of walk, run, by-speed, leg-cycle, arm-cycle, step");
        }

        var source = Required(row, "source");
        if (source is not ("verified" or "knowledge")) row.Fault("source", "must be verified or knowledge");
        return new(code, old, Required(row, "name"), now ?? 1, then, equation, source);
    }

    private static string Code(JsonPart row, string name)
    {
        var code = Required(row, name);
        if (code.Length != 5 || !code.All(char.IsAsciiDigit)) row.Fault(name, "must be five digits in quotes, the leading zero included");
        return code;
    }

    private static string Required(JsonPart part, string name)
    {
        var text = part.Text(name);
        if (!part.Has(name)) part.Fault(name, "is missing");
        else if (text is not null && string.IsNullOrWhiteSpace(text)) part.Fault(name, "is empty");
        return text?.Trim() ?? "";
    }

    private static void FaultUnknown(JsonPart part, string[] known)
    {
        foreach (var name in part.Names.Where(n => !known.Contains(n)))
            part.Fault(name, known.FirstOrDefault(k => NearMiss.Is(name, k)) is { } meant ? $"is not known; {meant} is meant?" : "is not known");
    }

    /// <summary>The first 8 hex digits of SHA-256; line ends do not count.</summary>
    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF').ReplaceLineEndings("\n"))))[..8];
}
