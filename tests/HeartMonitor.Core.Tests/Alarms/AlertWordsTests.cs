using System.Text.Json;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Architecture;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Alarms;

/// <summary>Alerts in words: whole beats that do not contradict themselves, in every language from the same numbers.</summary>
public sealed class AlertWordsTests
{
    [Theory]
    [InlineData(AlertCode.HrCeilingWarning, 151.7, 151.6, "Heart rate 152 bpm, above the warning limit 151 bpm.")]
    [InlineData(AlertCode.HrCeiling, 151.1, 151.05, "Heart rate 152 bpm, above the ceiling 151 bpm.")]
    [InlineData(AlertCode.HrLow, 49.5, 50, "Heart rate 49 bpm, below 50 bpm.")]
    [InlineData(AlertCode.HrLow, 49.9, 50.2, "Heart rate 49 bpm, below 51 bpm.")]
    public void A_rate_beyond_a_limit_is_never_rounded_onto_it(AlertCode code, double seen, double limit, string words) =>
        Assert.StartsWith(words, Say(code, "en", new("median10s", seen, "bpm"), new("limit", limit, "bpm")), StringComparison.Ordinal);

    [Theory]
    [InlineData(AlertCode.ZoneHigh, 139.4, 116.88, 139.32, "Heart rate 140 bpm, above the zone 117 to 139 bpm")]
    [InlineData(AlertCode.ZoneHigh, 139, 117, 139, "Heart rate 139 bpm, above the zone 117 to 138 bpm")]
    [InlineData(AlertCode.ZoneLow, 116.8, 116.88, 139.32, "Heart rate 116 bpm, below the zone 117 to 139 bpm")]
    public void A_zone_is_told_by_its_whole_beats(AlertCode code, double seen, double from, double below, string words) =>
        Assert.StartsWith(words, Say(code, "en", new("mean30s", seen, "bpm"), new("from", from, "bpm"), new("below", below, "bpm")), StringComparison.Ordinal);

    [Fact]
    public void What_has_a_fraction_by_nature_keeps_it_in_the_form_of_the_language()
    {
        Evidence[] because = [new("rise", 11.6, "bpm"), new("rpeRise", 2, "rpe"), new("warm-room", 1, Evidence.Circumstance), new("celsius", 27.5, "celsius")];
        Assert.Contains("um 12/min höher und die empfundene Anstrengung um 2 höher, bei 27,5 Grad", Say(AlertCode.DriftAndRpeUp, "de", because), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_numbers_say_the_same_in_both_languages_and_leave_nothing_open()
    {
        Assert.Equal("Reported: chest pain, dizziness. Stop the work and assess the person.", Say(AlertCode.SymptomStop, "en", new("chest-pain", 1, "symptom"), new("dizzy", 1, "symptom")));
        Assert.StartsWith("Angegeben: ", Say(AlertCode.SymptomStop, "de", new("chest-pain", 1, "symptom"), new("dizzy", 1, "symptom")), StringComparison.Ordinal);
    }

    /// <summary>The console says every reason as a sentence: <c>why.CODE.WHAT</c>, <c>why.WHAT.UNIT</c>, <c>why.WHAT</c>, <c>why.unit.UNIT</c>, or what is doubted.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Every_reason_that_a_story_gives_is_a_sentence_on_the_console(string language)
    {
        using var texts = JsonDocument.Parse(Shipped.Text($"texts.{language}.json"));
        var words = texts.RootElement.GetProperty("console").EnumerateObject().Select(w => w.Name).ToHashSet(StringComparer.Ordinal);
        var reasons = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests/HeartMonitor.Core.Tests/Data/transcripts"), "*.txt")
            .SelectMany(File.ReadLines).Where(line => line.StartsWith("{\"kind\":\"alert\"", StringComparison.Ordinal))
            .SelectMany(ReasonsOf).Distinct().ToList();

        Assert.InRange(reasons.Count, 30, 1000);
        Assert.All(reasons, r => Assert.True(
            new[] { $"why.unit.{r.Unit}", $"why.{r.Code}.{r.What}", $"why.{r.What}.{r.Unit}", $"why.{r.What}", $"doubt.{r.What}" }.Any(words.Contains), $"{r.Code}: {r.What} in {r.Unit}"));
    }

    private static List<(string Code, string What, string Unit)> ReasonsOf(string line)
    {
        using var alert = JsonDocument.Parse(line);
        var code = alert.RootElement.GetProperty("code").GetString()!;
        return [.. alert.RootElement.GetProperty("because").EnumerateArray().Select(e => (code, e.GetProperty("what").GetString()!, e.GetProperty("unit").GetString()!))];
    }

    private static string Say(AlertCode code, string language, params Evidence[] because) =>
        AlertWords.Of(Shipped.Alarms[code], because, language, language == "de" ? Shipped.German.Words : Shipped.Setup.Words);
}
