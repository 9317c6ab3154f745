using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Exports.Fit;

/// <summary>
/// A session as a FIT activity: rates as records, intervals as <c>hrv</c>, phases as laps, pauses as timer events, answers as markers. What the form has no place for
/// stands in developer fields: the quality of a rate, the gap before intervals, answers on Borg's scale, versions and gaps. Times are whole seconds, as the form has them.
/// </summary>
internal sealed class FitActivity
{
    private const ushort FileId = 0;
    private const ushort Session = 18;
    private const ushort LapMessage = 19;
    private const ushort Record = 20;
    private const ushort Event = 21;
    private const ushort DeviceInfo = 23;
    private const ushort Activity = 34;
    private const ushort Hrv = 78;
    private const ushort FieldDescription = 206;
    private const ushort DeveloperDataId = 207;
    private const byte Timestamp = 253;
    private const byte MessageIndex = 254;
    private const int Development = 255; // manufacturer of files that no maker stands behind
    private const int NoInterval = 0xFFFF;
    private const int IntervalsInAMessage = 5;
    private const int NoByte = 0xFF;
    private const int LongestInterval = 0xFFFE; // ms

    private const byte Quality = 0;
    private const byte Rpe = 1;
    private const byte GapBefore = 2;
    private const byte GapCount = 3;
    private const byte GapSeconds = 4;
    private const byte Participant = 5;
    private const byte FirstVersion = 6;

    /// <summary>1989-12-31T00:00:00Z, where FIT begins to count.</summary>
    private static readonly DateTimeOffset Epoch = new(1989, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private static readonly byte[] Application = [.. "HeartMonitor"u8, 0, 0, 0, SessionJson.FormatVersion];

    private readonly FitWriter _fit = new();
    private readonly SessionSeries _series;
    private readonly DateTimeOffset _end;
    private readonly IReadOnlyList<(string Name, string Version)> _versions;

    private FitActivity(SessionSeries series)
    {
        (_series, _end) = (series, series.EndedAt ?? series.LastAt);
        _versions =
        [
            .. series.Versions.Rules.Select(v => ("rules_version", v)), .. series.Versions.Catalogue.Select(v => ("catalogue_version", v)),
            .. series.Versions.Activities.Select(v => ("activities_version", v)),
        ];
    }

    internal static ExportFile Of(SessionSeries series) => new(series.Session + ".fit", new FitActivity(series).Write());

    private byte[] Write()
    {
        Opening();
        foreach (var (_, _, write) in InTime().OrderBy(item => item.At).ThenBy(item => item.Order)) write();
        Closing();
        return _fit.ToArray();
    }

    private void Opening()
    {
        _fit.Add(FileId, [FitField.Enum(0, 4), FitField.UInt16(1, Development), FitField.UInt16(2, 0), FitField.UInt32Z(3, 1), FitField.UInt32(4, Seconds(_series.StartedAt)), FitField.Text(8, "HeartMonitor")]);
        _fit.Add(DeveloperDataId, [FitField.Array(1, Application), FitField.UInt8(3, 0)]);
        Describe(Quality, FitType.UInt8, "quality", "%");
        Describe(Rpe, FitType.UInt8, "rpe_borg_6_20", "borg");
        Describe(GapBefore, FitType.UInt8, "gap_before", "");
        Describe(GapCount, FitType.UInt16, "gaps", "");
        Describe(GapSeconds, FitType.UInt32, "gap_ms", "ms");
        Describe(Participant, FitType.String, "participant", "");
        for (var i = 0; i < _versions.Count; i++) Describe((byte)(FirstVersion + i), FitType.String, i > 0 && _versions[i - 1].Name == _versions[i].Name ? FormattableString.Invariant($"{_versions[i].Name}_{i}") : _versions[i].Name, "");
        foreach (var strap in _series.Straps.DistinctBy(s => s.Number))
            _fit.Add(DeviceInfo, [At(strap.From), FitField.UInt8(0, strap.Number), FitField.UInt16(2, Development), FitField.UInt16(4, 0)]);
        Timer(_series.StartedAt, starts: true);
    }

    private void Describe(byte number, FitType type, string name, string unit) =>
        _fit.Add(FieldDescription, [FitField.UInt8(0, 0), FitField.UInt8(1, number), FitField.UInt8(2, (byte)type), FitField.Text(3, name), FitField.Text(8, unit)]);

    /// <summary>Everything that has a time; of one instant in the order of the numbers.</summary>
    private IEnumerable<(DateTimeOffset At, int Order, Action Write)> InTime()
    {
        var laps = LapList.Of(_series);
        for (var i = 0; i < laps.Count; i++)
        {
            var (lap, index) = (laps[i], i);
            yield return (lap.To, 4, () => WriteLap(lap, index));
        }

        foreach (var sample in LapList.Rates(_series)) yield return (sample.At, 1, () => WriteRate(sample));
        foreach (var packet in _series.Beats.Where(b => b.Segment > 0).GroupBy(b => b.N))
        {
            var beats = packet.ToList();
            yield return (beats[^1].At, 2, () => WriteBeats(beats));
        }

        foreach (var answer in _series.Answers.Where(a => !a.IsWithdrawn)) yield return (answer.At, 3, () => WriteAnswer(answer));
        foreach (var pause in _series.Pauses)
        {
            yield return (pause.From, 0, () => Timer(pause.From, starts: false));
            if (pause.To < _end) yield return (pause.To, 0, () => Timer(pause.To, starts: true));
        }
    }

    private void WriteRate(SeriesSample sample) =>
        _fit.Add(Record, [At(sample.At), FitField.UInt8(3, sample.Bpm!.Value)], FitField.UInt8(Quality, sample.IsLate ? NoByte : sample.Label.Quality == SignalQuality.Good ? 100 : 50));

    private void WriteBeats(List<SeriesBeat> beats)
    {
        for (var first = 0; first < beats.Count;)
        {
            var end = first + 1;
            while (end < beats.Count && end - first < IntervalsInAMessage && !beats[end].GapBefore) end++;
            var values = beats[first..end].Select(b => Math.Min((int)Math.Floor(b.Ms + 0.5), LongestInterval));
            var field = FitField.UInt16s(0, values.Concat(Enumerable.Repeat(NoInterval, IntervalsInAMessage - (end - first))));
            if (beats[first].GapBefore) _fit.Add(Hrv, [field], FitField.UInt8(GapBefore, 1));
            else _fit.Add(Hrv, [field]);
            first = end;
        }
    }

    private void WriteAnswer(SeriesAnswer answer) =>
        _fit.Add(Event, [At(answer.At), FitField.Enum(0, 32), FitField.Enum(1, 3)], FitField.UInt8(Rpe, answer.Value)); // user marker, marker

    private void Timer(DateTimeOffset at, bool starts) => _fit.Add(Event, [At(at), FitField.Enum(0, 0), FitField.Enum(1, starts ? 0 : 4)]); // timer: start, stop all

    private void WriteLap(Lap lap, int index)
    {
        var intensity = lap.Phase switch { SessionPhase.WarmUp => 2, SessionPhase.Work => 0, SessionPhase.CoolDown => 3, SessionPhase.Recovery => 4, _ => 1 };
        _fit.Add(LapMessage,
        [
            At(lap.To), FitField.UInt16(MessageIndex, index), FitField.Enum(0, 9), FitField.Enum(1, 1), FitField.UInt32(2, Seconds(lap.From)),
            FitField.UInt32(7, Milliseconds(lap.From, lap.To)), FitField.UInt32(8, Milliseconds(lap.From, lap.To) - PausedIn(lap.From, lap.To)),
            FitField.UInt8(15, lap.MeanBpm ?? NoByte), FitField.UInt8(16, lap.PeakBpm ?? NoByte), FitField.Enum(23, intensity), FitField.Enum(24, 0), FitField.Enum(25, 0),
        ]);
    }

    private void Closing()
    {
        var rates = LapList.Rates(_series);
        var elapsed = Milliseconds(_series.StartedAt, _end);
        var timer = elapsed - PausedIn(_series.StartedAt, _end);
        Timer(_end, starts: false);
        FitField[] own =
        [
            FitField.UInt16(GapCount, _series.Gaps.Count), FitField.UInt32(GapSeconds, (long)_series.Gaps.Sum(g => (g.To - g.From).TotalMilliseconds)),
            FitField.Text(Participant, _series.Participant), .. _versions.Select((v, i) => FitField.Text((byte)(FirstVersion + i), v.Version)),
        ];
        _fit.Add(
            Session,
            [
                At(_end), FitField.UInt16(MessageIndex, 0), FitField.Enum(0, 9), FitField.Enum(1, 1), FitField.UInt32(2, Seconds(_series.StartedAt)), FitField.Enum(5, 0),
                FitField.Enum(6, 0), FitField.UInt32(7, elapsed), FitField.UInt32(8, timer),
                FitField.UInt8(16, rates.Count == 0 ? NoByte : (int)Math.Floor(rates.Average(s => s.Bpm!.Value) + 0.5)), FitField.UInt8(17, rates.Count == 0 ? NoByte : rates.Max(s => s.Bpm!.Value)),
                FitField.UInt16(25, 0), FitField.UInt16(26, LapList.Of(_series).Count), FitField.Enum(28, 0),
            ],
            own);
        _fit.Add(Activity, [At(_end), FitField.UInt32(0, timer), FitField.UInt16(1, 1), FitField.Enum(2, 0), FitField.Enum(3, 26), FitField.Enum(4, 1)]);
    }

    private long PausedIn(DateTimeOffset from, DateTimeOffset to) => _series.Pauses.Sum(p =>
    {
        var (since, until) = (p.From > from ? p.From : from, p.To < to ? p.To : to);
        return until > since ? Milliseconds(since, until) : 0;
    });

    private static FitField At(DateTimeOffset at) => FitField.UInt32(Timestamp, Seconds(at));

    private static long Seconds(DateTimeOffset at) => (long)Math.Floor((at - Epoch).TotalSeconds);

    private static long Milliseconds(DateTimeOffset from, DateTimeOffset to) => (to - from).Ticks / TimeSpan.TicksPerMillisecond;
}
