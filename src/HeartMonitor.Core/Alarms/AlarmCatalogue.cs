using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Alarms;

/// <summary>What may be said, when, how urgently, and in which words: <c>config/alarms.json</c> after checking.</summary>
public sealed class AlarmCatalogue
{
    private readonly AlarmDefinition[] _definitions;

    internal AlarmCatalogue(string version, RuleOptions rules, IReadOnlyDictionary<AlertCode, AlarmDefinition> definitions, IReadOnlyList<string> languages)
    {
        Version = version;
        Rules = rules;
        Languages = languages;
        _definitions = [.. Enum.GetValues<AlertCode>().Select(code => definitions[code])];
    }

    /// <summary>The file's version, a plus sign and 8 hex digits of its content's hash; part of the rules version that every alert names.</summary>
    public string Version { get; }

    public RuleOptions Rules { get; }

    /// <summary>Languages that every alert has words in; at least <c>en</c>.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>Numbers outside their recommended bounds, in plain words: allowed, and told.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public AlarmDefinition this[AlertCode code] => _definitions[(int)code];
}
