using HeartMonitor.Core;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Reports;

/// <summary>The figures of a session, each with its source, or with the reason why it is not known.</summary>
internal sealed class FigureTable(SessionSeries series, ReportTold told, ReportWords words)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    internal ReportTable Build()
    {
        var s = series.Summary;
        if (s is not null)
        {
            if (s.MinutesInZone is not null || series.Plans.Any(p => p.Zone is not null))
                foreach (var (key, minutes) in new[] { ("minutesInZone", s.MinutesInZone), ("minutesAbove", s.MinutesAbove), ("minutesBelow", s.MinutesBelow) }) Add(key, minutes, 1, "minutes", words["source.zone"]);
            Add("meanHr", s.MeanHr, 0, "bpm", words["source.strap"]);
            Add("peakHr", s.PeakHr, 0, "bpm", words["source.strap"]);
            Add("hrRecovery60", s.HrRecovery60?.Bpm, 0, "bpm", words["source.recovery"] + (s.HrRecovery60 is { } fall ? $", {words["recovery." + fall.Protocol]}" : ""));
            Add("metMinutes", s.MetMinutes, 0, "metMin", words["source.dose", ("sources", Sources(s))]);
            Add("metMinutesModerate", s.MetMinutesModerate, 0, "metMin", words["source.dose", ("sources", Sources(s))]);
            if (s.Signal.ArtefactPercent is { } artefacts) Row(words["artefacts"], $"{words.Number(artefacts)} {words["percent"]}", words["source.beats"]);
        }

        if (series.CoveragePercent is { } covered) Row(words["coverage"], $"{words.Number(covered)} {words["percent"]}", words["source.strap"]);
        var answers = series.Answers.Where(a => !a.IsWithdrawn).Select(a => words.Number(a.Value, 0)).ToList();
        Row(words["rpe"], answers.Count == 0 ? words["rpe.none"] : string.Join(" ", answers), words["source.borg"]);
        var prompts = series.Prompts.GroupBy(p => p.Id).Select(g => g.Last().State).ToList();
        Row(words["prompts"], words["prompts.value", ("opened", Count(prompts.Count)), ("answered", Count(prompts.Count(p => p == Core.Prompts.PromptState.Answered))), ("missed", Count(prompts.Count(p => p == Core.Prompts.PromptState.Missed)))], words["source.rules"]);
        var worst = series.Alerts.GroupBy(a => a.Id).Select(g => g.Max(a => a.Priority)).ToList();
        Row(words["alerts"], words["alerts.value", ("high", Count(worst.Count(p => p == AlertPriority.High))), ("medium", Count(worst.Count(p => p == AlertPriority.Medium))), ("low", Count(worst.Count(p => p == AlertPriority.Low)))], words["source.rules"]);
        return new(words["figures"], [words["figure"], words["value"], words["source"]], _rows);
    }

    private void Add(string key, double? value, int decimals, string unit, string source)
    {
        if (value is { } known) Row(words[key], $"{words.Number(known, decimals)} {words[unit]}", source);
        else if (told.WhyNot(key) is { } why) Row(words[key], words["why", ("why", why)], "");
    }

    private void Row(string figure, string value, string source) => _rows.Add([figure, value, source]);

    private string Sources(SummaryEvent s) =>
        string.Join(", ", s.MetSources.Where(m => m.MetMinutes is not null && m.Source != MetSource.None).Select(m => words["met." + KebabCase.Of(m.Source)]).Distinct());

    private string Count(int number) => words.Number(number, 0);
}
