using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Sessions;

/// <content>What the tiles show.</content>
public sealed partial class SessionEngine
{
    private const double TrendBpm = 3; // the display's own dead band: what breathing alone does to a 10-s mean

    /// <summary>
    /// The session as it is at <paramref name="now"/>. A value is shown only while it is young and the strap touches skin: the last value is
    /// never shown as live.
    /// </summary>
    public LiveData Live(DateTimeOffset now)
    {
        var heartRate = EndedAt is null && _label.Quality >= SignalQuality.Suspect && SignalIsValid(now) ? Shown() : null;
        return new()
        {
            At = now,
            Participant = Person.Id,
            Hr = heartRate,
            HrAgeMs = HasBeenRead && _gate.LastReadingAt is { } read ? (long)(now - read).TotalMilliseconds : null,
            Zone = heartRate is { } bpm ? ClassOf(bpm) : null,
            Mode = Plan.Mode,
            Phase = _phase,
            Paused = _resting,
            Binding = EndedAt is null ? Binding : BindingState.None,
            Contact = _gate.Contact,
            Quality = CurrentLabel().Quality,
            HrUnlikely = heartRate is { } shown && IsUnlikely(shown),
            QualityReasons = Names(CurrentLabel().Reasons),
            CoveragePercent = _tally.CoveragePercent,
            ArtefactPercent = ArtefactPercent(_gate.Beats.LastMinutePercent(now)),
            Gaps = _figures.Gaps,
            Trend = CurrentTrend(),
            Rpe = _answers.Last,
            RpeAgeS = _answers.LastAt is { } at ? (long)(now - at).TotalSeconds : null,
            Batt = BatteryPercent,
            StartedAt = StartedAt,
            DoseMinutes = _tally.Dose.Done,
            InZoneS = Plan.Mode == MonitoringMode.Zones ? _tally.SecondsInZone : null,
            MetMinutes = _tally.Dose.MetMinutesSoFar is { } dose ? Math.Round(dose, 1) : null,
            NextPromptS = _prompts.Open is null && _prompts.NextDue is { } due ? Math.Max(0, (long)(due - now).TotalSeconds) : null,
        };
    }

    private bool IsUnlikely(int bpm) => bpm < _rules.MarkedBelowHr || (Years.Age(Person, _on) is { } age && bpm > _rules.MarkedAboveHrAndAge - age);

    private SignalSummary SignalSoFar() => new(
        _figures.Gaps,
        Math.Round(_figures.GapSeconds, 1),
        Math.Round(_figures.LongestGapSeconds, 1),
        ArtefactsSoFar());

    /// <summary>Of all straps whose intervals are beats.</summary>
    private double? ArtefactsSoFar()
    {
        var (all, artefacts) = _strap.IntervalsAreBeats ? (_beatsBefore.All + _gate.Beats.Beats, _beatsBefore.Artefacts + _gate.Beats.Artefacts) : _beatsBefore;
        return all == 0 || Plan.Facts.InAtrialFibrillation ? null : Math.Round(100.0 * artefacts / all, 2);
    }

    /// <summary>Artefacts are about the strap: nothing is said where its intervals are no beats or the heart's own rhythm is uneven.</summary>
    private double? ArtefactPercent(double? percent) =>
        percent is { } known && _strap.IntervalsAreBeats && !Plan.Facts.InAtrialFibrillation ? Math.Round(known, 2) : null;

    /// <summary>Median of the last seconds; in the first ones, what the strap says.</summary>
    private int? Shown()
    {
        var (seconds, needs) = Plan.Facts.InAtrialFibrillation ? (60, 30) : (5, 3); // domain-facts 3.4
        if ((_moment.At - _boundAt).TotalSeconds < seconds) return _lastShown; // what the strap before it said is not this one's
        var recent = _history.Mean(seconds, needs);
        return double.IsNaN(recent) ? _lastShown : (int)Math.Floor(recent + 0.5);
    }

    /// <summary>Class by the percentage of heart-rate reserve (domain-facts 2.3); only where heart rate measures effort.</summary>
    private int? ClassOf(int bpm)
    {
        if (Plan is not { Mode: MonitoringMode.Zones, Zone: { } zone, Facts.RestingHr: { } rest }) return null;
        var fraction = (bpm - rest) / (zone.MaximalHr.Bpm - rest);
        return fraction switch { < 0.3 => 0, < 0.4 => 1, < 0.6 => 2, < 0.9 => 3, _ => 4 };
    }

    private Trend CurrentTrend()
    {
        var change = _history.Mean(10, 5) - _history.Mean(10, 5, endedAgo: 20);
        return change > TrendBpm ? Trend.Up : change < -TrendBpm ? Trend.Down : Trend.Flat;
    }
}
