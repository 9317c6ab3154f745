using System.Globalization;
using System.Net;
using System.Text;

namespace HeartMonitor.Research.Reports;

/// <summary>
/// The report as one HTML file that needs nothing else: light, to be printed on one page of A4 or two, read by a screen reader as headings and tables. The same
/// session gives the same bytes.
/// </summary>
public static class HtmlReport
{
    private const double Width = 700;
    private const double Height = 240;

    private const string Style = """
        @page{size:A4;margin:12mm}*{box-sizing:border-box}body{font:13px/1.35 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:#222;background:#fff;max-width:760px;margin:16px auto;padding:0 12px}
        h1{font-size:20px;margin:0 0 6px}h2{font-size:14px;margin:12px 0 4px;border-bottom:1px solid #ccc;break-after:avoid}dl{display:grid;grid-template-columns:max-content 1fr max-content 1fr;gap:2px 12px;margin:0}
        dt{color:#555}dd{margin:0}dl .wide{grid-column:2/-1}ul{margin:4px 0;padding-left:18px}table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:600;color:#555}th,td{padding:1px 8px 1px 0;vertical-align:top;border-bottom:1px solid #eee}
        td:first-child{white-space:nowrap;font-variant-numeric:tabular-nums}svg{width:100%;height:auto;font-family:system-ui,Arial,sans-serif}.two>div{min-width:0}p{margin:4px 0}.bar{position:relative;height:12px;background:#eee;margin:4px 0}.bar i{position:absolute;top:0;bottom:0}
        .two{display:grid;grid-template-columns:1fr 1fr;gap:0 20px}.sign{display:grid;grid-template-columns:2fr 1fr 2fr;gap:0 20px;margin-top:34px;break-inside:avoid}.sign p{border-top:1px solid #222;padding-top:2px;color:#555}tr{break-inside:avoid}footer{margin-top:10px;color:#555;font-size:10.5px}@media print{.sign{margin-top:26px}body{font-size:9.5px;margin:0;padding:0;max-width:none}h2{margin:5px 0 2px;font-size:11px}p{margin:2px 0}svg{max-height:58mm}footer{font-size:8px}}@media(max-width:560px){.two,dl{grid-template-columns:1fr}dl .wide{grid-column:auto}}
        """;

    /// <summary>The file's bytes, UTF-8.</summary>
    public static byte[] Write(SessionReport report)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"{report.Language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{E(report.Title)} {E(report.Head[0].Value)} {E(report.Head[2].Value)}</title>\n<style>{Style}</style>\n</head>\n<body>\n<h1>{E(report.Title)}</h1>\n");
        Head(html, report);
        html.Append(SvgDrawing.Write(new ChartDrawing(report.Chart, Width, Height).Draw(), Width, Height, report.Chart.Alternative));
        Table(html, report.Figures);
        html.Append("<div class=\"two\">\n<div>\n");
        Week(html, report.Week);
        Table(html, report.Tables[0]);
        Table(html, report.Tables[3]);
        html.Append("</div>\n<div>\n");
        Table(html, report.Quality);
        Table(html, report.Tables[2]);
        Table(html, report.Tables[4]);
        html.Append("</div>\n</div>\n");
        Table(html, report.Tables[1]);
        html.Append("<div class=\"sign\">\n");
        foreach (var label in report.Sign) html.Append(CultureInfo.InvariantCulture, $"<p>{E(label)}</p>\n");
        html.Append("</div>\n");
        html.Append("<footer>\n");
        foreach (var line in report.Foot) html.Append(CultureInfo.InvariantCulture, $"<p>{E(line)}</p>\n");
        html.Append("</footer>\n</body>\n</html>\n");
        return new UTF8Encoding(false).GetBytes(html.ToString().ReplaceLineEndings("\n"));
    }

    private static void Head(StringBuilder html, SessionReport report)
    {
        html.Append("<dl>\n");
        for (var i = 0; i < report.Head.Count; i++)
            html.Append(CultureInfo.InvariantCulture, $"<dt>{E(report.Head[i].Label)}</dt><dd{(i >= 4 ? " class=\"wide\"" : "")}>{E(report.Head[i].Value)}</dd>\n");
        html.Append("</dl>\n");
        if (report.Reasons.Count == 0) return;
        html.Append("<ul>\n");
        foreach (var reason in report.Reasons) html.Append(CultureInfo.InvariantCulture, $"<li>{E(reason)}</li>\n");
        html.Append("</ul>\n");
    }

    /// <summary>A bar to the upper end of the target and half as much again; the target is marked on it.</summary>
    private static void Week(StringBuilder html, ReportWeek week)
    {
        var full = week.To * 1.5;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{E(week.Title)}</h2>\n<p>{E(week.Text)}</p>\n<div class=\"bar\" aria-hidden=\"true\"><i style=\"left:{P(week.From / full)};width:{P((week.To - week.From) / full)};background:#d9ecd9\"></i><i style=\"left:0;width:{P(Math.Min(1, week.Done / full))};background:#1f5fa8;top:3px;bottom:3px\"></i></div>\n");
    }

    private static void Table(StringBuilder html, ReportTable table)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>{E(table.Title)}</h2>\n");
        if (table.Rows.Count > 0)
        {
            html.Append("<table>\n");
            if (table.Columns.Count > 0) html.Append(CultureInfo.InvariantCulture, $"<thead><tr>{string.Concat(table.Columns.Select(c => $"<th scope=\"col\">{E(c)}</th>"))}</tr></thead>\n");
            html.Append("<tbody>\n");
            foreach (var row in table.Rows) html.Append(CultureInfo.InvariantCulture, $"<tr>{string.Concat(row.Select(c => $"<td>{E(c)}</td>"))}</tr>\n");
            html.Append("</tbody>\n</table>\n");
        }

        if (table.Note is { } note) html.Append(CultureInfo.InvariantCulture, $"<p>{E(note)}</p>\n");
        else if (table.Rows.Count == 0) html.Append("<p>-</p>\n");
    }

    private static string P(double part) => string.Create(CultureInfo.InvariantCulture, $"{100 * part:0.##}%");

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
