using HeartMonitor.Core.Alarms;

namespace HeartMonitor.Core.Sessions;

/// <content>Questions as time passes, and the time after the end.</content>
public sealed partial class SessionEngine
{
    private void AskWhatIsDue()
    {
        _prompts.Tick(_moment, _resting);
        if (_prompts.MissedJustNow) Track(AlertCode.RpeNotResponding).SayAgain(_moment); // missed again after somebody went to see: a new episode
    }

    /// <summary>
    /// One second after the end: nothing is judged but what the person said since. Alerts that are owed are told to more people, and the
    /// question about the whole session is asked (domain-facts 4.3).
    /// </summary>
    private void WaitAfterEnd()
    {
        if (_callsForHelp > 0 || _symptomStanding is not null) JudgeWhatWasSaid();
        _prompts.Tick(_moment, resting: false);
        foreach (var track in _tracks) track.RemindIfUnanswered(_moment);
    }

    /// <summary>All that is judged after the end.</summary>
    private void JudgeWhatWasSaid()
    {
        JudgeOne(AlertCode.HelpRequested);
        JudgeOne(AlertCode.SymptomStop);
        JudgeOne(AlertCode.SymptomReview);
    }
}
