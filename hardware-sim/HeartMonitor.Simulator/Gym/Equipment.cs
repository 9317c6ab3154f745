using HeartMonitor.Core.Sessions;
using HeartMonitor.Simulator.Physiology;

namespace HeartMonitor.Simulator.Gym;

/// <summary>
/// A cycle or a treadmill under one person: effort to settings in the steps a machine has, and settings back to METs by the ACSM
/// equations (domain-facts 6.2), so that what the heart feels is what the display says.
/// </summary>
public sealed record Equipment(VirtualPerson Heart, double BodyMassKg, bool IsCycle)
{
    private const double MlPerMet = 3.5;
    private const double WattStep = 5;
    private const double GradeStepPercent = 0.5;
    private const double SpeedStepKmh = 0.1;

    /// <summary>Metres a minute: a stroll below the equation's range, for easy spells of people with little capacity, and a usual walk.</summary>
    private const double SlowestWalk = 30;
    private const double UsualWalk = 80;

    private const double MetresPerMinuteOfKmh = 1000.0 / 60;

    public WorkloadSet SettingsOf(double fraction)
    {
        var oxygen = Heart.MetsAt(fraction) * MlPerMet;
        if (IsCycle) return new() { Watts = Round(Math.Max(0, oxygen - 7) * BodyMassKg / 10.8, WattStep) };

        var speed = Math.Clamp((oxygen - 3.5) / 0.1, SlowestWalk, UsualWalk);
        var grade = Math.Max(0, (oxygen - 3.5 - (0.1 * speed)) / (1.8 * speed));
        return new()
        {
            SpeedKmh = Round(speed / MetresPerMinuteOfKmh, SpeedStepKmh),
            GradePercent = Round(100 * grade, GradeStepPercent),
        };
    }

    public double MetsOf(double fraction)
    {
        var settings = SettingsOf(fraction);
        var speed = (settings.SpeedKmh ?? 0) * MetresPerMinuteOfKmh;
        var oxygen = settings.Watts is { } watts
            ? 7 + (10.8 * watts / BodyMassKg)
            : 3.5 + (0.1 * speed) + (1.8 * speed * (settings.GradePercent ?? 0) / 100);
        return oxygen / MlPerMet;
    }

    /// <summary>
    /// Steps a minute on a treadmill, both feet; 0 on a cycle. Ours: a line through 100 at 4 km/h and 160 at 8 km/h, within the 120 to 180 of
    /// domain-facts 9.4 at a brisk walk and above. Only an optical strap that counts them minds.
    /// </summary>
    public double StepsOf(double fraction) => SettingsOf(fraction).SpeedKmh is { } speed ? 40 + (15 * speed) : 0;

    private static double Round(double value, double step) => Math.Round(Math.Round(value / step) * step, 1);
}
