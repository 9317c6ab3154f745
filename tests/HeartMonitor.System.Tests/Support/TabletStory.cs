using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A busy quarter of an hour: eight people, every kind of tile, alert and prompt.</summary>
internal static class TabletStory
{
    public static void Play(TabletGym gym)
    {
        var now = TimeProvider.System.GetUtcNow();
        gym.Enter("s_01", MonitoringMode.Zones, v => v with { Trend = Trend.Up, CoveragePercent = 98.6, ArtefactPercent = 1.24, Gaps = 2 }, 280, 126);
        gym.Enter("s_02", MonitoringMode.Rpe, v => v with { Rpe = 12, RpeAgeS = 140, NextPromptS = 160 }, 280, 96);
        gym.Enter("s_03", MonitoringMode.Zones, v => v with { Zone = 3, Trend = Trend.Up, Hr = 148, CoveragePercent = 100, ArtefactPercent = 0 }, 280, 147);
        gym.Enter("s_04", MonitoringMode.Rpe, v => v with { Rpe = 17, RpeAgeS = 20 }, 280, 104);
        gym.Enter("s_05", MonitoringMode.Zones, v => v with { Hr = null, HrAgeMs = 14_000, Contact = SensorContact.NotDetected, Quality = SignalQuality.None, QualityReasons = ["hr-zero", "no-contact"], CoveragePercent = 71.9, ArtefactPercent = 18.75, Gaps = 1 }, 200, 131);
        gym.Enter("s_06", MonitoringMode.Rpe, v => v with { Rpe = 11, RpeAgeS = 290 }, 280, 88);
        gym.Enter("s_07", MonitoringMode.Zones, v => v with { Zone = 1, Hr = 109, Phase = SessionPhase.WarmUp, HrAgeMs = 3600, Batt = 12 }, 120, 110);
        gym.Enter("s_08", MonitoringMode.Rpe, v => v with { Paused = true, Quality = SignalQuality.Suspect, QualityReasons = ["rr-disagrees", "frozen"], CoveragePercent = 64, Gaps = 14, Contact = SensorContact.NotSupported }, 280, 92);
        gym.Ask("s_06", "q6");
        gym.Ask("s_08", "q8", PromptReason.Workload);
        gym.Raise("s_04", Alert("a_high", AlertCode.RpeStop, AlertPriority.High, "RPE 17: stop the exercise and assess.", now.AddSeconds(-20)));
        gym.Raise("s_05", Alert("a_med", AlertCode.ContactLost, AlertPriority.Medium, "No contact for 14 s: check the strap and wet the electrodes.", now.AddSeconds(-14)));
        gym.Raise("s_03", Alert("a_low", AlertCode.ZoneHigh, AlertPriority.Low, "Above the zone for 60 s: ease off.", now.AddSeconds(-60)));
        gym.Raise("s_01", Alert("a_ack", AlertCode.HrCeilingWarning, AlertPriority.Medium, "Near the ceiling: 152 bpm, warning at 150. Watch closely.", now.AddMinutes(-4)) with
        {
            Rev = 2,
            State = AlertState.Acknowledged,
            AckedBy = "nurse_2",
        });
        gym.Raise("s_02", Alert("a_done", AlertCode.SignalLost, AlertPriority.Low, "No signal for 12 s: check the strap.", now.AddMinutes(-6)) with { Rev = 3, State = AlertState.Closed });
    }
}
