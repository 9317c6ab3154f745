namespace HeartMonitor.Host.Tablet;

/// <summary>The last five minutes of heart rate, one place a second; a second without a value is null. Not thread-safe.</summary>
internal sealed class HrTrail
{
    /// <summary>Seconds kept (ecosystem-reliability 1d: a five-minute sparkline).</summary>
    internal const int Seconds = 300;

    private readonly int?[] _ring = new int?[Seconds];
    private long _last = long.MinValue;
    private int _count;

    /// <summary>Notes the value at a second since 1970; an older second than the last is ignored.</summary>
    internal void Note(long second, int? bpm)
    {
        if (_count > 0 && second < _last) return;
        if (_count == 0 || second - _last >= Seconds) Start(second);
        else Advance(second);
        _ring[Place(second)] = bpm;
    }

    /// <summary>Oldest first; ends at the last second noted.</summary>
    internal int?[] ToArray()
    {
        var values = new int?[_count];
        for (var i = 0; i < _count; i++) values[i] = _ring[Place(_last - _count + 1 + i)];
        return values;
    }

    private static int Place(long second) => (int)(((second % Seconds) + Seconds) % Seconds);

    private void Start(long second)
    {
        Array.Clear(_ring);
        (_last, _count) = (second, 1);
    }

    private void Advance(long second)
    {
        for (; _last < second; _count = Math.Min(_count + 1, Seconds)) _ring[Place(++_last)] = null;
    }
}
