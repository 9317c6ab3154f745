namespace HeartMonitor.Storage.Influx;

/// <summary>The minutes of one session that are in memory: the last ones, and older ones that a late sample belongs to.</summary>
/// <param name="session">Session id.</param>
/// <param name="participant">Pseudonym.</param>
/// <param name="firstMinute">The minute that it started in, microseconds since 1970.</param>
/// <param name="before">Sessions of the same person that ended in that minute.</param>
internal sealed class SessionMinutes(string session, string participant, long firstMinute, int before)
{
    private readonly SortedDictionary<long, MinuteSamples> _minutes = [];
    private readonly HashSet<long> _asked = [];

    /// <summary>It has ended: all of its minutes are over.</summary>
    internal bool IsEnded { get; set; }

    /// <summary>A minute before those in memory got a sample: its others must be read from the journal.</summary>
    internal bool WantsReading => _asked.Count > 0;

    /// <summary>Takes a sample of a minute in memory; for an older one takes note that it is to be read.</summary>
    /// <param name="at">Microseconds since 1970.</param>
    /// <param name="seq">Journal position.</param>
    /// <param name="bpm">0 for one that does not count.</param>
    /// <param name="isNew">False for one that was sent before this start.</param>
    /// <param name="horizon">Minutes before this are not whole in memory.</param>
    internal void Add(long at, long seq, int bpm, bool isNew, long horizon)
    {
        var minute = MinuteSamples.MinuteOf(at);
        if (minute < horizon && isNew) _asked.Add(minute);
        else Put(minute, at, seq, bpm, isNew);
    }

    /// <summary>Takes a sample that was read again, when it is of a minute that was asked for or of one beside it.</summary>
    internal void AddRead(long at, long seq, int bpm)
    {
        const long Minute = MinuteSamples.MinuteMicroseconds;
        var minute = MinuteSamples.MinuteOf(at);
        if (_asked.Contains(minute)) Put(minute, at, seq, bpm, isDirty: true);
        else if (_asked.Contains(minute - Minute) || _asked.Contains(minute + Minute)) Put(minute, at, seq, bpm, isDirty: false);
    }

    /// <summary>The minutes from <paramref name="from"/> on may not have been written before the start.</summary>
    internal void Reopen(long from)
    {
        foreach (var (minute, samples) in _minutes) samples.IsDirty |= minute >= from - MinuteSamples.MinuteMicroseconds;
    }

    /// <summary>Writes the minutes that are over and have something new.</summary>
    internal void WriteTo(LineBatch batch, InfluxOptions options, InfluxDialect dialect, long over)
    {
        foreach (var (minute, samples) in _minutes)
        {
            if (!IsDue(minute, samples, over)) continue;
            if (samples.Figures(minute, _minutes.GetValueOrDefault(minute - MinuteSamples.MinuteMicroseconds)) is { } figures)
                Write(batch, options, dialect, minute, figures, samples.LastSeq);
        }
    }

    /// <summary>They are at the store; lets go of what is before <paramref name="horizon"/>, save for a minute that the next one looks at. True when nothing is left.</summary>
    internal bool Written(long over, long horizon)
    {
        foreach (var (minute, samples) in _minutes) if (IsDue(minute, samples, over)) samples.IsDirty = false;
        _asked.Clear();
        foreach (var minute in _minutes.Keys.Where(minute => minute < horizon - MinuteSamples.MinuteMicroseconds).ToList()) _minutes.Remove(minute);
        return _minutes.Count == 0;
    }

    private bool IsDue(long minute, MinuteSamples samples, long over) =>
        samples.IsDirty && (IsEnded || minute + MinuteSamples.MinuteMicroseconds <= over);

    /// <summary>What stands at the end of a minute stands at the beginning of the next.</summary>
    private void Put(long minute, long at, long seq, int bpm, bool isDirty)
    {
        if (!_minutes.TryGetValue(minute, out var samples)) _minutes.Add(minute, samples = new());
        samples.Add(at, seq, bpm);
        if (!isDirty) return;
        samples.IsDirty = true;
        if (_minutes.GetValueOrDefault(minute + MinuteSamples.MinuteMicroseconds) is { } next) next.IsDirty = true;
    }

    /// <summary>Two sessions of one person in one minute: the second is a moment later, or it would take the place of the first.</summary>
    private void Write(LineBatch batch, InfluxOptions options, InfluxDialect dialect, long minute, MinuteFigures figures, long seq)
    {
        batch.Protocol.Measurement("hr_1m").Tag("p", participant);
        if (dialect.HasSessionTag) batch.Protocol.Tag("sid", session);
        batch.Protocol.Tag("site", options.Site).Tag("src", options.Source)
            .Field("min", figures.Min).Field("max", figures.Max).Field("mean", figures.Mean).Field("n", figures.N).Field("coverage", figures.Coverage);
        if (dialect is { HasSessionTag: false, HasStringFields: true }) batch.Protocol.Field("sid", session);
        batch.End(minute + (minute == firstMinute ? before * JournalLines.Unit(dialect) : 0), seq);
    }
}
