using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// Whether a strap's contact bit can be believed, learnt from what it sends (domain-facts 1.5: often absent or stuck at one value; never trust
/// the first packet). A strap that denies contact while living beats come from it for long enough is not believed while they come.
/// </summary>
internal sealed class ContactTrust(RuleOptions rules)
{
    private const double LongestStepSeconds = 2; // packets farther apart prove nothing about the time between them

    private DateTimeOffset? _lastAt;
    private double _deniedSeconds;

    /// <summary>The bit has been proved wrong.</summary>
    public bool IsStuck => _deniedSeconds >= rules.ContactLearnSeconds;

    /// <summary>The strap says that it does not touch skin.</summary>
    /// <param name="alive">Intervals of the last seconds are a heart's: varied, of the right length together, agreeing with the rate.</param>
    /// <param name="proves">This packet itself brought such intervals.</param>
    /// <param name="at">Arrival.</param>
    /// <returns>True when it is to be believed.</returns>
    public bool IsBelieved(bool alive, bool proves, DateTimeOffset at)
    {
        if (proves && _lastAt is { } before) _deniedSeconds += Math.Min(LongestStepSeconds, (at - before).TotalSeconds);
        _lastAt = at;
        return !(alive && IsStuck);
    }

    /// <summary>The strap says that it touches, or that it cannot tell.</summary>
    public void Touches(DateTimeOffset at) => _lastAt = at;
}
