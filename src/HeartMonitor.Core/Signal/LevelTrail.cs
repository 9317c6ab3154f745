using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Signal;

/// <summary>One session's level that left its place: faster than its own slope explains, or while its strap was off.</summary>
/// <param name="Session">Session id.</param>
/// <param name="FromBpm">Level before, bpm.</param>
/// <param name="ToBpm">Level after, bpm.</param>
/// <param name="LeftAt">Last second of the level before.</param>
/// <param name="LandedAt">First second of the level after.</param>
/// <param name="StrapWasOff">The strap said in between that it does not touch skin.</param>
public sealed record LevelLeap(string Session, double FromBpm, double ToBpm, long LeftAt, long LandedAt, bool StrapWasOff)
{
    internal double Bpm => Math.Abs(ToBpm - FromBpm);
}

/// <summary>The last minutes of one session's level, second by second, and the newest leap in them. A pure fold.</summary>
internal sealed class LevelTrail
{
    private const int SpareSeconds = 2; // of a window, some may have no value
    private const int GrownSeconds = 3; // no larger one was found for so long: all of it is seen

    private readonly string _session;
    private readonly RuleOptions _rules;
    private readonly double[] _bpm;
    private readonly bool[] _off;
    private long _spentUntil = long.MinValue;
    private long _grewAt;
    private LevelLeap? _leap;

    internal LevelTrail(string session, int wearing, RuleOptions rules)
    {
        (_session, Wearing, _rules) = (session, wearing, rules);
        _bpm = new double[(2 * rules.SwapLevelSeconds) + rules.SwapOffSeconds + rules.SwapStepSeconds + 1];
        _off = new bool[_bpm.Length];
        Array.Fill(_bpm, double.NaN);
    }

    /// <summary>Number of the strap in its session.</summary>
    internal int Wearing { get; }

    /// <summary>The newest second that was seen.</summary>
    internal long Second { get; private set; } = long.MinValue;

    /// <summary>The newest leap that still may belong to another one, as large as it gets; null when there is none.</summary>
    internal LevelLeap? Leap => Second - _grewAt >= GrownSeconds ? _leap : null;

    /// <summary>Takes a second; those between it and the one before have no value.</summary>
    internal void Add(long second, double bpm, bool strapIsOff)
    {
        if (second <= Second) return;
        if (Second != long.MinValue)
            for (var missed = Math.Max(Second + 1, second - _bpm.Length); missed < second; missed++) Set(missed, double.NaN, false);
        Set(second, bpm, strapIsOff);
        Second = second;
        if (_leap is { } old && second - old.LandedAt > _rules.SwapOffSeconds) _leap = null;
        if (Find() is { } found && (_leap is not { } known || found.LeftAt > known.LandedAt || found.Bpm > known.Bpm)) (_leap, _grewAt) = (found, second);
    }

    /// <summary>The leap was told of: what overlaps it is no other.</summary>
    internal void Spend()
    {
        if (_leap is { } leap) (_spentUntil, _leap) = (leap.LandedAt, null);
    }

    private LevelLeap? Find()
    {
        var level = _rules.SwapLevelSeconds;
        if (!IsLevel(0) || BeforeLeap(out var wasOff) is not { } before) return null;
        if (Second - before < _spentUntil) return null;
        var edge = level / 2;
        var (from, to) = (Mean(before, edge), Mean(level - edge, edge));
        var explained = wasOff ? 0 : Explained(before, before - level, edge);
        if (!(Math.Abs(to - from) - explained > _rules.SwapLeapBpm)) return null;
        return new(_session, from, to, Second - before, Second - level + 1, wasOff);
    }

    /// <summary>Age of the last second of the level before the leap; null when there is no level, or it is too long ago.</summary>
    private int? BeforeLeap(out bool wasOff)
    {
        wasOff = false;
        var level = _rules.SwapLevelSeconds;
        for (var between = 0; between <= _rules.SwapOffSeconds; between++)
        {
            if (between > _rules.SwapWithinSeconds + _rules.StartOfWearSeconds && !wasOff) return null;
            var age = level + between;
            if (between >= _rules.SwapStepSeconds && !double.IsNaN(Bpm(age)) && IsLevel(age)) return age;
            wasOff |= _off[Place(Second - age)];
        }

        return null;
    }

    /// <summary>What the slopes before and after account for, or the pace of a heart over seconds that nobody saw, bpm.</summary>
    private double Explained(int before, int between, int edge) => Math.Max(
        Math.Max(Math.Abs(Slope(0)), Math.Abs(Slope(before))) * (between + edge),
        (between - _rules.SwapStepSeconds) * _rules.SwapGapPaceBpm);

    private bool IsLevel(int age)
    {
        var usable = 0;
        for (var i = 0; i < _rules.SwapLevelSeconds; i++)
            if (!double.IsNaN(Bpm(age + i))) usable++;
        return usable >= _rules.SwapLevelSeconds - SpareSeconds;
    }

    private double Mean(int age, int seconds)
    {
        var (sum, count) = (0.0, 0);
        for (var i = age; i < age + seconds; i++)
        {
            if (double.IsNaN(Bpm(i))) continue;
            sum += Bpm(i);
            count++;
        }

        return count == 0 ? double.NaN : sum / count;
    }

    /// <summary>Least squares over a level, bpm a second.</summary>
    private double Slope(int age)
    {
        double n = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (var i = 0; i < _rules.SwapLevelSeconds; i++)
        {
            if (Bpm(age + i) is not (var bpm and not double.NaN)) continue;
            (n, x, y, xx, xy) = (n + 1, x - i, y + bpm, xx + ((double)i * i), xy - (i * bpm));
        }

        return ((n * xy) - (x * y)) / ((n * xx) - (x * x));
    }

    private double Bpm(int age) => _bpm[Place(Second - age)];

    private void Set(long second, double bpm, bool strapIsOff) => (_bpm[Place(second)], _off[Place(second)]) = (bpm, strapIsOff);

    private int Place(long second) => (int)(((second % _bpm.Length) + _bpm.Length) % _bpm.Length);
}
