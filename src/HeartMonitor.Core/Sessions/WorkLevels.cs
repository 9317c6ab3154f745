namespace HeartMonitor.Core.Sessions;

/// <summary>
/// How much work was done when, METs, for as long as heart rate looks back: what many small changes and short pauses come to. Rest is 1 MET.
/// </summary>
public sealed class WorkLevels
{
    private const int KeptSeconds = 180; // what the rules look back on
    private const int MostKept = 512; // more changes than that in three minutes are no human's doing

    private readonly List<(DateTimeOffset At, double Mets)> _levels = [];

    /// <summary>From now on this is done, METs; NaN when nobody knows.</summary>
    public void Set(DateTimeOffset at, double mets)
    {
        while (_levels.Count > 1 && ((at - _levels[1].At).TotalSeconds > KeptSeconds || _levels.Count >= MostKept)) _levels.RemoveAt(0);
        _levels.Add((at, mets));
    }

    /// <summary>What is done now, METs; NaN when nobody knows.</summary>
    public double Now => _levels.Count == 0 ? double.NaN : _levels[^1].Mets;

    /// <summary>Mean of the time from <paramref name="from"/> to <paramref name="to"/> that is known, METs; NaN when nothing of it is.</summary>
    public double Mean(DateTimeOffset from, DateTimeOffset to)
    {
        double sum = 0, seconds = 0;
        for (var i = 0; i < _levels.Count; i++)
        {
            var begin = _levels[i].At > from ? _levels[i].At : from;
            var end = i + 1 < _levels.Count && _levels[i + 1].At < to ? _levels[i + 1].At : to;
            if (double.IsNaN(_levels[i].Mets) || end <= begin) continue;
            sum += _levels[i].Mets * (end - begin).TotalSeconds;
            seconds += (end - begin).TotalSeconds;
        }

        return seconds > 0 ? sum / seconds : double.NaN;
    }
}
