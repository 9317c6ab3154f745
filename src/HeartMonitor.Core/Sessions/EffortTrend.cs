namespace HeartMonitor.Core.Sessions;

/// <summary>
/// Half an hour of heart rate in minutes, and the answers about effort beside it: what a slow drift is seen in (domain-facts 4.6).
/// </summary>
public sealed class EffortTrend
{
    private const int Minutes = 30;
    private const int Answers = 30;

    private readonly Queue<(DateTimeOffset EndedAt, double Bpm)> _minutes = new();
    private readonly List<(DateTimeOffset At, int Rpe)> _answers = [];

    /// <summary>Takes the mean of the minute that just ended, bpm; NaN is left out.</summary>
    public void Minute(DateTimeOffset endedAt, double bpm)
    {
        if (double.IsNaN(bpm)) return;
        if (_minutes.Count == Minutes) _minutes.Dequeue();
        _minutes.Enqueue((endedAt, bpm));
    }

    /// <summary>Takes an answer given in work, 6 to 20.</summary>
    public void Answer(DateTimeOffset at, int rpe)
    {
        if (_answers.Count == Answers) _answers.RemoveAt(0);
        _answers.Add((at, rpe));
    }

    /// <summary>The newest answer was taken back.</summary>
    public void TakeBack(DateTimeOffset at)
    {
        if (_answers.Count > 0 && _answers[^1].At == at) _answers.RemoveAt(_answers.Count - 1);
    }

    /// <summary>Lowest mean of a whole minute since <paramref name="from"/>, bpm; NaN without one.</summary>
    public double LowestMinuteSince(DateTimeOffset from)
    {
        var lowest = double.NaN;
        foreach (var (endedAt, bpm) in _minutes)
            if (endedAt.AddMinutes(-1) >= from && !(bpm >= lowest)) lowest = bpm;
        return lowest;
    }

    /// <summary>Highest mean of a whole minute since <paramref name="from"/>, bpm; NaN without one.</summary>
    public double HighestMinuteSince(DateTimeOffset from)
    {
        var highest = double.NaN;
        foreach (var (endedAt, bpm) in _minutes)
            if (endedAt.AddMinutes(-1) >= from && !(bpm <= highest)) highest = bpm;
        return highest;
    }

    /// <summary>The last answer since <paramref name="from"/> less the lowest one before it; 0 with fewer than two.</summary>
    public int RpeRiseSince(DateTimeOffset from)
    {
        int? lowest = null;
        var rise = 0;
        foreach (var (at, rpe) in _answers)
        {
            if (at < from) continue;
            rise = rpe - (lowest ?? rpe);
            lowest = Math.Min(rpe, lowest ?? rpe);
        }

        return Math.Max(0, rise);
    }
}
