using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Tests.Alarms;

/// <summary>One alert's track, a rule that says what it is told to, and the seconds that pass.</summary>
public abstract class AlarmTrackBench
{
    internal static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private protected readonly List<AlertEvent> _told = [];
    private protected readonly SaidRule _rule;
    private protected readonly AlarmMoment _moment;
    private protected long _second;
    private readonly AlertCode _code;

    private protected AlarmTrackBench(AlertCode code)
    {
        _code = code;
        _rule = new(code);
        _moment = new("s_test", new RuleOptions(), "rules", "en", e => _told.Add((AlertEvent)e));
    }

    private protected IEnumerable<AlertState> States => _told.Select(a => a.State);

    private protected AlarmTrack Track(AlertPriority priority, int onDelay = 0, int clearDelay = 0) => new(_code, new()
    {
        Priority = priority,
        Nature = AlertNature.Physiological,
        OnDelaySeconds = onDelay,
        ClearDelaySeconds = clearDelay,
        Text = new Dictionary<string, string> { ["en"] = "words" },
    });

    /// <summary>The same verdict for some seconds.</summary>
    private protected void Say(AlarmTrack track, Judgement judgement, int seconds, AlertCode? cause = null)
    {
        _rule.Says = judgement;
        for (var i = 0; i < seconds; i++)
        {
            _moment.Move(Start.AddSeconds(_second), _second, 0);
            track.Judge(_rule, default, _moment, cause);
            track.RemindIfUnanswered(_moment);
            _second++;
        }
    }

    private protected sealed class SaidRule(AlertCode code) : IIntensityRule
    {
        public AlertCode Code => code;

        internal Judgement Says { get; set; }

        internal AlertPriority? Priority { get; set; }

        internal double? Worse { get; set; }

        public RuleVerdict Judge(in JudgedMoment moment) => new(Says, Priority: Priority, Worse: Worse);

        public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => [];
    }
}
