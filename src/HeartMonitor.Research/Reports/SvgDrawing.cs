using System.Globalization;
using System.Net;
using System.Text;

namespace HeartMonitor.Research.Reports;

/// <summary>Marks as an inline SVG: no script, no reference to anything elsewhere.</summary>
internal static class SvgDrawing
{
    internal static string Write(IReadOnlyList<Mark> marks, double width, double height, string alternative)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(alternative)}\" xmlns=\"http://www.w3.org/2000/svg\">\n");
        foreach (var mark in marks) Add(svg, mark);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Add(StringBuilder svg, Mark mark)
    {
        switch (mark)
        {
            case LineMark line:
                svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(line.X1)}\" y1=\"{N(line.Y1)}\" x2=\"{N(line.X2)}\" y2=\"{N(line.Y2)}\" stroke=\"#{line.Colour}\" stroke-width=\"{N(line.Width)}\"{(line.IsDashed ? " stroke-dasharray=\"4 3\"" : "")}/>\n");
                break;
            case PathMark path:
                svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{Points(path.Points)}\" fill=\"none\" stroke=\"#{path.Colour}\" stroke-width=\"{N(path.Width)}\" stroke-linejoin=\"round\"/>\n");
                break;
            case RectMark rect:
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(rect.X)}\" y=\"{N(rect.Y)}\" width=\"{N(rect.Width)}\" height=\"{N(rect.Height)}\" fill=\"#{rect.Colour}\"/>\n");
                break;
            case ShapeMark shape:
                svg.Append(CultureInfo.InvariantCulture, $"<polygon points=\"{Points(shape.Points)}\" fill=\"#{shape.Colour}\"/>\n");
                break;
            case TextMark text:
                var anchor = text.Anchor switch { Anchor.Start => "start", Anchor.Middle => "middle", Anchor.End => "end" };
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(text.X)}\" y=\"{N(text.Y)}\" font-size=\"{N(text.Size)}\" fill=\"#{text.Colour}\" text-anchor=\"{anchor}\"{(text.IsBold ? " font-weight=\"700\"" : "")}>{WebUtility.HtmlEncode(text.Text)}</text>\n");
                break;
            default:
                throw new ArgumentException($"There is no way to draw a {mark.GetType().Name}.", nameof(mark));
        }
    }

    private static string Points(IReadOnlyList<(double X, double Y)> points) => string.Join(' ', points.Select(p => $"{N(p.X)},{N(p.Y)}"));

    private static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}
