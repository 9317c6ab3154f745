namespace HeartMonitor.Core.Alarms;

/// <summary>What can happen to an alert. Delays are over where a name says so: whoever feeds <see cref="AlarmLife"/> has the clock.</summary>
public enum AlarmStimulus
{
    /// <summary>The condition holds, not yet for its delay.</summary>
    Seen,

    /// <summary>The condition holds, for its delay.</summary>
    Held,

    /// <summary>Inside the hysteresis: neither here nor gone.</summary>
    Between,

    /// <summary>The condition is gone, not yet for the clear delay.</summary>
    Going,

    /// <summary>The condition is gone, for the clear delay.</summary>
    Gone,

    /// <summary>The rule has no business: another mode or phase, or the session ended.</summary>
    Off,

    /// <summary>The rule cannot say.</summary>
    NoJudgement,

    /// <summary>The condition deserves a higher priority, for its delay.</summary>
    Higher,

    /// <summary>Reported again, and worse.</summary>
    Worse,

    /// <summary>Worse by a step than it was when somebody took note, and asked again long enough ago.</summary>
    FurtherUp,

    /// <summary>Answered or reported again, as before: a new occasion.</summary>
    SaidAgain,

    /// <summary>Somebody took note.</summary>
    Acknowledge,

    /// <summary>Somebody puts it aside for a time.</summary>
    Shelve,

    /// <summary>Somebody brings it back.</summary>
    Unshelve,

    /// <summary>The time of the shelf is over.</summary>
    ShelfEnds,

    /// <summary>The signal is lost, and the rule cannot judge because of that.</summary>
    Suppress,

    /// <summary>The signal is back, and the rule has been unable to judge for too long since.</summary>
    SuppressionEnds,

    /// <summary>A graver alert says the same thing.</summary>
    Supersede,

    /// <summary>Nobody took note for so long that more people are to know.</summary>
    TimeUp,
}
