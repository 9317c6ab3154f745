namespace HeartMonitor.Research.Reports;

/// <summary>The report as a PDF of A4 pages: one, or as many as the tables need.</summary>
public static class PdfReport
{
    /// <summary>The file's bytes.</summary>
    public static byte[] Write(SessionReport report) =>
        PdfFile.Write(new PdfLayout(report).Pages(), $"{report.Title} {report.Head[0].Value} {report.Head[2].Value}", report.Language);
}
