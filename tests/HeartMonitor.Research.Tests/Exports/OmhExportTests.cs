using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Exports;

/// <summary>Open mHealth: what its schemas demand of data-point 1.0, header 1.2, heart-rate 2.0 and rr-interval 1.0.</summary>
public sealed class OmhExportTests
{
    private static readonly string[] Relations = ["at rest", "active", "before exercise", "after exercise", "during exercise"];

    [Fact]
    public async Task Every_point_has_the_header_that_the_schema_demands()
    {
        using var document = JsonDocument.Parse(await Exported.TextAsync(Exported.Canary, ExportFormat.Omh));
        var ids = new HashSet<string>();
        foreach (var point in document.RootElement.EnumerateArray())
        {
            var header = point.GetProperty("header");
            Assert.True(ids.Add(header.GetProperty("id").GetString()!));
            Assert.True(DateTimeOffset.TryParse(header.GetProperty("creation_date_time").GetString(), CultureInfo.InvariantCulture, out _));
            Assert.All(new[] { "namespace", "name", "version" }, member => Assert.NotEmpty(header.GetProperty("schema_id").GetProperty(member).GetString()!));
            Assert.Equal("sensed", header.GetProperty("acquisition_provenance").GetProperty("modality").GetString());
            Assert.NotEmpty(header.GetProperty("acquisition_provenance").GetProperty("source_name").GetString()!);
            Assert.Equal("p_07", header.GetProperty("user_id").GetString());
            Assert.Equal(JsonValueKind.Object, point.GetProperty("body").ValueKind);
        }
    }

    [Fact]
    public async Task Rates_and_intervals_are_those_of_the_journal()
    {
        using var document = JsonDocument.Parse(await Exported.TextAsync(Exported.Canary, ExportFormat.Omh));
        var bodies = document.RootElement.EnumerateArray().ToLookup(p => p.GetProperty("header").GetProperty("schema_id").GetProperty("name").GetString(), p => p.GetProperty("body"));
        var rates = Exported.Canary.Samples.Where(s => s.Bpm is >= 1 and <= 254 && s.IsReading && (s.IsLate || s.Label.Quality >= SignalQuality.Suspect) && !s.Label.Reasons.HasFlag(SignalReasons.Duplicate));
        Assert.Equal(rates.Select(s => (s.At, (double)s.Bpm!.Value, "beats/min")), bodies["heart-rate"].Select(b => Read(b, "heart_rate")));
        Assert.Equal(Exported.Canary.Beats.Where(b => b.Segment > 0).Select(b => (b.At, b.Ms, "ms")), bodies["rr-interval"].Select(b => Read(b, "rr_interval")));
        Assert.All(bodies["heart-rate"], b => Assert.Contains(b.GetProperty("temporal_relationship_to_physical_activity").GetString(), Relations));
        Assert.Equal(Exported.Canary.Gaps.Count, bodies["session"].Single().GetProperty("gaps").GetArrayLength());
    }

    private static (DateTimeOffset At, double Value, string Unit) Read(JsonElement body, string name) => (
        DateTimeOffset.Parse(body.GetProperty("effective_time_frame").GetProperty("date_time").GetString()!, CultureInfo.InvariantCulture),
        body.GetProperty(name).GetProperty("value").GetDouble(),
        body.GetProperty(name).GetProperty("unit").GetString()!);
}
