using HeartMonitor.Core.Alarms;

namespace HeartMonitor.Core.Sessions;

/// <content>Questions as time passes, and the time after the end.</content>
public sealed partial class SessionEngine
{
    private void AskWhatIsDue()
    {
        _prompts.Tick(_moment, _resting);
        var noted = Track(AlertCode.RpeNotResponding);
        if (_prompts.MissedJustNow && noted.Phase == AlarmPhase.ActiveAcknowledged) noted.Supersede(_moment); // missed again after somebody went to see: a new episode
    }

    /// <summary>
    /// After the end nothing is judged. Alerts that are owed are told to more people, and the question about the whole session is asked, on
    /// whole seconds as before, so that a rebuild from the journal gives the same events.
    /// </summary>
    private void AdvanceAfterEnd(DateTimeOffset now, SessionStep output)
    {
        while (!IsSettled && EndedAt is not null && StartedAt.AddSeconds(_second + 1) <= now)
        {
            _second++;
            Move(StartedAt.AddSeconds(_second), output);
            _prompts.Tick(_moment, resting: false);
            foreach (var track in _tracks) track.RemindIfUnanswered(_moment);
        }
    }
}
