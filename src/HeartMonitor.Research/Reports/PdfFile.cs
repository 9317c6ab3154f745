using System.Globalization;
using System.Text;

namespace HeartMonitor.Research.Reports;

/// <summary>
/// A PDF 1.4 of marks on pages of A4 (ISO 32000-1), with the two Helveticas that every reader has. Text is text, so that it can be searched and read
/// aloud; letters outside Windows-1252 become a question mark. No date and no random id: the same marks give the same bytes.
/// </summary>
internal static class PdfFile
{
    internal const double PageWidth = 595;
    internal const double PageHeight = 842;

    private static readonly Encoding Letters = MakeLetters();

    /// <summary>The file.</summary>
    /// <param name="pages">Marks of each page.</param>
    /// <param name="title">Title in the file's information.</param>
    /// <param name="language">Code of the language.</param>
    internal static byte[] Write(IReadOnlyList<IReadOnlyList<Mark>> pages, string title, string language)
    {
        using var file = new MemoryStream();
        var starts = new List<long>();
        Put(file, "%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n");
        var kids = string.Join(' ', pages.Select((_, i) => N(6 + (2 * i)) + " 0 R"));
        Add($"<< /Type /Catalog /Pages 2 0 R /Lang ({language}) /ViewerPreferences << /DisplayDocTitle true >> >>");
        Add($"<< /Type /Pages /Kids [{kids}] /Count {N(pages.Count)} >>");
        Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
        Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>");
        Add($"<< /Title ({Escaped(title)}) /Producer (HeartMonitor) >>");
        for (var i = 0; i < pages.Count; i++)
        {
            Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {N(PageWidth)} {N(PageHeight)}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {N(7 + (2 * i))} 0 R >>");
            var content = Content(pages[i]);
            Add($"<< /Length {N(Letters.GetByteCount(content))} >>\nstream\n{content}\nendstream");
        }

        var xref = file.Position;
        Put(file, $"xref\n0 {N(starts.Count + 1)}\n0000000000 65535 f \n");
        foreach (var start in starts) Put(file, start.ToString("0000000000", CultureInfo.InvariantCulture) + " 00000 n \n");
        Put(file, $"trailer\n<< /Size {N(starts.Count + 1)} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{N(xref)}\n%%EOF\n");
        return file.ToArray();

        void Add(string body)
        {
            starts.Add(file.Position);
            Put(file, $"{N(starts.Count)} 0 obj\n{body}\nendobj\n");
        }
    }

    private static string Content(IReadOnlyList<Mark> marks)
    {
        var content = new StringBuilder();
        foreach (var mark in marks) content.Append(Drawn(mark)).Append('\n');
        return content.ToString();
    }

    private static string Drawn(Mark mark) => mark switch
    {
        LineMark line => $"{Colour(line.Colour)} RG {N(line.Width)} w [{(line.IsDashed ? "4 3" : "")}] 0 d {N(line.X1)} {Y(line.Y1)} m {N(line.X2)} {Y(line.Y2)} l S",
        PathMark path => $"{Colour(path.Colour)} RG {N(path.Width)} w 1 j [] 0 d {Path(path.Points)} S",
        RectMark rect => $"{Colour(rect.Colour)} rg {N(rect.X)} {Y(rect.Y + rect.Height)} {N(rect.Width)} {N(rect.Height)} re f",
        ShapeMark shape => $"{Colour(shape.Colour)} rg {Path(shape.Points)} h f",
        TextMark text => $"BT /{(text.IsBold ? "F2" : "F1")} {N(text.Size)} Tf {Colour(text.Colour)} rg {N(text.X - Before(text))} {Y(text.Y)} Td ({Escaped(text.Text)}) Tj ET",
        _ => throw new ArgumentException($"There is no way to draw a {mark.GetType().Name}.", nameof(mark)),
    };

    private static double Before(TextMark text) => text.Anchor switch
    {
        Anchor.Start => 0,
        Anchor.Middle => HelveticaWidths.Of(text.Text, text.Size, text.IsBold) / 2,
        Anchor.End => HelveticaWidths.Of(text.Text, text.Size, text.IsBold),
    };

    private static string Path(IReadOnlyList<(double X, double Y)> points) =>
        string.Join(' ', points.Select((p, i) => $"{N(p.X)} {Y(p.Y)} {(i == 0 ? 'm' : 'l')}"));

    private static string Colour(string hex) => string.Join(' ', Enumerable.Range(0, 3).Select(i => N(Math.Round(Convert.ToInt32(hex.Substring(2 * i, 2), 16) / 255.0, 3))));

    private static string Y(double y) => N(PageHeight - y);

    private static string N(double value) => Math.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal)
        .Replace("\r", " ", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);

    private static void Put(Stream file, string text) => file.Write(Letters.GetBytes(text));

    private static Encoding MakeLetters()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(1252, new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback);
    }
}
