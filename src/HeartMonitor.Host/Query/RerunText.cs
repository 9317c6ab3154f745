using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Research.Rerun;

namespace HeartMonitor.Host.Query;

/// <summary>The report of a rerun for people: a line a session, a line a difference, its figures below.</summary>
internal sealed class RerunText(TextWriter output)
{
    /// <summary>More figures of one decision than this are counted; <c>--json</c> has all.</summary>
    private const int MostFigures = 12;

    private readonly SortedDictionary<string, int> _then = new(StringComparer.Ordinal);
    private string? _catalogueNow;
    private int _same;

    internal void Write(RerunReport report)
    {
        if (report.IsSame) _same++;
        output.WriteLine(Invariant($"{report.Session}  {report.Participant}  {report.Started.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}  {Verdict(report)}"));
        Count("rules", report.RulesThen, report.RulesNow);
        Count("catalogue", report.CatalogueThen, report.CatalogueNow);
        foreach (var difference in report.Differences) Write(difference);
        if (report.LabelsChanged > 0) output.WriteLine(Invariant($"  labels     {report.LabelsChanged} of {report.Samples} samples are judged differently, the first at {report.FirstLabelChangedT:0.###} s"));
        if (report.Lost.Count > 0) output.WriteLine(Invariant($"  rows lost  {report.Lost.Sum(l => l.Rows)} stored rows cannot be read, so that differences may come from what they held"));
        if (report.AnswersMoved > 0) output.WriteLine(Invariant($"  answers    {report.AnswersMoved} went to an alert or a prompt that is at another place now"));
    }

    internal void Total(int sessions, string rules)
    {
        output.WriteLine();
        output.WriteLine(Invariant($"{sessions} {(sessions == 1 ? "session" : "sessions")}, {_same} without a difference."));
        foreach (var (version, count) in _then) output.WriteLine(Invariant($"Then {version}: {count} {(count == 1 ? "session" : "sessions")}"));
        output.WriteLine($"Now  rules {rules}{(_catalogueNow is null ? "" : $", catalogue {_catalogueNow}")}");
    }

    /// <summary>The versions of then, of those sessions that had others than now.</summary>
    private void Count(string what, IReadOnlyList<string> then, string now)
    {
        if (what == "catalogue") _catalogueNow = now;
        if (then is [var only] && only == now) return;
        var version = $"{what} {(then.Count == 0 ? "not told" : string.Join(" > ", then))}";
        _then[version] = _then.GetValueOrDefault(version) + 1;
    }

    private static string Verdict(RerunReport report) => report.IsSame
        ? Invariant($"no difference: {report.Alerts} alerts, {report.Prompts} prompts, {report.Samples} samples")
        : Invariant($"{report.Differences.Count} {(report.Differences.Count == 1 ? "difference" : "differences")} ({report.Alerts} alerts, {report.Prompts} prompts, {report.Samples} samples then)");

    private void Write(RerunDifference difference)
    {
        var priority = difference.Priority is { } known ? $" {KebabCase.Of(known)}" : "";
        var what = $"{difference.Kind,-10} {difference.Code}".TrimEnd();
        output.WriteLine($"  {what}{priority} {Fate(difference)}");
        foreach (var figure in difference.Figures.Take(MostFigures)) output.WriteLine($"             {figure.Figure}: {figure.Then ?? "-"} -> {figure.Now ?? "-"}");
        if (difference.Figures.Count > MostFigures) output.WriteLine(Invariant($"             and {difference.Figures.Count - MostFigures} more figures; --json tells all"));
    }

    private static string Fate(RerunDifference difference)
    {
        var course = difference.Course.Count > 0 ? $" ({string.Join(", ", difference.Course)})" : "";
        return difference.Change switch
        {
            RerunChange.Gone => Invariant($"at {difference.ThenT:0.###} s is gone{course}"),
            RerunChange.New => Invariant($"at {difference.NowT:0.###} s is new{course}"),
            RerunChange.Moved => Invariant($"at {difference.ThenT:0.###} s moved to {difference.NowT:0.###} s"),
            RerunChange.Changed => Invariant($"at {difference.ThenT:0.###} s changed"),
        };
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
