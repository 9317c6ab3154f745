using HeartMonitor.Core.Alarms;

namespace HeartMonitor.Core.Sessions;

/// <content>Why an alert cannot be judged, and the desk where staff deal with alerts.</content>
public sealed partial class SessionEngine
{
    private readonly AlarmDesk _desk;

    /// <summary>The open alert that explains why a rule by heart rate cannot judge; null when the signal is there.</summary>
    private AlertCode? CauseFor(AlertCode code)
    {
        if (!Suppression.IsByHeartRate(code)) return null;
        foreach (var cause in Suppression.Causes)
            if (Track(cause).IsActive && !(cause == AlertCode.SignalDoubtful && SignalIsUsable())) return cause;
        return code is AlertCode.ZoneHigh or AlertCode.ZoneLow && (_identityDoubt is not null || _doubts.Worst is not null) ? AlertCode.IdentityConflict : null;
    }
}
