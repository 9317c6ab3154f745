using HeartMonitor.Core;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Reports;

/// <summary>What the curve shows, in seconds and beats per minute.</summary>
internal sealed class ChartBuilder(SessionSeries s, ReportWords words)
{
    private const double BreakSeconds = 5; // a value stands for at most 5 s (decisions 35)
    private const int MostPoints = 1_500; // ours: more than a page has dots across

    internal ReportChart Build()
    {
        var length = Math.Max(1, s.T(s.EndedAt ?? s.LastAt));
        var bpms = s.Samples.Where(p => p.IsReading && p.Bpm is >= 30 and <= 230).Select(p => p.Bpm!.Value).ToList();
        var zones = Spans(p => p is { Mode: MonitoringMode.Zones, Zone: not null }).Select(p => (p.From, p.To, p.Plan.Zone!.From, p.Plan.Zone.Below)).ToList();
        var ceilings = Spans(p => p.Ceiling is not null).Select(p => (p.From, p.To, p.Plan.Ceiling!.Alarm)).ToList();
        var (low, high) = (bpms.Count == 0 ? 60 : bpms.Min(), bpms.Count == 0 ? 120 : bpms.Max());
        foreach (var bound in zones.SelectMany(z => new[] { z.Item3, z.Below }).Concat(ceilings.Select(c => c.Alarm))) (low, high) = ((int)Math.Min(low, bound), (int)Math.Max(high, bound));
        return new(
            length, (low - 5) / 10 * 10, ((high + 14) / 10) * 10, words["curve.alt"], Stretches(length), Doubtful(), zones, ceilings,
            [.. s.Phases.Select(p => (s.T(p.From), s.T(p.To), words["phase." + KebabCase.Of(p.Phase)]))],
            [.. s.Pauses.Select(p => (s.T(p.From), s.T(p.To)))],
            [.. s.Gaps.Where(g => !g.IsPaused).Select(g => (s.T(g.From), s.T(g.To)))],
            [.. s.Answers.Where(a => !a.IsWithdrawn).Select(a => (s.T(a.At), a.Value))],
            [.. s.Alerts.GroupBy(a => a.Id).Select(g => (s.T(g.First().At), g.Max(a => a.Priority)))],
            words);
    }

    /// <summary>Plans while they were in force.</summary>
    private IEnumerable<(double From, double To, SeriesPlan Plan)> Spans(Func<SeriesPlan, bool> wanted)
    {
        for (var i = 0; i < s.Plans.Count; i++)
        {
            if (!wanted(s.Plans[i])) continue;
            var to = i + 1 < s.Plans.Count ? s.Plans[i + 1].At : s.EndedAt ?? s.LastAt;
            if (to > s.Plans[i].At) yield return (s.T(s.Plans[i].At), s.T(to), s.Plans[i]);
        }
    }

    /// <summary>Believed values; where there are more than a page shows, the mean of neighbours.</summary>
    private List<IReadOnlyList<(double, double)>> Stretches(double length)
    {
        var width = Math.Max(1, Math.Ceiling(length / MostPoints));
        var stretches = new List<IReadOnlyList<(double, double)>>();
        var now = new List<(double T, double Bpm)>();
        var last = double.NegativeInfinity;
        foreach (var good in s.Samples.Where(p => p is { Bpm: not null, IsLate: false, Label.Quality: SignalQuality.Good }).GroupBy(p => Math.Floor(p.T / width)))
        {
            var t = good.Average(p => p.T);
            if (now.Count > 0 && t - last > Math.Max(BreakSeconds, 2 * width))
            {
                stretches.Add(now);
                now = [];
            }

            now.Add((t, good.Average(p => p.Bpm!.Value)));
            last = t;
        }

        if (now.Count > 0) stretches.Add(now);
        return stretches;
    }

    private List<(double, double)> Doubtful() =>
        [.. s.Samples.Where(p => p is { Bpm: >= 30 and <= 230, IsReading: true } && (p.IsLate || p.Label.Quality != SignalQuality.Good)).Select(p => (p.T, (double)p.Bpm!.Value)).Take(MostPoints)];
}
