using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Research.Rerun;

/// <summary>What was decided then against what is decided now, alert by alert and prompt by prompt.</summary>
internal static class RerunComparison
{
    /// <summary>Farther apart, two of one code are two: ours, the longest spacing of the rules' own delays and questions.</summary>
    private const double SameWithinSeconds = 300;

    /// <summary>Every difference, in the order of time.</summary>
    internal static IReadOnlyList<RerunDifference> Of(IReadOnlyList<SessionEvent> then, IReadOnlyList<SessionEvent> now)
    {
        var differences = new List<RerunDifference>();
        foreach (var (before, after) in Paired(Courses(then), Courses(now)))
            if (Difference(before, after) is { } difference) differences.Add(difference);
        return [.. differences.OrderBy(d => d.ThenT ?? d.NowT).ThenBy(d => d.Kind, StringComparer.Ordinal).ThenBy(d => d.Code, StringComparer.Ordinal)];
    }

    /// <summary>One alert or prompt with all its revisions, or one other decision. Changes of the signal's quality are told by the labels.</summary>
    private sealed record Course(string Kind, string Code, string? Id, IReadOnlyList<SessionEvent> Events)
    {
        internal double T => Events[0].T;
    }

    private static List<Course> Courses(IReadOnlyList<SessionEvent> decided)
    {
        var courses = new List<Course>();
        courses.AddRange(decided.OfType<AlertEvent>().GroupBy(a => a.Id).Select(g => new Course("alert", KebabCase.Of(g.First().Code), g.Key, [.. g])));
        courses.AddRange(decided.OfType<PromptEvent>().GroupBy(p => p.Id).Select(g => new Course("prompt", KebabCase.Of(g.First().Reason), g.Key, [.. g])));
        foreach (var one in decided)
            if (KindOf(one) is var (kind, code)) courses.Add(new(kind, code, null, [one]));
        return courses;
    }

    private static (string Kind, string Code)? KindOf(SessionEvent one) => one switch
    {
        PlanEvent => ("plan", ""),
        GateEvent gate => ("gate", gate.Code),
        StrapEvent => ("strap", ""),
        AnswerEvent => ("answer", ""),
        SummaryEvent => ("summary", ""),
        _ => null,
    };

    /// <summary>First what has the same id, then what has the same code at the same instant, then the nearest of the same code.</summary>
    private static List<(Course? Then, Course? Now)> Paired(List<Course> then, List<Course> now)
    {
        var pairs = new List<(Course?, Course?)>();
        var byId = now.Where(c => c.Id is not null).ToDictionary(c => c.Id!, StringComparer.Ordinal);
        foreach (var before in then.ToList())
            if (before.Id is { } id && byId.TryGetValue(id, out var same) && same.Code == before.Code) Pair(before, same);
        foreach (var within in (double[])[0, SameWithinSeconds])
            foreach (var before in then.ToList())
                if (Nearest(before, now, within) is { } near) Pair(before, near);
        pairs.AddRange(then.Select(before => ((Course?)before, (Course?)null)));
        pairs.AddRange(now.Select(after => ((Course?)null, (Course?)after)));
        return pairs;

        void Pair(Course before, Course after)
        {
            pairs.Add((before, after));
            then.Remove(before);
            now.Remove(after);
        }
    }

    private static Course? Nearest(Course before, List<Course> now, double within) => now
        .Where(after => after.Kind == before.Kind && after.Code == before.Code && Math.Abs(after.T - before.T) <= within)
        .MinBy(after => Math.Abs(after.T - before.T));

    private static RerunDifference? Difference(Course? then, Course? now)
    {
        var one = (then ?? now)!;
        if (then is null || now is null)
            return new(one.Kind, then is null ? RerunChange.New : RerunChange.Gone, CodeOf(one), then?.T, now?.T, one.Id, PriorityOf(one), CourseOf(one), []);
        var figures = Figures(then, now);
        if (figures.Count == 0) return null;
        var change = then.T == now.T ? RerunChange.Changed : RerunChange.Moved;
        return new(one.Kind, change, CodeOf(one), then.T, now.T, one.Id, PriorityOf(one), [], figures);
    }

    private static List<RerunFigure> Figures(Course then, Course now)
    {
        var figures = new List<RerunFigure>();
        var told = new HashSet<(string, string?, string?)>(); // the same number behind every revision is told once
        var last = Math.Max(then.Events.Count, now.Events.Count);
        for (var i = 0; i < last; i++)
        {
            var prefix = then.Id is null ? "" : string.Create(CultureInfo.InvariantCulture, $"rev{i + 1}.");
            foreach (var figure in DecisionFigures.Differences(then.Events.ElementAtOrDefault(i), now.Events.ElementAtOrDefault(i)))
                if (told.Add((figure.Figure, figure.Then, figure.Now))) figures.Add(figure with { Figure = prefix + figure.Figure });
        }

        return figures;
    }

    private static string? CodeOf(Course course) => course.Code.Length == 0 ? null : course.Code;

    private static AlertPriority? PriorityOf(Course course) => course.Events[0] is AlertEvent ? course.Events.OfType<AlertEvent>().Max(a => a.Priority) : null;

    private static string[] CourseOf(Course course) => [.. course.Events.Select(e => e switch
    {
        AlertEvent alert => Step(KebabCase.Of(alert.State), alert.T),
        PromptEvent prompt => Step(KebabCase.Of(prompt.State), prompt.T),
        PlanEvent plan => Step(KebabCase.Of(plan.Plan.Mode), plan.T),
        GateEvent gate => Step(KebabCase.Of(gate.State), gate.T),
        StrapEvent strap => Step(KebabCase.Of(strap.State), strap.T),
        _ => Step("told", e.T),
    })];

    private static string Step(string state, double t) => string.Create(CultureInfo.InvariantCulture, $"{state} {t:0.###}");
}
