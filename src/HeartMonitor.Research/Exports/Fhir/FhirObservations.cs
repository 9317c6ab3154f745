using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Research.Series;
using Hl7.Fhir.Model;

namespace HeartMonitor.Research.Exports.Fhir;

/// <summary>The observations of a session: heart rate second by second, answers about effort, and the summary after the Physical Activity guide.</summary>
internal static class FhirObservations
{
    private const int PeriodMs = 1000;
    private const string Gap = "E"; // FHIR: no valid value, an error
    private const string BorgText = "Rating of perceived exertion on Borg's scale of 6 to 20";

    internal static IEnumerable<(string Name, Observation Observation)> Of(SessionSeries series)
    {
        yield return ("heart-rate", Series(series));
        foreach (var (answer, i) in series.Answers.Select((a, i) => (a, i)))
            yield return (FormattableString.Invariant($"rpe-{i}"), Answer(series, answer));
        if (series.Summary is not { } summary) yield break;
        foreach (var (name, observation) in Figures(series, summary)) yield return (name, observation);
    }

    /// <summary>A value a second, the last one that came in it; a second without one from the skin that nothing calls bad is a gap.</summary>
    private static Observation Series(SessionSeries series)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(((series.EndedAt ?? series.LastAt) - series.StartedAt).TotalSeconds));
        var data = Enumerable.Repeat(Gap, seconds).ToArray();
        foreach (var sample in LapList.Rates(series))
            if (sample.T >= 0 && (int)sample.T < seconds) data[(int)sample.T] = sample.Bpm!.Value.ToString(CultureInfo.InvariantCulture);
        var observation = New(series, FhirCodes.OfLoinc("8867-4", "Heart rate"), "vital-signs");
        observation.Value = new SampledData
        {
            Origin = FhirCodes.Of(0, "/min", "/min"),
            Period = PeriodMs,
            Dimensions = 1,
            Data = string.Join(' ', data),
        };
        observation.Method = new() { Text = "last packet of each second; E where none came from the skin or it was marked bad" };
        observation.Note = [new() { Text = Gaps(series) }];
        return observation;
    }

    private static string Gaps(SessionSeries series)
    {
        var gaps = series.Gaps.Select(g => string.Create(CultureInfo.InvariantCulture, $"{series.T(g.From):0.###}-{series.T(g.To):0.###} s {KebabCase.Of(g.Reason)}"));
        return $"{(series.IsOpen ? "Session still open. " : "")}Gaps of 3 s or more: {(series.Gaps.Count == 0 ? "none" : string.Join(", ", gaps))}.";
    }

    private static Observation Answer(SessionSeries series, SeriesAnswer answer)
    {
        var observation = New(series, FhirCodes.OfLoinc("82289-0", "Rating of perceived exertion [Score]"), "survey");
        observation.Status = answer.IsWithdrawn ? ObservationStatus.EnteredInError : observation.Status;
        observation.Effective = Instant(answer.At);
        observation.Value = new Quantity(answer.Value, "{score}", FhirCodes.Ucum) { Code = "{score}" };
        observation.Method = new() { Text = BorgText };
        observation.Component =
        [
            Part("scale", new FhirString("borg-6-20")),
            Part("given by", new FhirString(KebabCase.Of(answer.By))),
            .. answer.Reason is { } reason ? [Part("asked because of", new FhirString(KebabCase.Of(reason)))] : Array.Empty<Observation.ComponentComponent>(),
        ];
        return observation;
    }

    private static IEnumerable<(string Name, Observation Observation)> Figures(SessionSeries series, SummaryEvent summary)
    {
        yield return Figure(series, "mean-heart-rate", FhirCodes.OfLoinc("55425-3", "Mean heart rate of the session"), summary.MeanHr, "/min", "/min", summary, "meanHr");
        yield return Figure(series, "peak-heart-rate", FhirCodes.OfLoinc("55426-1", "Peak heart rate of the session"), summary.PeakHr, "/min", "/min", summary, "peakHr");
        var work = series.Phases.Where(p => p.Phase is not SessionPhase.Recovery).Sum(p => (p.To - p.From).TotalMinutes);
        yield return Figure(series, "duration", FhirCodes.OfLoinc("55411-3", "Exercise duration"), work > 0 ? Math.Round(work, 4) : null, "min", "min", summary, "duration");
        yield return Figure(series, "met-minutes", new() { Text = "MET-minutes, gross" }, summary.MetMinutes, "MET.min", "{MET}.min", summary, "metMinutes");
        yield return Figure(series, "met-minutes-moderate", new() { Text = "MET-minutes at 3 MET or more, gross" }, summary.MetMinutesModerate, "MET.min", "{MET}.min", summary, "metMinutesModerate");
        yield return Figure(series, "coverage", new() { Text = "Seconds with a heart rate that the rules could use" }, summary.CoveragePercent, "%", "%", summary, "coveragePercent");
        var activity = New(series, FhirCodes.OfLoinc("73985-4", "Exercise activity"), "activity");
        string[] codes = [.. series.Workloads.Select(w => w.Work.Activity).OfType<string>().Where(a => a.Length == 5 && a.All(char.IsAsciiDigit)).Distinct()];
        if (codes.Length > 0) activity.Value = new CodeableConcept { Text = "2024 Compendium " + string.Join(' ', codes) };
        else activity.DataAbsentReason = Unknown("no activity was told");
        yield return ("activity", activity);
    }

    private static (string, Observation) Figure(SessionSeries series, string name, CodeableConcept code, double? value, string unit, string ucum, SummaryEvent summary, string member)
    {
        var observation = New(series, code, "activity");
        if (value is { } number) observation.Value = FhirCodes.Of(number, unit, ucum);
        else observation.DataAbsentReason = Unknown(summary.Reasons.GetValueOrDefault(member) ?? "not known");
        if (summary.Sources.TryGetValue(member, out var source)) observation.Method = new() { Text = source };
        return (name, observation);
    }

    private static CodeableConcept Unknown(string why) => new("http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown", why);

    private static Observation.ComponentComponent Part(string name, DataType value) => new() { Code = new() { Text = name }, Value = value };

    private static Observation New(SessionSeries series, CodeableConcept code, string category) => new()
    {
        Status = series.IsOpen ? ObservationStatus.Preliminary : ObservationStatus.Final,
        Category = [FhirCodes.Category(category)],
        Code = code,
        Effective = new Period { StartElement = Instant(series.StartedAt), EndElement = Instant(series.EndedAt ?? series.LastAt) },
    };

    private static FhirDateTime Instant(DateTimeOffset at) => new(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
}
