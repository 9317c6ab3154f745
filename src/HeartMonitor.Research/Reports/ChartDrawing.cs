using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Research.Reports;

/// <summary>
/// The curve as marks: believed values as a line, doubtful ones as grey points, the zone as a band, the ceiling dashed, phases above, pauses and gaps
/// shaded, answers as squares on their own scale at the right, alerts as triangles, the graver the higher. Told apart by shape as well as by colour.
/// </summary>
/// <param name="chart">What to show.</param>
/// <param name="width">Points.</param>
/// <param name="height">Points.</param>
internal sealed class ChartDrawing(ReportChart chart, double width, double height)
{
    private const double Left = 34;
    private const double Right = 30;
    private const double Top = 40;
    private const double Bottom = 24;
    private const double Small = 7;
    private const string Ink = "222222";
    private const string Grey = "8a8a8a";
    private const string Red = "b3261e";
    private const string Blue = "1f5fa8";
    private const string Purple = "6a3d9a";

    private static readonly int[] MinuteSteps = [1, 2, 5, 10, 15, 30, 60, 120, 240];

    private readonly List<Mark> _marks = [];

    internal IReadOnlyList<Mark> Draw()
    {
        Background();
        Axes();
        foreach (var (t, bpm) in chart.Doubtful) _marks.Add(new RectMark(X(t) - 0.5, Y(bpm) - 0.5, 1, 1, Grey));
        foreach (var stretch in chart.Good)
            if (stretch.Count == 1) _marks.Add(new RectMark(X(stretch[0].T) - 0.5, Y(stretch[0].Bpm) - 0.5, 1, 1, Ink));
            else _marks.Add(new PathMark([.. stretch.Select(p => (X(p.T), Y(p.Bpm)))], Ink, 0.9));
        foreach (var (t, value) in chart.Answers) Answer(t, value);
        foreach (var (t, priority) in chart.Alerts) Alert(X(t), Top - 14, priority);
        Legend();
        return _marks;
    }

    private double X(double t) => Left + ((width - Left - Right) * Math.Clamp(t / chart.Seconds, 0, 1));

    private double Y(double bpm) => Top + ((height - Top - Bottom) * (chart.High - Math.Clamp(bpm, chart.Low, chart.High)) / (chart.High - chart.Low));

    private double OfRpe(double value) => Top + ((height - Top - Bottom) * (20 - value) / 14);

    private void Background()
    {
        var floor = height - Bottom;
        foreach (var (from, to, low, high) in chart.Zones) _marks.Add(new RectMark(X(from), Y(high), X(to) - X(from), Y(low) - Y(high), "d9ecd9"));
        foreach (var (from, to) in chart.Pauses) _marks.Add(new RectMark(X(from), Top, Math.Max(0.5, X(to) - X(from)), floor - Top, "ececec"));
        foreach (var (from, to) in chart.Gaps) _marks.Add(new RectMark(X(from), floor - 5, Math.Max(0.5, X(to) - X(from)), 5, "d08770"));
        foreach (var (from, to, word) in chart.Phases)
        {
            _marks.Add(new LineMark(X(from), Top - 8, X(from), floor, "bdbdbd", 0.5));
            if (X(to) - X(from) > 5 * word.Length * 0.72) _marks.Add(new TextMark(X(from) + 2, Top - 2, word, Small, Ink));
        }

        foreach (var (from, to, bpm) in chart.Ceilings) _marks.Add(new LineMark(X(from), Y(bpm), X(to), Y(bpm), Red, 0.8, IsDashed: true));
    }

    private void Axes()
    {
        var floor = height - Bottom;
        var step = chart.High - chart.Low > 100 ? 20 : 10;
        for (var bpm = chart.Low; bpm <= chart.High; bpm += step)
        {
            _marks.Add(new LineMark(Left, Y(bpm), width - Right, Y(bpm), "e3e3e3", 0.4));
            _marks.Add(new TextMark(Left - 4, Y(bpm) + 2.5, chart.Words.Number(bpm, 0), Small, Ink, Anchor.End));
        }

        for (var rpe = 6; rpe <= 20; rpe += 2) _marks.Add(new TextMark(width - Right + 4, OfRpe(rpe) + 2.5, chart.Words.Number(rpe, 0), Small, Purple));
        var minutes = chart.Seconds / 60;
        var every = MinuteSteps.FirstOrDefault(m => minutes / m <= 12, 480);
        for (var minute = 0; minute <= minutes; minute += every)
        {
            _marks.Add(new LineMark(X(minute * 60), floor, X(minute * 60), floor + 3, Ink, 0.5));
            _marks.Add(new TextMark(X(minute * 60), floor + 10, chart.Words.Number(minute, 0), Small, Ink, Anchor.Middle));
        }

        _marks.Add(new LineMark(Left, floor, width - Right, floor, Ink, 0.6));
        _marks.Add(new TextMark(2, 8, chart.Words["axis.hr"], Small, Ink));
        _marks.Add(new TextMark(width - 2, 8, chart.Words["axis.rpe"], Small, Purple, Anchor.End));
        _marks.Add(new TextMark(width - Right, floor + 20, chart.Words["axis.t"], Small, Ink, Anchor.End));
    }

    private void Answer(double t, int value)
    {
        var (x, y) = (X(t), OfRpe(value));
        _marks.Add(new RectMark(x - 2.2, y - 2.2, 4.4, 4.4, Purple));
        _marks.Add(new TextMark(x + 4, y + 2.5, chart.Words.Number(value, 0), Small, Purple, IsBold: true));
    }

    private void Alert(double x, double y, AlertPriority priority)
    {
        var size = priority switch { AlertPriority.High => 4.5, AlertPriority.Medium => 3.5, AlertPriority.Low => 2.5 };
        var colour = priority switch { AlertPriority.High => Red, AlertPriority.Medium => "b26b00", AlertPriority.Low => Blue };
        _marks.Add(new ShapeMark([(x, y - size), (x + size, y + size), (x - size, y + size)], colour));
    }

    private void Legend()
    {
        var (x, y) = (Left, height - 4);
        Item(() => _marks.Add(new LineMark(x, y - 2.5, x + 10, y - 2.5, Ink, 0.9)), "legend.good");
        if (chart.Doubtful.Count > 0) Item(() => _marks.Add(new RectMark(x + 4, y - 3.5, 2, 2, Grey)), "legend.doubt");
        if (chart.Zones.Count > 0) Item(() => _marks.Add(new RectMark(x, y - 5, 10, 5, "d9ecd9")), "legend.zone");
        if (chart.Ceilings.Count > 0) Item(() => _marks.Add(new LineMark(x, y - 2.5, x + 10, y - 2.5, Red, 0.8, IsDashed: true)), "legend.ceiling");
        if (chart.Gaps.Count > 0) Item(() => _marks.Add(new RectMark(x, y - 5, 10, 5, "d08770")), "legend.gap");
        if (chart.Pauses.Count > 0) Item(() => _marks.Add(new RectMark(x, y - 5, 10, 5, "ececec")), "legend.pause");
        if (chart.Answers.Count > 0) Item(() => _marks.Add(new RectMark(x + 3, y - 4.7, 4.4, 4.4, Purple)), "legend.rpe");
        if (chart.Alerts.Count > 0) Item(() => Alert(x + 5, y - 2.5, AlertPriority.Medium), "legend.alert");

        void Item(Action draw, string key)
        {
            draw();
            _marks.Add(new TextMark(x + 13, y, chart.Words[key], Small, Ink));
            x += 19 + (chart.Words[key].Length * 3.7);
        }
    }
}
