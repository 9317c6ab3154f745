using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>Text of <c>config/planner.json</c> to <see cref="PlannerOptions"/>, or every fault in it. What it leaves out has its default.</summary>
public static class PlannerOptionsReader
{
    private static readonly string[] RootMembers = ["$schema", "version", "rules"];
    private static readonly string[] Equations = ["predictedMaximum", "predictedMaximumForWomen"];

    /// <summary>The options and no faults, or null and at least one fault in plain words.</summary>
    public static (PlannerOptions? Options, IReadOnlyList<string> Faults) Read(string text)
    {
        var findings = new InputFindings();
        using var document = JsonText.Parse(text, findings);
        var root = document is null ? null : JsonPart.Of(document.RootElement, "planner", findings);
        var options = root is null ? null : Read(root);
        if (root is not null) CatalogueGaps.Find(document!.RootElement, "planner", Equations, findings);
        if (options is null || findings.Faults.Count > 0) return (null, [.. findings.Faults.Select(Said)]);
        return (options with { Version = $"{options.Version}+{JsonText.Hash(text)}", Warnings = [.. Advice(options)] }, []);
    }

    private static PlannerOptions Read(JsonPart root)
    {
        root.FaultUnknown(RootMembers);
        var options = PlannerOptions.Default with { Version = CatalogueMember.Required(root, "version") };
        if (root.Object("rules") is not { } rules)
        {
            if (!root.Has("rules")) root.Fault("rules", "is missing");
            return options;
        }

        rules.FaultUnknown([.. Equations, .. PlannerNumber.All.Select(n => n.Name)]);
        options = options with
        {
            PredictedMaximum = CatalogueMember.OneOf<PredictedMaximum>(rules, Equations[0]) ?? options.PredictedMaximum,
            PredictedMaximumForWomen = CatalogueMember.OneOf<PredictedMaximum>(rules, Equations[1]),
        };
        foreach (var number in PlannerNumber.All)
            if ((number.IsWhole ? rules.Whole(number.Name, number.Bounds) : rules.Number(number.Name, number.Bounds)) is { } value)
                options = number.With(options, value);
        foreach (var conflict in PlannerNumber.Conflicts(options)) root.Fault("rules", conflict);
        return options;
    }

    private static IEnumerable<string> Advice(PlannerOptions options) =>
        from number in PlannerNumber.All
        where number.Bounds.Remarks(number.Of(options))
        select FormattableString.Invariant(
            $"rules.{number.Name}: {number.Of(options)} is outside the recommended {number.Bounds.RecommendedFrom} to {number.Bounds.RecommendedTo}");

    private static string Said(InputFault finding) => $"{finding.Path}: {finding.Text}";
}
