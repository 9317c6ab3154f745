using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Dose;

/// <summary>Gross METs of a workload by the ACSM metabolic equations (domain-facts 6.2). 1 MET is 3.5 mL O2/kg/min.</summary>
public static class MetabolicEquations
{
    private const double MlPerMet = 3.5;
    private const double MetresPerMinutePerKmh = 1000.0 / 60.0;
    private const double FastestWalkKmh = 6.4; // domain-facts 6.2: the two equations do not meet between 6 and 8 km/h; 4 mph divides them

    /// <summary>Leg cycling; valid for 50 to 200 W.</summary>
    public static double LegCycle(double watts, double bodyMassKg) => (7 + (10.8 * watts / bodyMassKg)) / MlPerMet;

    /// <summary>Walking on the level or uphill; valid for 3 to 6 km/h.</summary>
    public static double Walk(double speedKmh, double gradePercent)
    {
        var speed = speedKmh * MetresPerMinutePerKmh;
        return (3.5 + (0.1 * speed) + (1.8 * speed * gradePercent / 100)) / MlPerMet;
    }

    /// <summary>Running; valid above 8 km/h.</summary>
    public static double Run(double speedKmh, double gradePercent)
    {
        var speed = speedKmh * MetresPerMinutePerKmh;
        return (3.5 + (0.2 * speed) + (0.9 * speed * gradePercent / 100)) / MlPerMet;
    }

    /// <summary>
    /// METs of an entered workload by the source order of domain-facts 6.3 as far as it goes without a table: stated METs, then the
    /// machine's watts, then its speed. Null when nothing tells them. A measured speed tells nothing: it may be a bicycle's.
    /// </summary>
    public static double? Of(WorkloadSet workload, double? bodyMassKg)
    {
        if (workload.Mets is { } stated) return stated;
        if (workload.Watts is { } watts) return bodyMassKg is { } mass ? (watts > 0 ? LegCycle(watts, mass) : 1) : null;
        if (workload is not { SpeedKmh: { } speed, Measured: false }) return null;
        var grade = workload.GradePercent ?? 0;
        return speed <= 0 ? 1 : speed <= FastestWalkKmh ? Walk(speed, grade) : Run(speed, grade);
    }
}
