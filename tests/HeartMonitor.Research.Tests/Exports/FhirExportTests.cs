#nullable disable warnings // every member of the library's model may be null: here that fails the test
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Tests.Support;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Xunit;

namespace HeartMonitor.Research.Tests.Exports;

/// <summary>FHIR R4: parsed strictly, validated by attributes, round trip.</summary>
public sealed class FhirExportTests
{
    private static readonly JsonSerializerOptions Strict = new JsonSerializerOptions().ForFhir(ModelInfo.ModelInspector).UsingMode(DeserializationMode.Strict);

    [Fact]
    public async System.Threading.Tasks.Task The_bundle_is_parsed_strictly_validated_and_written_again_as_it_was()
    {
        var text = await Exported.TextAsync(Exported.Canary, ExportFormat.Fhir);
        var bundle = JsonSerializer.Deserialize<Bundle>(text, Strict)!;
        Validator.ValidateObject(bundle, new(bundle), validateAllProperties: true);
        Assert.All(bundle.Entry, e => Validator.ValidateObject(e.Resource, new(e.Resource), validateAllProperties: true));
        using var before = JsonDocument.Parse(text);
        using var after = JsonDocument.Parse(JsonSerializer.Serialize(bundle, Strict));
        Assert.True(JsonElement.DeepEquals(before.RootElement, after.RootElement));
    }

    [Fact]
    public async System.Threading.Tasks.Task The_series_is_sampled_data_a_value_a_second_with_E_in_gaps_and_claims_no_profile()
    {
        var bundle = await BundleAsync();
        var series = Observations(bundle).Single(o => Is(o, "8867-4"));
        var data = Assert.IsType<SampledData>(series.Value);
        var values = data.Data.Split(' ');
        Assert.Equal((420, 1000m, "/min"), (values.Length, data.Period, data.Origin.Code));
        for (var second = 0; second < values.Length; second++)
        {
            var here = Exported.Canary.Samples.Where(s => (int)s.T == second && s.T >= 0 && s.IsReading && s.Bpm is <= 254 && (s.IsLate || s.Label.Quality >= Core.Signal.SignalQuality.Suspect) && !s.Label.Reasons.HasFlag(Core.Signal.SignalReasons.Duplicate)).ToList();
            Assert.Equal(here.Count == 0 ? "E" : here[^1].Bpm!.Value.ToString(CultureInfo.InvariantCulture), values[second]);
        }

        Assert.Contains("E", values);
        Assert.Equal("vital-signs", series.Category.Single().Coding.Single().Code);
        Assert.All(bundle.Entry, e => Assert.Empty(e.Resource.Meta?.Profile ?? []));
        Assert.Contains("silence", series.Note.Single().Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async System.Threading.Tasks.Task Answers_name_their_scale()
    {
        var answers = Observations(await BundleAsync()).Where(o => Is(o, "82289-0")).ToList();
        Assert.Equal([12m, 18m, 13m], answers.Select(a => ((Quantity)a.Value).Value));
        Assert.All(answers, a => Assert.Contains("6 to 20", a.Method.Text, StringComparison.Ordinal));
        Assert.All(answers, a => Assert.Equal("borg-6-20", ((FhirString)a.Component.Single(c => c.Code.Text == "scale").Value).Value));
        Assert.Equal([ObservationStatus.Final, ObservationStatus.EnteredInError, ObservationStatus.Final], answers.Select(a => a.Status));
    }

    [Fact]
    public async System.Threading.Tasks.Task Summary_figures_are_those_of_the_journal()
    {
        var observations = Observations(await BundleAsync());
        var summary = Exported.Canary.Summary!;
        Assert.Equal((decimal)summary.MeanHr!.Value, ((Quantity)observations.Single(o => Is(o, "55425-3")).Value).Value);
        Assert.Equal(summary.PeakHr!.Value, ((Quantity)observations.Single(o => Is(o, "55426-1")).Value).Value);
        Assert.Equal((decimal)Math.Round(395 / 60.0, 4), ((Quantity)observations.Single(o => Is(o, "55411-3")).Value).Value);
        Assert.Equal("2024 Compendium 02015", ((CodeableConcept)observations.Single(o => Is(o, "73985-4")).Value).Text);
        var person = Assert.IsType<Patient>((await BundleAsync()).Entry[0].Resource);
        Assert.Equal(("p_07", AdministrativeGender.Female, null), (person.Identifier.Single().Value, person.Gender, person.BirthDate));
        Assert.Empty(person.Name);
    }

    [Fact]
    public async System.Threading.Tasks.Task Every_reference_is_in_the_bundle()
    {
        var bundle = await BundleAsync();
        var urls = bundle.Entry.Select(e => e.FullUrl).ToList();
        Assert.Equal(urls.Count, urls.Distinct().Count());
        Assert.All(Observations(bundle), o => Assert.Subset(urls.ToHashSet(), new HashSet<string> { o.Subject.Reference, o.Device.Reference }));
    }

    private static async System.Threading.Tasks.Task<Bundle> BundleAsync() => JsonSerializer.Deserialize<Bundle>(await Exported.TextAsync(Exported.Canary, ExportFormat.Fhir), Strict)!;

    private static List<Observation> Observations(Bundle bundle) => [.. bundle.Entry.Select(e => e.Resource).OfType<Observation>()];

    private static bool Is(Observation observation, string code) => observation.Code.Coding.Any(c => c.System == "http://loinc.org" && c.Code == code);
}
