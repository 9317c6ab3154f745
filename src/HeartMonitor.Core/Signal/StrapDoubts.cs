using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// The signs that stand against one strap. Those that values and packets give end by themselves when they were not seen for a while; a changed serial or
/// firmware stands until staff bind or confirm the strap anew. A pure fold.
/// </summary>
internal sealed class StrapDoubts(RuleOptions rules)
{
    private readonly DateTimeOffset?[] _seenAt = new DateTimeOffset?[Enum.GetValues<StrapSign>().Length];

    /// <summary>The gravest sign that stands; null when none does.</summary>
    public StrapSign? Worst => Array.FindIndex(_seenAt, at => at is not null) is >= 0 and var i ? (StrapSign)i : null;

    /// <summary>True when the sign is new.</summary>
    public bool See(StrapSign sign, DateTimeOffset at)
    {
        var isNew = _seenAt[(int)sign] is null;
        _seenAt[(int)sign] = at;
        return isNew;
    }

    /// <summary>Staff looked: nothing stands against the strap any more.</summary>
    public void Clear() => Array.Clear(_seenAt);

    /// <summary>Signs that come again while they last end when they were not seen for long enough.</summary>
    public void Second(DateTimeOffset now)
    {
        Fade(StrapSign.TwoValues, now);
        Fade(StrapSign.EnergyFell, now);
        Fade(StrapSign.TooFast, now);
    }

    private void Fade(StrapSign sign, DateTimeOffset now)
    {
        if (_seenAt[(int)sign] is { } at && (now - at).TotalSeconds >= rules.StrapSignSeconds) _seenAt[(int)sign] = null;
    }
}
