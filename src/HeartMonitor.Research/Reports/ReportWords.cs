using System.Globalization;
using System.Text.Json;

namespace HeartMonitor.Research.Reports;

/// <summary>Words and forms of the report in one language: <c>words.LANGUAGE.json</c> beside this file. One more file is one more language.</summary>
public sealed class ReportWords
{
    private readonly Dictionary<string, string> _words;

    private ReportWords(string language, Dictionary<string, string> words) => (Language, _words) = (language, words);

    /// <summary>Its code, such as <c>en</c>.</summary>
    public string Language { get; }

    /// <summary>Every language that there are words in.</summary>
    public static IReadOnlyList<string> Languages { get; } =
        [.. typeof(ReportWords).Assembly.GetManifestResourceNames().Where(n => n.Contains(".Reports.words.", StringComparison.Ordinal)).Select(n => n.Split('.')[^2]).Order(StringComparer.Ordinal)];

    /// <summary>Keys that there are words for, to hold languages against each other.</summary>
    internal IReadOnlyCollection<string> Keys => _words.Keys;

    /// <summary>The words of a language; null where there are none.</summary>
    public static ReportWords? In(string language)
    {
        using var stream = typeof(ReportWords).Assembly.GetManifestResourceStream($"HeartMonitor.Research.Reports.words.{language}.json");
        return stream is null ? null : new(language, JsonSerializer.Deserialize(stream, ReportWordsJson.Default.DictionaryStringString)!);
    }

    /// <summary>The words, with values for the names in braces.</summary>
    internal string this[string key, params ReadOnlySpan<(string Name, string Value)> values]
    {
        get
        {
            var text = _words[key];
            foreach (var (name, value) in values) text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
            return text;
        }
    }

    /// <summary>Of a date with its time of day.</summary>
    internal string DateFormat => _words["date"] + " HH:mm";

    /// <summary>With at most so many decimals, rounded half up.</summary>
    internal string Number(double value, int decimals = 1)
    {
        var rounded = Math.Round((decimal)value, decimals, MidpointRounding.AwayFromZero);
        return rounded.ToString(decimals == 0 ? "0" : "0." + new string('#', decimals), CultureInfo.InvariantCulture).Replace(".", _words["decimal"], StringComparison.Ordinal);
    }

    /// <summary>Minutes and seconds from the start, hours where there are any.</summary>
    internal static string Clock(double seconds)
    {
        var whole = TimeSpan.FromSeconds(Math.Floor(Math.Max(0, seconds)));
        return whole.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)whole.TotalHours}:{whole.Minutes:00}:{whole.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{whole.Minutes}:{whole.Seconds:00}");
    }
}

/// <summary>Generated serialisers.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ReportWordsJson : System.Text.Json.Serialization.JsonSerializerContext;
