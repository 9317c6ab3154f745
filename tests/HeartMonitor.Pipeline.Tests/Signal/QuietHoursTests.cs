using System.Globalization;
using System.Text;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Straps;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Signal;

/// <summary>
/// Hours in which nothing happens to anybody: ordinary programmes, ordinary trouble with straps, every prompt answered. Every high alert is false.
/// <c>HEARTMONITOR_QUIET_HOURS</c> says how many hours.
/// </summary>
public sealed class QuietHoursTests(ITestOutputHelper output)
{
    private const double DefaultHours = 1_000;
    private const double MostHighPer50Hours = 1;

    /// <summary>Seven of ten straps know contact, two do not, one is optical. Ours: the default strap and what people bring.</summary>
    private static readonly StrapProfile[] Straps =
        [.. Enumerable.Repeat(StrapProfile.ChestWithContact, 7), StrapProfile.ChestWithoutContact, StrapProfile.ChestWithoutContact, StrapProfile.Optical];

    [Fact]
    public void Where_nothing_happens_a_high_alert_comes_at_most_once_in_fifty_hours()
    {
        var people = QuietPerson.All;
        var sessions = (int)Math.Ceiling(Hours * 3_600 / QuietProgramme.Seconds);
        var report = new QuietReport();
        for (var seed = 0; seed < sessions; seed++)
        {
            var strap = Straps[SeededNoise.For(seed, 10).NextWhole(0, Straps.Length)];
            var who = people[seed % people.Count];
            foreach (var alert in new QuietSession(who, strap, seed).Play()) report.Add(who.Name, strap, seed, alert);
        }

        var hours = sessions * (QuietProgramme.Seconds / 3_600.0);
        output.WriteLine(report.Print(hours));
        Assert.True(report.Alerts > 0);
        Assert.InRange(report.High / hours * 50, 0, MostHighPer50Hours);
    }

    private static double Hours => Environment.GetEnvironmentVariable("HEARTMONITOR_QUIET_HOURS") is { Length: > 0 } given
        ? double.Parse(given, CultureInfo.InvariantCulture)
        : Effort.Of((int)DefaultHours);
}

/// <summary>Alerts by code and priority, and every high one in full.</summary>
internal sealed class QuietReport
{
    private readonly SortedDictionary<(AlertCode Code, AlertPriority Priority), int> _counts = [];
    private readonly SortedDictionary<(AlertPriority Priority, AlertCode Code, string Who), int> _grave = [];
    private readonly List<string> _high = [];

    internal int Alerts => _counts.Values.Sum();

    internal int High => _high.Count;

    internal void Add(string who, StrapProfile strap, int seed, QuietAlert quiet)
    {
        var alert = quiet.Alert;
        _counts[(alert.Code, alert.Priority)] = _counts.GetValueOrDefault((alert.Code, alert.Priority)) + 1;
        if (alert.Priority == AlertPriority.Low) return;
        _grave[(alert.Priority, alert.Code, who)] = _grave.GetValueOrDefault((alert.Priority, alert.Code, who)) + 1;
        if (alert.Priority != AlertPriority.High) return;
        var because = string.Join(' ', alert.Because.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.What}={e.Value}")));
        _high.Add(string.Create(CultureInfo.InvariantCulture, $"HIGH {alert.Code} seed {seed} {who} on {strap} at {alert.T:0.0} s [{because}] trouble: {quiet.Trouble}"));
    }

    internal string Print(double hours)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{hours:0} quiet patient-hours: {Alerts} alerts, {High} high, {High / hours * 50:0.000} high per 50 h\n"));
        foreach (var ((code, priority), count) in _counts) Line($"{code} {priority}", count);
        foreach (var ((priority, code, who), count) in _grave) Line($"{priority} {code}, {who}", count);
        foreach (var line in _high) text.AppendLine(line);
        return text.ToString();

        void Line(string name, int count) =>
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-60} {count,6} = {count / hours * 50,8:0.00} per 50 h"));
    }
}
