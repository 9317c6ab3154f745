using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Signal;

/// <summary>What one session showed in a second.</summary>
/// <param name="Session">Session id.</param>
/// <param name="Bpm">Heart rate that the rules may use; NaN when there is none.</param>
/// <param name="StrapIsOff">The strap says that it does not touch skin.</param>
/// <param name="Wearing">Number of the strap in its session: levels of two straps are not compared, for staff know of that change.</param>
public readonly record struct SeenLevel(string Session, double Bpm, bool StrapIsOff = false, int Wearing = 0);

/// <summary>Two sessions whose levels changed places.</summary>
public sealed record LevelSwap(LevelLeap First, LevelLeap Second);

/// <summary>
/// Sees the levels of all sessions once a second, and says when two of them change places: both leave their own together, faster than hearts
/// do or while their straps are off, and each lands where the other was (domain-facts 9.4, two straps swapped between patients). Levels that
/// are near each other say nothing. A pure fold: the same seconds give the same answers.
/// </summary>
/// <remarks>
/// People who start and stop work at the same second cross on slopes of 20 s and more (domain-facts 5.5), and a slope explains its own way;
/// a strap that changes its wearer does it within the smoothing of the strap.
/// </remarks>
public sealed class SwapWatch(RuleOptions rules)
{
    private const double SecondsAMinute = 60;

    private readonly Dictionary<string, LevelTrail> _trails = new(StringComparer.Ordinal);
    private readonly List<LevelLeap> _leaps = [];

    /// <summary>Takes one second of everybody. Sessions that are not in it are forgotten.</summary>
    /// <param name="second">Number of the second, on any count that grows.</param>
    /// <param name="levels">One entry a session.</param>
    /// <returns>Exchanges that became certain in this second; each session is in one of them at most.</returns>
    public IReadOnlyList<LevelSwap> Second(long second, IReadOnlyList<SeenLevel> levels)
    {
        _leaps.Clear();
        foreach (var (session, bpm, off, wearing) in levels)
        {
            if (!_trails.TryGetValue(session, out var trail) || trail.Wearing != wearing) _trails[session] = trail = new(session, wearing, rules);
            trail.Add(second, bpm, off);
            if (trail.Leap is { } leap) _leaps.Add(leap);
        }

        if (_trails.Count > levels.Count)
            foreach (var gone in _trails.Where(t => t.Value.Second != second).Select(t => t.Key).ToArray()) _trails.Remove(gone);
        return _leaps.Count < 2 ? [] : Exchanges();
    }

    /// <summary>The nearest landings first.</summary>
    private List<LevelSwap> Exchanges()
    {
        var swaps = new List<LevelSwap>();
        for (var i = 0; i < _leaps.Count; i++)
            for (var k = i + 1; k < _leaps.Count; k++)
                if (ChangedPlaces(_leaps[i], _leaps[k])) swaps.Add(new(_leaps[i], _leaps[k]));
        if (swaps.Count == 0) return swaps;

        var told = new HashSet<string>(StringComparer.Ordinal);
        swaps = [.. swaps.OrderBy(Miss).Where(swap => !told.Contains(swap.First.Session) && !told.Contains(swap.Second.Session) && told.Add(swap.First.Session) && told.Add(swap.Second.Session))];
        foreach (var session in told) _trails[session].Spend();
        return swaps;
    }

    /// <summary>A strap that was worn all the time was not changed with one that was off.</summary>
    private bool ChangedPlaces(LevelLeap a, LevelLeap b) =>
        Math.Abs(a.FromBpm - b.FromBpm) > rules.SwapLeapBpm
        && a.StrapWasOff == b.StrapWasOff
        && a.LeftAt - rules.SwapStepSeconds <= b.LandedAt && b.LeftAt - rules.SwapStepSeconds <= a.LandedAt
        && Lands(a, b.FromBpm) && Lands(b, a.FromBpm);

    /// <summary>Near the other's level, or as far below it as standing for the time off explains.</summary>
    private bool Lands(LevelLeap leap, double otherBpm)
    {
        var rest = leap.StrapWasOff ? Math.Min(1, (leap.LandedAt - leap.LeftAt) / SecondsAMinute) * rules.SwapRestFallBpm : 0;
        var below = otherBpm - leap.ToBpm;
        return below >= -rules.SwapNearBpm && below <= rules.SwapNearBpm + rest;
    }

    private static double Miss(LevelSwap swap) => Math.Abs(swap.First.ToBpm - swap.Second.FromBpm) + Math.Abs(swap.Second.ToBpm - swap.First.FromBpm);
}
