namespace HeartMonitor.Research.Reports;

/// <summary>Where a text begins.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>A mark on paper: points from the upper left corner, colours as six hexadecimal digits.</summary>
internal abstract record Mark;

/// <summary>A straight line.</summary>
internal sealed record LineMark(double X1, double Y1, double X2, double Y2, string Colour, double Width, bool IsDashed = false) : Mark;

/// <summary>A line through many points.</summary>
internal sealed record PathMark(IReadOnlyList<(double X, double Y)> Points, string Colour, double Width) : Mark;

/// <summary>A filled rectangle.</summary>
internal sealed record RectMark(double X, double Y, double Width, double Height, string Colour) : Mark;

/// <summary>A filled shape.</summary>
internal sealed record ShapeMark(IReadOnlyList<(double X, double Y)> Points, string Colour) : Mark;

/// <summary>A line of text; <paramref name="Y"/> is its base line.</summary>
internal sealed record TextMark(double X, double Y, string Text, double Size, string Colour, Anchor Anchor = Anchor.Start, bool IsBold = false) : Mark;
