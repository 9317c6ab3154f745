namespace HeartMonitor.Research.Reports;

/// <summary>Puts a report on paper, from the top down; what does not fit goes to the next page.</summary>
internal sealed class PdfLayout(SessionReport report)
{
    private const double Margin = 34;
    private const double Width = PdfFile.PageWidth - (2 * Margin);
    private const double Bottom = PdfFile.PageHeight - 52; // the foot stands below
    private const double Size = 8;
    private const double Line = 9.8;
    private const double ChartHeight = 170;
    private const double Step = 4;
    private const double Labels = 76;
    private const string Ink = "222222";
    private const string Pale = "555555";

    private readonly List<List<Mark>> _pages = [[]];
    private double _y = Margin;

    internal IReadOnlyList<IReadOnlyList<Mark>> Pages()
    {
        Text(report.Title, Margin, 15, Ink, isBold: true);
        _y += 20;
        Head();
        Chart();
        Table(report.Figures, Margin, Width);
        Columns();
        Table(report.Tables[1], Margin, Width);
        Sign();
        foreach (var page in _pages) Foot(page);
        return _pages;
    }

    private List<Mark> Page => _pages[^1];

    /// <summary>Short lines in two columns, then the long ones.</summary>
    private void Head()
    {
        for (var i = 0; i < Math.Min(4, report.Head.Count); i += 2, _y += Line)
            for (var column = 0; column < 2 && i + column < 4; column++) Labelled(report.Head[i + column], Margin + (column * Width / 2), Width / 2);
        foreach (var line in report.Head.Skip(4)) _y += Line * Labelled(line, Margin, Width);
        foreach (var reason in report.Reasons) _y += Line * Wrapped("- " + reason, Margin + Labels, Width - Labels, Ink);
        _y += 4;
    }

    private int Labelled(ReportLine line, double x, double width)
    {
        Text(line.Label, x, Size, Pale);
        return Wrapped(line.Value, x + Labels, width - Labels, Ink);
    }

    private void Chart()
    {
        foreach (var mark in new ChartDrawing(report.Chart, Width, ChartHeight).Draw()) Page.Add(Moved(mark, Margin, _y));
        _y += ChartHeight + 4;
    }

    /// <summary>The week, the course and the medicines at the left, the signal, the answers and the symptoms at the right; both stay on one page.</summary>
    private void Columns()
    {
        var (top, marks) = (_y, Page.Count);
        BothColumns();
        if (_y <= Bottom || top <= Margin) return;
        Page.RemoveRange(marks, Page.Count - marks);
        _pages.Add([]);
        _y = Margin;
        BothColumns();
    }

    private void BothColumns()
    {
        var (half, top) = ((Width - 16) / 2, _y);
        Week(Margin, half);
        Table(report.Tables[0], Margin, half, mayBreak: false);
        Table(report.Tables[3], Margin, half, mayBreak: false);
        var left = _y;
        _y = top;
        Table(report.Quality, Margin + half + 16, half, mayBreak: false);
        Table(report.Tables[2], Margin + half + 16, half, mayBreak: false);
        Table(report.Tables[4], Margin + half + 16, half, mayBreak: false);
        _y = Math.Max(_y, left);
    }

    /// <summary>Lines to be filled in by hand, with room above them to write.</summary>
    private void Sign()
    {
        const double Room = 30;
        Break(Room + Line);
        _y += Room;
        double[] parts = [0.4, 0.18, 0.42];
        var x = Margin;
        for (var i = 0; i < report.Sign.Count; i++)
        {
            var width = Width * parts[i];
            Page.Add(new LineMark(x, _y - 9, x + width - 12, _y - 9, Ink, 0.6));
            Text(report.Sign[i], x, Size, Pale);
            x += width;
        }

        _y += Line;
    }

    private void Week(double x, double width)
    {
        Title(report.Week.Title, x, width);
        _y += Line * Wrapped(report.Week.Text, x, width, Ink);
        var full = report.Week.To * 1.5;
        Page.Add(new RectMark(x, _y - 6, width, 7, "eeeeee"));
        Page.Add(new RectMark(x + (width * report.Week.From / full), _y - 6, width * (report.Week.To - report.Week.From) / full, 7, "d9ecd9"));
        Page.Add(new RectMark(x, _y - 4, width * Math.Min(1, report.Week.Done / full), 3, "1f5fa8"));
        _y += 8;
    }

    private void Table(ReportTable table, double x, double width, bool mayBreak = true)
    {
        if (mayBreak) Break(4 * Line);
        Title(table.Title, x, width);
        if (table.Rows.Count > 0)
        {
            var widths = Widths(table, width);
            if (table.Columns.Count > 0) Row(table.Columns, widths, x, Pale, mayBreak);
            foreach (var row in table.Rows) Row(row, widths, x, Ink, mayBreak);
        }

        if (table.Note is { } note) _y += Line * Wrapped(note, x, width, Ink);
        else if (table.Rows.Count == 0) _y += Line * Wrapped("-", x, width, Ink);
        _y += 5;
    }

    /// <summary>Each column as wide as its widest cell; the widest gives way, a little at a time, while that is too much.</summary>
    private static double[] Widths(ReportTable table, double width)
    {
        var rows = table.Columns.Count > 0 ? table.Rows.Prepend(table.Columns) : table.Rows;
        var widths = Enumerable.Range(0, table.Rows[0].Count).Select(i => rows.Max(r => HelveticaWidths.Of(r[i], Size, false)) + 8).ToArray();
        for (var over = widths.Sum() - width; over > 0; over -= Step) widths[Array.IndexOf(widths, widths.Max())] -= Step;
        return widths;
    }

    private void Row(IReadOnlyList<string> cells, double[] widths, double x, string colour, bool mayBreak)
    {
        var lines = cells.Select((c, i) => Lines(c, widths[i] - 6)).ToList();
        if (mayBreak) Break(Line * lines.Max(l => l.Count));
        for (var i = 0; i < cells.Count; i++)
        {
            for (var line = 0; line < lines[i].Count; line++) Page.Add(new TextMark(x, _y + (line * Line), lines[i][line], Size, colour));
            x += widths[i];
        }

        _y += Line * lines.Max(l => l.Count);
    }

    private void Title(string text, double x, double width)
    {
        _y += 4;
        Text(text, x, 10, Ink, isBold: true);
        Page.Add(new LineMark(x, _y + 3, x + width, _y + 3, "cccccc", 0.6));
        _y += 14;
    }

    private void Text(string text, double x, double size, string colour, bool isBold = false) => Page.Add(new TextMark(x, _y, text, size, colour, Anchor.Start, isBold));

    private int Wrapped(string text, double x, double width, string colour)
    {
        var lines = Lines(text, width);
        for (var i = 0; i < lines.Count; i++) Page.Add(new TextMark(x, _y + (i * Line), lines[i], Size, colour));
        return lines.Count;
    }

    private static List<string> Lines(string text, double width, double size = Size)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' '))
        {
            var longer = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
            if (lines[^1].Length > 0 && HelveticaWidths.Of(longer, size, false) > width) lines.Add(word);
            else lines[^1] = longer;
        }

        return lines;
    }

    private void Break(double height)
    {
        if (_y + height <= Bottom) return;
        _pages.Add([]);
        _y = Margin;
    }

    private void Foot(List<Mark> page)
    {
        var y = PdfFile.PageHeight - 40;
        foreach (var line in report.Foot.SelectMany(f => Lines(f, Width, 6.5)))
        {
            page.Add(new TextMark(Margin, y, line, 6.5, Pale));
            y += 8;
        }
    }

    private static Mark Moved(Mark mark, double x, double y) => mark switch
    {
        LineMark line => line with { X1 = line.X1 + x, Y1 = line.Y1 + y, X2 = line.X2 + x, Y2 = line.Y2 + y },
        PathMark path => path with { Points = [.. path.Points.Select(p => (p.X + x, p.Y + y))] },
        RectMark rect => rect with { X = rect.X + x, Y = rect.Y + y },
        ShapeMark shape => shape with { Points = [.. shape.Points.Select(p => (p.X + x, p.Y + y))] },
        TextMark text => text with { X = text.X + x, Y = text.Y + y },
        _ => mark,
    };
}
