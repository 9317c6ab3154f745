using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Host.Tablet;

/// <summary>Alerts and refusals for tablets in any language: the service speaks one, a tablet may have chosen another. Any thread.</summary>
internal sealed class AlertLanguages
{
    /// <summary>Stands in a template where a name will stand: no text holds it.</summary>
    private const string Slot = "\u0001";

    private readonly EngineSetup _setup;
    private readonly Dictionary<string, EngineSetup> _setups = new(StringComparer.Ordinal);
    private readonly List<(Refusal Why, string Before, string? After)> _refusals;

    internal AlertLanguages(EngineSetup setup)
    {
        _setup = setup;
        foreach (var language in setup.Alarms.Languages)
            if ((language == setup.Language ? setup : setup.InLanguage(language)) is { } spoken) _setups[language] = spoken;
        _refusals = [.. Enum.GetValues<Refusal>().Select(why => (why, setup.Words.Refused(why, Slot).Split(Slot))).Select(r => (r.why, r.Item2[0], r.Item2.ElementAtOrDefault(1))).OrderByDescending(r => r.Item2.Length)];
    }

    /// <summary>The same rules in a language; null for one that there is not.</summary>
    internal EngineSetup? SetupIn(string language) => _setups.GetValueOrDefault(language);

    /// <summary>Language to words, that of the service as it said it; null where there is no other language.</summary>
    internal IReadOnlyDictionary<string, string>? Of(AlertEvent alert) => _setups.Count < 2 ? null : _setups.Keys.ToDictionary(language => language, language => In(alert, language), StringComparer.Ordinal);

    /// <summary>The words of an alert in a language; what it said itself where today's catalogue needs numbers that it has not.</summary>
    internal string In(AlertEvent alert, string? language)
    {
        if (language is null || language == _setup.Language || !_setups.TryGetValue(language, out var spoken)) return alert.Text;
        var text = AlertWords.Of(_setup.Alarms[alert.Code], alert.Because, language, spoken.Words);
        return text.Contains('{', StringComparison.Ordinal) ? alert.Text : text;
    }

    /// <summary>Which refusal a sentence is, and the name in it; null for a sentence that is none.</summary>
    internal (Refusal Why, string? Name)? WhyOf(string? sentence)
    {
        if (sentence is null) return null;
        foreach (var (why, before, after) in _refusals)
        {
            if (after is null)
            {
                if (sentence == before) return (why, null);
            }
            else if (sentence.Length > before.Length + after.Length && sentence.StartsWith(before, StringComparison.Ordinal) && sentence.EndsWith(after, StringComparison.Ordinal))
            {
                return (why, sentence[before.Length..^after.Length]);
            }
        }

        return null;
    }
}
