using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Alarms;

/// <summary>What an alarm track needs to know about now: the time, the episode's place, the words, and where to say it.</summary>
internal sealed class AlarmMoment(string session, RuleOptions rules, string rulesVersion, string language, Action<SessionEvent> emit, StaffWords? words = null)
{
    private readonly StaffWords _words = words ?? StaffWords.Plain;

    public DateTimeOffset At { get; private set; }

    /// <summary>Seconds since the session's start.</summary>
    public double T { get; private set; }

    public long Ordinal { get; private set; }

    public RuleOptions Rules => rules;

    public string RulesVersion => rulesVersion;

    public string CatalogueVersion { get; set; } = "";

    public void Move(DateTimeOffset at, double t, long ordinal) => (At, T, Ordinal) = (at, t, ordinal);

    public void Emit(SessionEvent sessionEvent) => emit(sessionEvent);

    public string EpisodeId(AlertCode code) => Identity.OfEpisode(session, KebabCase.Of(code), Ordinal, (long)T);

    public string PromptId() => Identity.OfEpisode(session, "prompt", Ordinal, (long)T);

    /// <summary>The definition's words with the evidence's numbers in them.</summary>
    public string Words(AlarmDefinition definition, IReadOnlyList<Evidence> because) => AlertWords.Of(definition, because, language, _words);
}
