using System.Globalization;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity.Rules;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Sessions;

/// <content>
/// Which strap the person wears, who said so, and what speaks against it. Another strap is another sensor on the same heart: plan, phase, alerts
/// and what was said stay, and what was learnt about the strap before is forgotten.
/// </content>
public sealed partial class SessionEngine
{
    private const int LongestStrapId = 60;

    private readonly ContactToggle _toggle;
    private readonly StrapDoubts _doubts;
    private PacketCourse _course;
    private DateTimeOffset _boundAt = DateTimeOffset.MinValue;
    private (long All, long Artefacts) _beatsBefore; // of the straps that were worn before this one
    private bool _wasReplaced;
    private readonly string? _boundBy;

    /// <summary>How sure it is that the strap is on the person.</summary>
    public BindingState Binding { get; private set; }

    /// <summary>Number of straps that were worn so far: what is compared over time compares within one.</summary>
    public int Wearing { get; private set; }

    /// <summary>Why the strap could not be bound by this fact, whatever other sessions wear; null when it could.</summary>
    public string? WhyNotBound(StrapBound bound)
    {
        if (EndedAt is not null) return Say(Refusal.SessionEnded);
        if (string.IsNullOrWhiteSpace(bound.Strap) || bound.Strap.Length > LongestStrapId) return Say(Refusal.StrapMissing);
        return StaffName.Signs(bound.By) ? null : Say(Refusal.BindingUnsigned);
    }

    private FactOutcome Bind(StrapBound bound)
    {
        if (WhyNotBound(bound) is { } fault) return FactOutcome.Invalid(fault);
        if (bound.Strap != Device || (bound.Sensor is { } sensor && sensor != _sensor)) PutOn(bound.Strap, bound.Sensor ?? SensorClass.Unknown);
        else TrustAgain();
        _toggle.Ask(_moment.At);
        TellBinding(BindingState.Unconfirmed, bound.By);
        Track(AlertCode.SensorOptical).SayAgain(_moment); // told whenever one is bound (product.md, decision 13)
        JudgeOne(AlertCode.SensorOptical);
        return FactOutcome.Accepted;
    }

    private FactOutcome Unbind(StrapUnbound unbound)
    {
        if (!StaffName.Signs(unbound.By)) return Refuse(Refusal.BindingUnsigned);
        if (Device is null) return Refuse(Refusal.StrapNone);
        PutOn(null, SensorClass.Unknown);
        _toggle.Stop();
        TellBinding(BindingState.None, unbound.By);
        return FactOutcome.Accepted;
    }

    /// <summary>A pulse that agrees confirms the strap, and what spoke against it is over; one that does not takes a confirmation back.</summary>
    private FactOutcome Confirm(StrapConfirmed pulse)
    {
        if (pulse.Bpm is < 20 or > 250) return Refuse(Refusal.PulseRange);
        if (!StaffName.Signs(pulse.By)) return Refuse(Refusal.BindingUnsigned);
        if (Device is null) return Refuse(Refusal.StrapNone);
        if (ShownByStrap() is not { } shown) return Refuse(Refusal.StrapSilent);
        if (Math.Abs(shown - pulse.Bpm) > _rules.ConfirmBpm)
        {
            if (Binding == BindingState.Confirmed) TellBinding(BindingState.Unconfirmed, pulse.By);
            return Refuse(Refusal.PulseDisagrees, string.Create(CultureInfo.InvariantCulture, $"{shown:0} / {pulse.Bpm}"));
        }

        TrustAgain();
        _toggle.Stop();
        TellBinding(BindingState.Confirmed, pulse.By, ConfirmedBy.Pulse);
        return FactOutcome.Accepted;
    }

    private FactOutcome Doubt(StrapDoubted doubt)
    {
        SeeSign(doubt.Sign);
        return FactOutcome.Accepted;
    }

    /// <summary>The strap's rate, whoever's it is: the mean of the last seconds, or the newest value while it is not believed; null when there is none.</summary>
    private double? ShownByStrap()
    {
        var mean = SignalIsUsable() ? _history.Mean(10, 3) : double.NaN;
        if (!double.IsNaN(mean)) return mean;
        return _gate.LastUsableAt is { } at && (_moment.At - at).TotalSeconds < _rules.ValueHoldSeconds ? _gate.LastUsableBpm : null;
    }

    /// <summary>Another strap, or none: the gate starts anew, silence counts from now, and nothing is compared across the change.</summary>
    private void PutOn(string? strap, SensorClass sensor)
    {
        if (_strap.IntervalsAreBeats) _beatsBefore = (_beatsBefore.All + _gate.Beats.Beats, _beatsBefore.Artefacts + _gate.Beats.Artefacts);
        _wasReplaced = _wasReplaced || Device is not null;
        (Device, _boundAt, Wearing) = (strap, _moment.At, Wearing + 1);
        (_sensor, _strap) = (sensor, _setup.Straps.Of(sensor));
        _gate = new(_rules);
        _gate.StartOver(_moment.At);
        _course = new(_rules);
        _wear.StartOver();
        _tally.CloseValue(_moment.At, Plan.Zone);
        (_label, _lastShown, _beatsBeforeRest) = (new(SignalQuality.None, SignalReasons.Stale), null, 0);
        (BatteryPercent, _wasEmptyAtStart) = (null, false);
        CompareNoMore();
        TrustAgain();
        JudgeOne(AlertCode.BatteryLow);
        TellQuality();
    }

    /// <summary>Nothing stands against the strap any more: staff looked, or it is another.</summary>
    private void TrustAgain()
    {
        _doubts.Clear();
        (_identityDoubt, _changedPlaces, _conflictNotedAt) = (null, null, null);
        JudgeOne(AlertCode.IdentityConflict);
    }

    /// <summary>What one packet says about the strap itself; not the same packet once more.</summary>
    private void FollowStrap(in HeartRateMeasurement measurement, DateTimeOffset at)
    {
        if (_course.Take(measurement, at) is { } sign) SeeSign(sign);
        if (!_toggle.Take(measurement.Contact, at) || Binding != BindingState.Unconfirmed) return;
        TellBinding(BindingState.Confirmed, null, ConfirmedBy.Contact);
    }

    private void SeeSign(StrapSign sign)
    {
        var others = _doubts.Worst is not null;
        if (!_doubts.See(sign, _moment.At)) return;
        if (others) Track(AlertCode.IdentityConflict).Refresh(IdentityConflictRule.Numbers(_identityDoubt, _doubts.Worst), _moment);
        else CompareNoMore();
        JudgeOne(AlertCode.IdentityConflict);
    }

    private void EndSignsThatWereNotSeen()
    {
        if (_doubts.Worst is null) return;
        _doubts.Second(_moment.At);
        if (_doubts.Worst is null) CompareNoMore();
    }

    private void TellBinding(BindingState state, string? by, ConfirmedBy? how = null)
    {
        Binding = state;
        _moment.Emit(new StrapEvent { T = _moment.T, At = _moment.At, State = state, Strap = Device, By = by, How = how });
    }

    /// <summary>A strap that took another's place and that nobody looked at yet cannot say that what the one before raised is over.</summary>
    private bool IsBeforeThisStrap(AlertCode code) => _wasReplaced && Binding != BindingState.Confirmed && Track(code).Last is { } told && told.Since < _boundAt;
}
