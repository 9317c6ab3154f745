using System.Text.Json;
using System.Text.RegularExpressions;
using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.System.Tests.Host;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Query;

/// <summary>The questions of the cookbook as they stand there, asked of a real InfluxDB 1.x: the answers are the journal's own numbers.</summary>
public sealed partial class CookbookTests(StoreOfStories store) : IClassFixture<StoreOfStories>
{
    private static readonly Dictionary<(string Language, string Name), string> Questions = Block().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "queries", "README.md")))
        .ToDictionary(m => (m.Groups[1].Value, m.Groups[2].Value), m => m.Groups[3].Value.Trim());

    private static readonly string[] Asked =
        ["one-session", "means", "gaps", "off-skin", "seconds-in-zone", "held-longer", "coverage", "end-of-work", "a-minute-later", "week", "week-moderate", "answers", "alerts", "intervals"];

    [Fact]
    public void Every_question_of_the_cookbook_is_asked_here() =>
        Assert.Equal(Asked.Order(StringComparer.Ordinal), Questions.Keys.Where(k => k.Language == "influxql").Select(k => k.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task One_session_is_every_packet_of_the_journal()
    {
        var series = Assert.Single(await AskAsync("one-session"));
        Assert.Equal(Samples().Select(s => (s.Us, (long?)s.Bpm, (long)s.Q)), series.Points.Select(p => (p[0].GetInt64(), Whole(p[1]), p[2].GetInt64())));
    }

    [Fact]
    public async Task Means_are_of_what_was_believed_and_empty_stretches_are_left_out()
    {
        var expected = Samples().Where(s => s is { Q: 100, Bpm: not null }).GroupBy(s => s.Us / 10_000_000 * 10_000_000).Select(g => (g.Key, Math.Round(g.Average(s => s.Bpm!.Value), 9))).ToList();
        var series = Assert.Single(await AskAsync("means"));
        Assert.Equal(expected, series.Points.Select(p => (p[0].GetInt64(), Math.Round(p[1].GetDouble(), 9))));
        Assert.InRange(expected.Count, 60, 88); // of ninety
    }

    [Fact]
    public async Task Gaps_end_with_the_packet_that_ended_them()
    {
        var samples = Samples();
        var expected = samples.Zip(samples.Skip(1)).Select(p => (p.Second.Us, Gap: (p.Second.Us - p.First.Us) / 1_000)).Where(g => g.Gap >= 3_000).ToList();
        Assert.Equal(expected, Assert.Single(await AskAsync("gaps")).Points.Select(p => (p[0].GetInt64(), p[1].GetInt64())));
        Assert.Equal([31_000L], expected.Select(g => g.Gap));
        Assert.Equal(20, Assert.Single(await AskAsync("off-skin")).Points[0][1].GetInt64());
    }

    [Fact]
    public async Task Seconds_are_weighted_by_the_time_to_the_next_packet()
    {
        var samples = Samples();
        var steps = samples.Zip(samples.Skip(1)).Where(p => p.First is { Q: 100, Bpm: not null }).Select(p => (p.First.Bpm, Ms: (p.Second.Us - p.First.Us) / 1_000)).ToList();
        Assert.Equal(steps.Where(s => s is { Bpm: >= 80 and < 100, Ms: <= 5_000 }).Sum(s => s.Ms) / 1000.0, await NumberAsync("seconds-in-zone"), 1e-9);
        Assert.Equal(steps.Count(s => s is { Bpm: >= 80 and < 100, Ms: > 5_000 }) * 5, await NumberAsync("held-longer"), 1e-9);
        Assert.Equal(steps.Where(s => s.Ms <= 5_000).Sum(s => s.Ms) / 1000.0, await NumberAsync("coverage"), 1e-9);
        Assert.InRange(await NumberAsync("coverage"), 780, Summary().CoveragePercent!.Value / 100 * 899);
    }

    [Fact]
    public async Task The_fall_in_the_first_minute_is_the_summarys()
    {
        var fall = await NumberAsync("end-of-work") - await NumberAsync("a-minute-later");
        Assert.Equal(Summary().HrRecovery60!.Bpm, fall, 0.5); // the summary's is of whole seconds, and its minute is of seconds that have ended
    }

    [Fact]
    public async Task The_weeks_dose_is_the_sum_of_its_sessions_summaries()
    {
        var week = Summaries("p_1").Where(s => s.At < new DateTimeOffset(2026, 3, 8, 23, 0, 0, TimeSpan.Zero)).ToList();
        Assert.Equal(2, week.Count);
        Assert.Equal(week.Sum(s => s.MetMinutes!.Value), await NumberAsync("week"), 1e-6);
        Assert.Equal(week.Sum(s => s.MetMinutesModerate!.Value), await NumberAsync("week-moderate"), 1e-6);
    }

    [Fact]
    public async Task Answers_are_there_and_the_one_that_was_taken_back_is_marked()
    {
        var answers = Assert.Single(await AskAsync("answers")).Points;
        Assert.Equal([(12L, false), (18, false), (13, true)], answers.Select(p => (p[1].GetInt64(), p[2].ValueKind == JsonValueKind.True)));
    }

    [Fact]
    public async Task Alerts_are_counted_once_each()
    {
        var expected = JournalEvents.Alerts(store.Session).Select(a => a.Alert).GroupBy(a => KebabCase.Of(a.Code)).Select(g => (g.Key, (long)g.Select(a => a.Id).Distinct().Count())).Order().ToList();
        Assert.Equal(expected, (await AskAsync("alerts")).Select(s => (s.Tags["code"], s.Points[0][1].GetInt64())).Order());
        Assert.True(expected.Count >= 3);
    }

    [Fact]
    public async Task Intervals_are_the_good_ones()
    {
        var intervals = Assert.Single(await AskAsync("intervals")).Points.Count;
        Assert.InRange(intervals, 300, Samples().Count * 2);
        Assert.Equal(intervals, Research.Series.SessionReading.Of(store.Session, StoredStory.Rules).Series.Beats.Count(b => b.Flag == 0));
    }

    /// <summary>No server of 2.x or 3.x is at hand: their questions name what we write, and nothing else.</summary>
    [Fact]
    public async Task Flux_and_SQL_name_only_measurements_and_fields_that_are_written()
    {
        var schema = await StoreSchema.OfAsync(store);
        foreach (var ((language, name), text) in Questions.Where(q => q.Key.Language is "flux" or "sql"))
        {
            var measurement = (language == "flux" ? FluxMeasurement() : SqlMeasurement()).Match(text).Groups[1].Value;
            Assert.True(schema.Fields.ContainsKey(measurement), $"{language} {name}: {measurement}");
            var names = language == "flux" ? FluxField().Matches(text).Select(m => m.Groups[1].Value) : SqlName().Matches(text).Select(m => m.Value).Where(n => !SqlWords.Contains(n));
            Assert.All(names, n => Assert.True(schema.Knows(measurement, n), $"{language} {name}: {n} of {measurement}"));
            Assert.Contains("p_1", text, StringComparison.Ordinal);
        }

        Assert.True(Questions.Keys.Count(k => k.Language == "flux") >= 8 && Questions.Keys.Count(k => k.Language == "sql") >= 8);
    }

    private static readonly HashSet<string> SqlWords = new(StringComparer.Ordinal)
        { "time", "date_bin", "avg", "t", "gap", "lag", "lead", "sum", "dt", "seconds", "least", "e9", "met_minutes", "count", "alerts", "p_1", "hr", "rr", "rpe", "ev", "dose" };

    private async Task<IReadOnlyList<StoreSeries>> AskAsync(string name) => await store.AskAsync(Questions[("influxql", name)]);

    /// <summary>The one number of an answer; none is nought.</summary>
    private async Task<double> NumberAsync(string name) => await AskAsync(name) is [var only] ? only.Points[0][1].GetDouble() : 0;

    private List<(long Us, int? Bpm, int Q)> Samples() => [.. store.Session.Where(r => r.Entry.Kind == JournalKind.Sample).Select(r =>
    {
        Assert.True(SampleBody.TryRead(r.Entry.Body, out var label, out var packet));
        var rate = HeartRateMeasurementCodec.Decode(packet).Measurement.HeartRate;
        return (r.Entry.At.ToUnixMicroseconds(), rate.IsReading ? rate.Bpm : null as int?, label.Quality switch { SignalQuality.Good => 100, SignalQuality.Suspect => 50, _ => 0 });
    })];

    private SummaryEvent Summary() => JournalEvents.Events(store.Session).Select(e => e.Event).OfType<SummaryEvent>().Single();

    private IEnumerable<SummaryEvent> Summaries(string person) => JournalEvents.Events(store.Rows.Where(r => r.Entry.Participant == person)).Select(e => e.Event).OfType<SummaryEvent>();

    private static long? Whole(JsonElement cell) => cell.ValueKind == JsonValueKind.Null ? null : cell.GetInt64();

    [GeneratedRegex("^```(influxql|flux|sql) ([\\w-]+)\\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("r\\._measurement == \"(\\w+)\"")]
    private static partial Regex FluxMeasurement();

    [GeneratedRegex("r\\._field == \"(\\w+)\"")]
    private static partial Regex FluxField();

    [GeneratedRegex("FROM (\\w+)")]
    private static partial Regex SqlMeasurement();

    [GeneratedRegex("\\b[a-z][a-z_0-9]*\\b")]
    private static partial Regex SqlName();
}
