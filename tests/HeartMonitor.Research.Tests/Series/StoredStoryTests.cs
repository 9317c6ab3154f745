using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Series;

/// <summary>Every story of the product, stored and read again.</summary>
public sealed class StoredStoryTests
{
    public static TheoryData<string> Stories => [.. Shipped.ScenarioFiles];

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_stored_story_is_read_as_it_was_stored(string file)
    {
        var rows = StoredRows.Of(Shipped.Scenario(file));
        var reading = SessionReading.Of(rows, Shipped.Setup);
        var series = reading.Series;

        Assert.Null(reading.Replay.Fault);
        Assert.Equal(0, reading.Replay.LabelsThatDiffer);
        AssertPacketsAreThere(rows, series);
        AssertDecisionsAreThere(reading);
        AssertAnswersAreThoseOfTheSummary(series);
        if (reading.Start.Device is not null) Assert.Equal(reading.Start.Sensor ?? SensorClass.Unknown, series.Straps[0].Sensor);
        if (reading.Start.Device is not null) Assert.All(series.Samples.Where(s => s.Strap == 0), s => Assert.Contains(reading.Facts, f => f.Fact is StrapUnbound && f.At <= s.At));
        Assert.Equal(rows.Count(r => r.Entry.Kind == JournalKind.Fact), reading.Facts.Count);
        Assert.Equal(rows.Count(r => r.Entry.Kind == JournalKind.Event), reading.Events.Count);
        Assert.NotEmpty(series.Versions.Rules);
        if (series.Summary is { } summary) Assert.Equal(summary.CoveragePercent, series.CoveragePercent);
    }

    private static void AssertPacketsAreThere(IReadOnlyList<JournalRow> rows, SessionSeries series)
    {
        var stored = rows.Where(r => r.Entry.Kind == JournalKind.Sample).ToDictionary(r => r.Seq);
        Assert.Equal(stored.Keys.Order(), series.Samples.Select(s => s.N).Order());
        var beats = series.Beats.ToLookup(b => b.N);
        foreach (var sample in series.Samples)
        {
            Assert.True(SampleBody.TryRead(stored[sample.N].Entry.Body, out var label, out var packet));
            var measurement = HeartRateMeasurementCodec.Decode(packet).Measurement;
            Assert.Equal((label, stored[sample.N].Entry.At, measurement.Contact), (sample.Label, sample.At, sample.Contact));
            Assert.Equal(measurement.HeartRate.IsReading ? measurement.HeartRate.Bpm : null, sample.Bpm);
            if (!label.Reasons.HasFlag(SignalReasons.Duplicate)) Assert.Equal(measurement.Rr.ToArray().Select(rr => (int)rr.Raw), beats[sample.N].Select(b => b.Raw));
        }
    }

    private static void AssertDecisionsAreThere(SessionReading reading)
    {
        var series = reading.Series;
        Assert.Equal(reading.Events.OfType<AlertEvent>().Select(a => (a.Id, a.Rev, a.State, a.At)), series.Alerts.Select(a => (a.Id, a.Rev, a.State, a.At)));
        Assert.Equal(reading.Events.OfType<PromptEvent>().Select(p => (p.Id, p.Rev, p.State, p.At)), series.Prompts.Select(p => (p.Id, p.Rev, p.State, p.At)));
        Assert.Equal(reading.Events.OfType<PlanEvent>().Select(p => (p.At, p.Plan.Mode)), series.Plans.Select(p => (p.At, p.Mode)));
        Assert.Equal(reading.Facts.Count(f => f is { Fact: RpeAnswered, Counts: true }), series.Answers.Count);
    }

    /// <summary>The summary was made at the end; what was said later is in the series alone.</summary>
    private static void AssertAnswersAreThoseOfTheSummary(SessionSeries series)
    {
        if (series.Summary is not { } summary) return;
        var before = series.Answers.Where(a => a.At <= series.EndedAt).ToList();
        Assert.Equal(
            summary.Rpe.Select(r => (r.T, r.Value, r.By, r.Reason)),
            before.Select(a => (series.T(a.At), a.Value, a.By, a.Reason)));
        Assert.All(summary.Rpe.Where(r => r.WithdrawnBy is not null), r => Assert.Equal("staff", r.WithdrawnBy));
    }
}
