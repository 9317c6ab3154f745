using System.Text.Json;
using System.Text.RegularExpressions;
using HeartMonitor.Host.People;
using Xunit;

namespace HeartMonitor.System.Tests.People;

/// <summary>The words of the people's pages and of the programmes, in both languages.</summary>
public sealed partial class PageWordsTests
{
    private static string Pages => Path.Combine(AppContext.BaseDirectory, "wwwroot");

    [Fact]
    public void Every_word_that_a_page_asks_for_is_there_in_both_languages_with_the_same_places()
    {
        var (english, german) = (Words("en"), Words("de"));
        var used = Directory.EnumerateFiles(Pages, "*", SearchOption.AllDirectories).Where(f => IsOurs(Path.GetRelativePath(Pages, f))).SelectMany(f => Key().Matches(File.ReadAllText(f)))
            .Select(m => m.Groups[1].Value).Distinct().ToArray();
        Assert.True(used.Length > 100, $"Only {used.Length} words are asked for.");
        Assert.DoesNotContain(used, key => !english.ContainsKey(key) || !german.ContainsKey(key));
        Assert.Empty(english.Keys.Except(german.Keys));
        Assert.Empty(english.Where(e => !Places(e.Value).SequenceEqual(Places(german[e.Key]))).Select(e => e.Key));
    }

    [Fact]
    public void No_page_says_what_the_product_never_says()
    {
        var programmes = ProgrammeFile.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "config", "programmes.json"))).Programmes!;
        var texts = Words("en").Values.Concat(Words("de").Values).Append(programmes.In("en").ToJsonString()).Append(programmes.In("de").ToJsonString());
        Assert.DoesNotContain(texts, text => Never().IsMatch(text));
    }

    [Theory]
    [InlineData("[]", "programmes: must be a list")]
    [InlineData("""{"programmes":[{"code":"x","names":{"de":"X"},"sessionsPerWeek":[1,2],"minutes":[1,2],"intensity":"a","type":"b","source":"c"}]}""", "programmes[0].names: has no words in \"en\"")]
    [InlineData("""{"programmes":[7]}""", "programmes[0]: must be an object")]
    [InlineData("{", "line 1: this is not JSON, or it is nested too deeply")]
    public void A_programme_that_is_none_is_refused_with_its_place(string text, string fault) => Assert.Contains(fault, ProgrammeFile.Read(text).Faults);

    private static bool IsOurs(string file) => file.StartsWith("people", StringComparison.Ordinal) || file.StartsWith("signin", StringComparison.Ordinal) || file.StartsWith("install", StringComparison.Ordinal);

    private static Dictionary<string, string> Words(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Pages, "people", $"words.{language}.json")))!;

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(?:\bt\(|data-t(?:-label)?=)""([^""$]+)""")]
    private static partial Regex Key();

    [GeneratedRegex(@"\{[a-z0-9]+\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"normal|arrhythmi|atrial fibrillation|vorhofflimmer|\bsafe\b|unbedenklich|\d\s*(mg|mcg|µg|ug)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Never();
}
