using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// The live check of a binding (ecosystem-reliability 2f.1): staff lift the strap off the skin of whoever is meant, and its contact goes off and on
/// again. It must have been on before: straps that are just being put on go on everywhere in the room. A pure fold.
/// </summary>
internal sealed class ContactToggle(RuleOptions rules)
{
    private DateTimeOffset? _until;
    private bool _wasOn;
    private DateTimeOffset? _offSince;

    /// <summary>From now on for some seconds the strap may show itself.</summary>
    public void Ask(DateTimeOffset at)
    {
        _until = at.AddSeconds(rules.ConfirmSeconds);
        Break();
    }

    /// <summary>Nobody asks any more.</summary>
    public void Stop() => _until = null;

    /// <summary>What was seen so far does not count: nobody watched for a while.</summary>
    public void Break() => (_wasOn, _offSince) = (false, null);

    /// <summary>Takes what a packet says about contact; true when it went on, off for long enough and on again in time.</summary>
    public bool Take(SensorContact contact, DateTimeOffset at)
    {
        if (_until is not { } until) return false;
        if (at > until)
        {
            Stop();
            return false;
        }

        if (contact == SensorContact.NotDetected && _wasOn) _offSince ??= at;
        if (contact != SensorContact.Detected) return false;
        var shown = _offSince is { } since && (at - since).TotalSeconds >= rules.ConfirmOffSeconds;
        (_wasOn, _offSince) = (true, null);
        if (shown) Stop();
        return shown;
    }
}
