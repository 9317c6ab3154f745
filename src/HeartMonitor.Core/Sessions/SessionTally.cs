using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Sessions;

/// <summary>
/// Adds up what the summary tells (decisions 35): minutes by zone weighted by the time to the next sample, coverage, recovery, dose.
/// </summary>
internal sealed class SessionTally(int holdSeconds)
{
    private const double MetsCountedAsModerate = 3; // product.md, decision 10

    private readonly List<RpeEntry> _answers = [];
    private readonly HashSet<string> _alerts = [];
    private readonly int[] _alertCounts = new int[3];
    private DateTimeOffset? _valueAt;
    private int _value;
    private bool _valueInWork;
    private double _secondsBelow;
    private double _secondsIn;
    private double _secondsAbove;
    private double _weighted;
    private double _weight;
    private int _peak;
    private int _seconds;
    private int _covered;
    private double _metMinutes;
    private double _metMinutesModerate;
    private bool _anyMets;
    private double? _endOfWork;
    private double? _minuteLater;
    private DateTimeOffset? _workEndedAt;
    private bool _active;

    /// <summary>A value that the gate let through.</summary>
    public void Value(int bpm, DateTimeOffset at, HeartRateZone? zone, bool inWork)
    {
        CloseValue(at, zone);
        (_value, _valueAt, _valueInWork) = (bpm, at, inWork);
        _peak = Math.Max(_peak, bpm);
    }

    /// <summary>Gives the last value the time until now, at most some seconds.</summary>
    public void CloseValue(DateTimeOffset at, HeartRateZone? zone)
    {
        if (_valueAt is not { } from) return;
        var seconds = Math.Min(holdSeconds, (at - from).TotalSeconds);
        _valueAt = null;
        _weighted += _value * seconds;
        _weight += seconds;
        if (!_valueInWork || zone is null) return;
        if (_value < zone.From) _secondsBelow += seconds;
        else if (_value < zone.Below) _secondsIn += seconds;
        else _secondsAbove += seconds;
    }

    /// <summary>A second went by that was not paused.</summary>
    public void Second(bool covered, double? mets)
    {
        _seconds++;
        if (covered) _covered++;
        if (mets is not { } met) return;
        _anyMets = true;
        _metMinutes += met / 60;
        if (met >= MetsCountedAsModerate) _metMinutesModerate += met / 60;
    }

    /// <summary>Work that a machine or a recording measured over the time that just ended.</summary>
    public void Measured(double mets, TimeSpan over)
    {
        _anyMets = true;
        _metMinutes += mets * over.TotalMinutes;
        if (mets >= MetsCountedAsModerate) _metMinutesModerate += mets * over.TotalMinutes;
    }

    public void Answer(RpeEntry entry) => _answers.Add(entry);

    public void Alert(AlertEvent alert)
    {
        if (alert.State == AlertState.Raised && _alerts.Add(alert.Id)) _alertCounts[(int)alert.Priority]++;
    }

    /// <summary>Work ended: heart rate is the mean of its last 10 s (domain-facts 2.7).</summary>
    public void WorkEnded(DateTimeOffset at, double meanOfTen, bool coolsDown) =>
        (_workEndedAt, _endOfWork, _minuteLater, _active) = (at, double.IsNaN(meanOfTen) ? null : meanOfTen, null, coolsDown);

    public void WorkStarted() => (_workEndedAt, _endOfWork, _minuteLater) = (null, null, null);

    /// <summary>True when now is 65 s after work ended: the mean of 55 to 65 s is wanted.</summary>
    public bool WantsRecovery(DateTimeOffset at) => _workEndedAt is { } ended && _minuteLater is null && (at - ended).TotalSeconds >= 65;

    public void Recovery(double meanOfTen)
    {
        _minuteLater = double.IsNaN(meanOfTen) ? null : meanOfTen;
        _workEndedAt = null;
    }

    public SummaryEvent Sum(double t, DateTimeOffset at, MonitoringPlan plan, PromptCounts prompts, string? whyNoMets)
    {
        var reasons = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var inZonesMode = plan is { Mode: MonitoringMode.Zones, Zone: not null };
        var zones = inZonesMode && _secondsBelow + _secondsIn + _secondsAbove > 0;
        if (!zones)
            foreach (var name in (string[])["minutesInZone", "minutesAbove", "minutesBelow"])
                reasons[name] = plan.Mode == MonitoringMode.Rpe ? "rpe mode: heart rate does not measure this person's effort" : inZonesMode ? "no usable heart rate in work" : "no zone";
        if (!_anyMets) reasons["metMinutes"] = reasons["metMinutesModerate"] = whyNoMets ?? "no workload known";
        if (_weight <= 0) reasons["meanHr"] = reasons["peakHr"] = "no usable heart rate";
        var recovery = Recovery60(plan);
        if (recovery is null) reasons["hrRecovery60"] = plan.Facts.Transplanted ? "not judged after a transplant" : _endOfWork is not null && _minuteLater is null ? "the minute after work was not watched, or had no usable heart rate" : "no usable heart rate at the end of work";

        return new()
        {
            T = t,
            At = at,
            MinutesInZone = zones ? Minutes(_secondsIn) : null,
            MinutesAbove = zones ? Minutes(_secondsAbove) : null,
            MinutesBelow = zones ? Minutes(_secondsBelow) : null,
            MetMinutes = _anyMets ? Math.Round(_metMinutes, 6) : null,
            MetMinutesModerate = _anyMets ? Math.Round(_metMinutesModerate, 6) : null,
            MeanHr = _weight > 0 ? Math.Round(_weighted / _weight, 2) : null,
            PeakHr = _weight > 0 ? _peak : null,
            HrRecovery60 = recovery,
            Rpe = [.. _answers],
            Alerts = new(_alertCounts[0], _alertCounts[1], _alertCounts[2]),
            Prompts = prompts,
            CoveragePercent = _seconds == 0 ? 0 : Math.Round(100.0 * _covered / _seconds, 2),
            Reasons = reasons,
        };
    }

    private static double Minutes(double seconds) => Math.Round(seconds / 60, 4);

    private HrRecovery? Recovery60(MonitoringPlan plan) =>
        !plan.Facts.Transplanted && _endOfWork is { } end && _minuteLater is { } later
            ? new(Math.Round(end - later, 2), _active ? "active" : "passive")
            : null;
}
