using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Reports;

/// <summary>A stored session to its report. Figures are those that were stored; nothing is worked out anew but what an open session has no summary for.</summary>
/// <param name="reading">The session.</param>
/// <param name="told">Its decisions in the report's language: words of alerts and reasons; those of then where today's rules have others.</param>
/// <param name="week">The person's week.</param>
/// <param name="zone">The clinic's time zone.</param>
/// <param name="words">Words of the report.</param>
public sealed class ReportBuilder(SessionReading reading, ReportTold told, WeekSoFar week, TimeZoneInfo zone, ReportWords words)
{
    private const int MostAlerts = 10; // ours: one page
    private const int MostAnswers = 10;
    private const int MostGaps = 4;

    /// <summary>Room for a name by hand: none is stored with a session.</summary>
    private const string Blank = "______________________________________";

    private readonly SessionSeries _s = reading.Series;
    private readonly PersonTables _person = new(reading, zone, words);

    private DateTimeOffset Known => _s.EndedAt ?? _s.LastAt;

    /// <summary>The report.</summary>
    public SessionReport Build() => new(
        words.Language,
        words["title"],
        Head(),
        [.. told.Reasons.Select(r => $"{r.Text} ({SourceWords.Of(r.Source, words)})")],
        new ChartBuilder(_s, words).Build(),
        new FigureTable(_s, told, words).Build(),
        Week(),
        [Course(), Alerts(), Answers(), _person.Medicines(), _person.Symptoms()],
        Quality(),
        [words["sign.by"], words["sign.date"], words["sign.signature"]],
        [
            words["versions", ("rules", Named(_s.Versions.Rules)), ("catalogue", Named(_s.Versions.Catalogue)), ("activities", Named(_s.Versions.Activities))],
            words["disclaimer", ("zone", zone.Id)],
        ]);

    private List<ReportLine> Head()
    {
        var head = new List<ReportLine>
        {
            new(words["person"], _s.Participant),
            new(words["session"], _s.Session),
            new(words["start"], At(_s.StartedAt)),
            new(words["end"], _s.EndedAt is { } ended ? At(ended) + Why() : words["open"]),
            new(words["name"], Blank),
            new(words["personFigures"], _person.Figures()),
            new(words["length"], ReportWords.Clock(_s.T(Known))),
        };
        foreach (var (plan, i) in Changes().Select((p, i) => (p, i)))
            head.Add(new(i == 0 ? words["plan"] : words["planChanged", ("t", ReportWords.Clock(_s.T(plan.At)))], ModeOf(plan)));
        if (_s.Plans.Count > 0 && _s.Plans[^1].Ceiling is { } ceiling) head.Add(new("", words["ceiling", ("warn", words.Number(ceiling.Warn)), ("alarm", words.Number(ceiling.Alarm))]));
        return head;
    }

    private string At(DateTimeOffset at) => ClinicTime.Text(at, zone, words.DateFormat, _s.StartedAt, Known);

    private string Why() => _s.EndedWhy is "interrupted" or "clock" ? $" ({words["ended." + _s.EndedWhy]})" : "";

    /// <summary>Plans that differ in what a reader sees.</summary>
    private List<SeriesPlan> Changes()
    {
        var changes = new List<SeriesPlan>();
        foreach (var plan in _s.Plans)
            if (changes.Count == 0 || ModeOf(changes[^1]) != ModeOf(plan)) changes.Add(plan);
        return changes;
    }

    private string ModeOf(SeriesPlan plan) => plan switch
    {
        { Mode: MonitoringMode.Zones, Zone: { } zone } => words["mode.zones", ("from", words.Number(zone.From, 0)), ("below", words.Number(zone.Below, 0))],
        { Mode: MonitoringMode.Hold } => words["mode.hold"],
        _ => words["mode.rpe", ("from", words.Number(plan.Rpe.From, 0)), ("to", words.Number(plan.Rpe.To, 0))],
    };

    private ReportWeek Week()
    {
        var text = words["week.value", ("done", words.Number(week.MetMinutes, 0)), ("from", words.Number(week.From, 0)), ("to", words.Number(week.To, 0)), ("sessions", words.Number(week.Sessions, 0)), ("standing", words["standing." + week.Standing])];
        if (week.WithoutDose > 0) text += ". " + words["week.without", ("n", words.Number(week.WithoutDose, 0))];
        return new(words["week", ("week", week.Name)], text, week.MetMinutes, week.From, week.To);
    }

    private ReportTable Course()
    {
        var rows = _s.Phases.Select(p => (p.From, p.To, Word: words["phase." + KebabCase.Of(p.Phase)], Work: WorkAt(p.To)))
            .Concat(_s.Pauses.Select(p => (p.From, p.To, Word: words["paused"], Work: "")))
            .Concat(_s.Interruptions.Select(p => (p.From, p.To, Word: words["notWatched"], Work: "")))
            .OrderBy(r => r.From)
            .Select(IReadOnlyList<string> (r) => [Clock(r.From), Clock(r.To), r.Word, r.Work]);
        return new(words["course"], [words["from"], words["to"], words["phase"], words["work"]], [.. rows]);
    }

    /// <summary>The last work told before then.</summary>
    private string WorkAt(DateTimeOffset until) => _s.Workloads.LastOrDefault(w => w.At < until)?.Work is { } work
        ? string.Join(", ", new[]
        {
            work.Activity, Of(work.Watts, "W"), Of(work.SpeedKmh, "km/h"), Of(work.GradePercent, "%"), Of(work.StepsPerMinute, "/min"), Of(work.Mets, "MET"),
        }.OfType<string>())
        : "";

    private string? Of(double? value, string unit) => value is { } known ? $"{words.Number(known)} {unit}" : null;

    private ReportTable Alerts()
    {
        var alerts = _s.Alerts.GroupBy(a => a.Id).Select(g => (First: g.First(), Last: g.Last(), Worst: g.Max(a => a.Priority), Cleared: g.FirstOrDefault(a => a.State == AlertState.Cleared))).ToList();
        var shown = alerts.OrderByDescending(a => a.Worst).ThenBy(a => a.First.At).Take(MostAlerts).OrderBy(a => a.First.At);
        var rows = shown.Select(IReadOnlyList<string> (a) =>
        [
            Clock(a.First.At),
            words["priority." + KebabCase.Of(a.Worst)],
            told.WordsOf(a.First.Id),
            a.Last.AckedAt is { } acked ? words["ack.after", ("by", told.AckedByOf(a.First.Id) ?? words["answered.staff"]), ("t", ReportWords.Clock((acked - a.First.At).TotalSeconds))] : words["ack.none"],
            _s.IsOpenAtEnd(a.First.Id) ? words["cleared.end"] : a.Cleared is { } over ? Clock(over.At) : "-",
        ]);
        var note = alerts.Count > MostAlerts ? words["more", ("n", words.Number(alerts.Count - MostAlerts, 0))] : null;
        return new(words["alertList"], [words["at"], words["priority"], words["what"], words["ack"], words["cleared"]], [.. rows], note);
    }

    private ReportTable Answers()
    {
        var given = _s.Answers.Select(a => (a.At, Reason: a.Reason, Text: $"{a.Value} ({words["answered." + KebabCase.Of(a.By)]}{(a.IsWithdrawn ? ", " + words["withdrawn"] : "")})"));
        var missed = _s.Prompts.Where(p => p.State == PromptState.Missed).Select(p => (At: p.OpenedAt, Reason: (PromptReason?)p.Reason, Text: words["missed"]));
        var all = given.Concat(missed).OrderBy(a => a.At).ToList();
        return new(
            words["answerList"],
            [words["at"], words["asked"], words["answer"]],
            [.. all.Take(MostAnswers).Select(IReadOnlyList<string> (a) => [Clock(a.At), words["reason." + (a.Reason is { } why ? KebabCase.Of(why) : "none")], a.Text])],
            all.Count > MostAnswers ? string.Create(CultureInfo.InvariantCulture, $"+ {all.Count - MostAnswers}") : null);
    }

    private ReportTable Quality()
    {
        var gaps = _s.Gaps.Where(g => !g.IsPaused).ToList();
        var rows = gaps.OrderByDescending(g => g.Seconds).Take(MostGaps).OrderBy(g => g.From)
            .Select(IReadOnlyList<string> (g) => [Clock(g.From), Clock(g.To), words["gap." + KebabCase.Of(g.Reason)]]);
        var late = _s.Samples.Count(s => s.IsLate);
        var note = (gaps.Count == 0 ? words["gaps.none"] : words["gaps", ("n", words.Number(gaps.Count, 0)), ("s", words.Number(gaps.Sum(g => g.Seconds), 0))])
            + (_s.Losses.Count > 0 ? ". " + words["rowsLost", ("n", words.Number(_s.Losses.Sum(l => l.Rows), 0)), ("spans", string.Join(", ", _s.Losses.Take(MostGaps).Select(l => $"{Clock(l.From)}-{Clock(l.To)}")))] : "")
            + (late > 0 ? ". " + words["late", ("n", words.Number(late, 0))] : "");
        return new(words["quality"], [], [.. rows], note);
    }

    private string Clock(DateTimeOffset at) => ReportWords.Clock(_s.T(at));

    private static string Named(IReadOnlyList<string> versions) => versions.Count == 0 ? "-" : string.Join(" > ", versions);
}
