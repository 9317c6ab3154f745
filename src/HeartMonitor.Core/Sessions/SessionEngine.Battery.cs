using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity.Rules;

namespace HeartMonitor.Core.Sessions;

/// <content>How full the strap's battery is.</content>
public sealed partial class SessionEngine
{
    private bool _wasEmptyAtStart;

    /// <summary>What the strap told last, 0 to 100 %; null when it told nothing.</summary>
    public int? BatteryPercent { get; private set; }

    /// <summary>Told once when it is low, and once more when it is nearly empty; nearly empty at the start is told louder (domain-facts 8.3).</summary>
    private FactOutcome Note(StrapBatteryTold battery)
    {
        var isNearlyEmpty = battery.Percent <= _rules.BatteryEmptyPercent;
        if (BatteryPercent is null) _wasEmptyAtStart = isNearlyEmpty && (_moment.At - StartedAt).TotalSeconds <= _rules.BatteryStartSeconds;
        var again = isNearlyEmpty && BatteryPercent > _rules.BatteryEmptyPercent;
        BatteryPercent = battery.Percent;
        var track = Track(AlertCode.BatteryLow);
        if (again)
        {
            track.SayAgain(_moment);
            track.Refresh(BatteryLowRule.Numbers(battery.Percent), _moment);
        }
        else
        {
            var isFullEnough = battery.Percent > _rules.BatteryLowPercent + _setup.Alarms[AlertCode.BatteryLow].Hysteresis;
            track.Reword(isFullEnough ? BatteryLowRule.FullEnough(battery.Percent) : BatteryLowRule.Numbers(battery.Percent));
        }

        JudgeOne(AlertCode.BatteryLow);
        return FactOutcome.Accepted;
    }
}
