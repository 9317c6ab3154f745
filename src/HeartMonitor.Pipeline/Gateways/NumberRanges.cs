namespace HeartMonitor.Pipeline.Gateways;

/// <summary>
/// Which numbers were here, as ranges: a strap without losses is one range for ever. Of more than <see cref="Most"/> ranges the two oldest
/// become one, and what lies between them counts as seen.
/// </summary>
internal sealed class NumberRanges
{
    internal const int Most = 64;

    private readonly List<(long From, long To)> _ranges = [];

    /// <summary>False when the number was here before.</summary>
    internal bool Add(long number)
    {
        var at = _ranges.Count; // numbers grow: look from the end
        while (at > 0 && _ranges[at - 1].From > number) at--;
        if (at > 0 && _ranges[at - 1].To >= number) return false;
        var joinsLeft = at > 0 && _ranges[at - 1].To == number - 1;
        var joinsRight = at < _ranges.Count && _ranges[at].From == number + 1;
        if (joinsLeft)
        {
            _ranges[at - 1] = (_ranges[at - 1].From, joinsRight ? _ranges[at].To : number);
            if (joinsRight) _ranges.RemoveAt(at);
        }
        else if (joinsRight) _ranges[at] = (number, _ranges[at].To);
        else _ranges.Insert(at, (number, number));

        if (_ranges.Count <= Most) return true;
        _ranges[1] = (_ranges[0].From, _ranges[1].To);
        _ranges.RemoveAt(0);
        return true;
    }

    /// <summary>The number did not come through after all and may come again.</summary>
    internal void Remove(long number)
    {
        var at = _ranges.FindIndex(r => r.From <= number && number <= r.To);
        if (at < 0) return;
        var (from, to) = _ranges[at];
        _ranges.RemoveAt(at);
        if (number < to) _ranges.Insert(at, (number + 1, to));
        if (from < number) _ranges.Insert(at, (from, number - 1));
    }
}
