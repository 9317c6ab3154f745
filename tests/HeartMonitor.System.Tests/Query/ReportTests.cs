using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Verbs;
using HeartMonitor.Research.Reports;
using HeartMonitor.System.Tests.Host;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Query;

/// <summary>The page that is handed over: the stored figures with their sources, nobody's name, the same bytes each time.</summary>
public sealed partial class ReportTests : IAsyncLifetime
{
    private static readonly string Config = Path.Combine(AppContext.BaseDirectory, "config");
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly JournalFolder _folder = new();
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public async ValueTask InitializeAsync() => await StoredStory.StoreAsync(_folder.Path, StoredStory.Rules,
        QueryStories.Full("p_1", Start), QueryStories.Ride("p_1", Start.AddDays(1)), QueryStories.Ride("p_2", Start.AddDays(2)), StoredStory.Read(RerunTests.Steady.Replace("p_1", "p_3", StringComparison.Ordinal)));

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("html")]
    [InlineData("pdf")]
    public void The_same_session_gives_the_same_bytes(string format)
    {
        var first = Write("p_1", format, "en");
        Assert.True(first.Length > 5_000);
        Assert.Equal(first, Write("p_1", format, "en"));
        Assert.NotEqual(first, Write("p_1", format, "de"));
    }

    [Fact]
    public void Every_figure_of_the_summary_is_told_with_its_source()
    {
        var (html, summary) = (Html("p_1", "en"), Summary("p_1"));
        AssertRow(html, "Mean heart rate", $"{Math.Round(summary.MeanHr!.Value, MidpointRounding.AwayFromZero)} /min", "strap");
        AssertRow(html, "Peak heart rate", $"{summary.PeakHr} /min", "strap");
        AssertRow(html, "Fall in the first minute after work", $"{Math.Round(summary.HrRecovery60!.Bpm, MidpointRounding.AwayFromZero)} /min", "Cole 1999, cool-down followed");
        AssertRow(html, "MET-minutes", $"{Math.Round(summary.MetMinutes!.Value, MidpointRounding.AwayFromZero)} MET-min", "ACSM equation, leg cycle");
        AssertRow(html, "Seconds with a usable heart rate", $"{Math.Round(summary.CoveragePercent!.Value, 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture)} %", "strap");
        AssertRow(html, "Answers about effort", "12 18", "Borg 6-20"); // 13 was taken back
        AssertRow(html, "Alerts", $"{summary.Alerts.High} high, {summary.Alerts.Medium} medium, {summary.Alerts.Low} low", "rules in force");
        Assert.Contains("13 (participant, taken back)", html, StringComparison.Ordinal);
        Assert.Contains("<td>nursecanary, after 0:20</td>", html, StringComparison.Ordinal); // acknowledged at 520 what was raised at 500
        Assert.Contains(StoredStory.Rules.RulesVersion, html, StringComparison.Ordinal);
        Assert.Contains("3:19</td><td>3:50</td><td>nothing received", html, StringComparison.Ordinal);
        var week = summary.MetMinutes!.Value + Summary("p_1", last: true).MetMinutes!.Value;
        Assert.Contains($"{Math.Round(week, MidpointRounding.AwayFromZero)} of 500 to 1000 MET-min; sessions: 2; building", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zone_is_a_band_and_its_minutes_are_told_and_what_is_not_known_says_why()
    {
        var (zones, rpe, summary) = (Html("p_3", "en"), Html("p_1", "en"), Summary("p_3"));
        AssertRow(zones, "In zone, work", $"{Math.Round(summary.MinutesInZone!.Value, 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture)} min", "zone of the plan");
        Assert.Contains("fill=\"#d9ecd9\"", zones, StringComparison.Ordinal);
        Assert.Contains("heart-rate zone 108 to 132 /min", zones, StringComparison.Ordinal);
        Assert.DoesNotContain("In zone, work", rpe, StringComparison.Ordinal);
        Assert.Contains("perceived exertion, target 11 to 13", rpe, StringComparison.Ordinal);
        Assert.Contains("blunts heart rate (WHO ATC index", rpe, StringComparison.Ordinal); // why, and by whose word
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void It_stands_alone_names_nobody_and_says_nothing_that_is_never_said(string language)
    {
        foreach (var person in new[] { "p_1", "p_2", "p_3" })
        {
            var html = Html(person, language);
            Assert.DoesNotMatch("<script|<link|<img|<iframe|src=|url\\(|@import|\\son\\w+=", html);
            Assert.DoesNotContain("http", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch(@"(?i)\b(normal|abnormal|safe|arrhythmia|atrial fibrillation|rhythmusstörung)\b", html);
            foreach (var secret in new[] { "strapcanary", "reasoncanary" }) Assert.DoesNotContain(secret, html + Pdf(person, language), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch(@"(?i)domain-facts|decisions \d|product \d|product\.md|contracts", html); // documents that no reader has
            Assert.Equal(person == "p_1" ? 1 : 0, Regex.Count(html, "nursecanary")); // whoever acknowledged, by pseudonym, and nobody else of staff
            Assert.DoesNotMatch(@"\{\w+\}", Body().Match(html).Value); // no word without its value
            Assert.Equal(0, Openings().Count(html) - Closings().Count(html));
        }
    }

    [Fact]
    public async Task Who_it_is_what_was_taken_when_and_what_was_complained_of_are_told_and_there_is_room_to_sign()
    {
        using var folder = new JournalFolder();
        await StoredStory.StoreAsync(folder.Path, StoredStory.Rules, StoredStory.Read("""
            { "name": "told", "start": "2026-03-02T09:00:00Z",
              "participant": { "id": "p_7", "age": 61, "sex": "male", "bodyMassKg": 82.5, "restingHr": 58,
                "medications": [ { "atc": "C07AB02", "name": "metoprolol", "startedOn": "2025-03-01", "changedOn": "2026-01-15", "lastTaken": "2026-03-02T06:30:00Z", "doseMg": 47.5 }, { "atc": "C10AA05", "name": "atorvastatin" } ] },
              "inputs": [ { "at": 0, "event": "session-start" }, { "at": 1, "event": "resting-hr", "bpm": 61 }, { "at": 2, "event": "medication-taken", "atc": "C07AB02", "takenAt": "2026-03-02T08:30:00Z" }, { "at": 10, "event": "phase", "phase": "work" },
                { "from": 0, "to": 120, "hr": 90 }, { "at": 30, "event": "symptoms", "symptoms": ["dizzy", "leg-pain"], "grade": 2, "by": "participant" }, { "at": 40, "event": "talk-test", "value": "no" }, { "at": 50, "event": "help" }, { "at": 120, "event": "session-end" } ] }
            """));
        var report = ReportVerb.Of(Research.Series.StoredSessionRows.Read(folder.Reader.ReadWhole(folder.Reader.Sessions().Single().Session)), folder.Reader, StoredStory.Rules, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), ReportWords.In("en")!);

        Assert.Contains(report.Head, l => l is { Label: "Person", Value: "61 years, male, 82.5 kg, at rest 61 /min (measured 2026-03-02 10:00)" });
        Assert.Contains(report.Head, l => l.Label == "Name (by hand)" && l.Value.Trim('_').Length == 0 && l.Value.Length > 20);
        Assert.Equal([["metoprolol", "2025-03-01, dose changed 2026-01-15", "2026-03-02 09:30 (0.5 h before the start)"], ["atorvastatin", "-", "not said"]], report.Tables[3].Rows);
        Assert.Equal([["0:30", "dizziness (grade 2)", "participant"], ["0:30", "leg pain (grade 2)", "participant"], ["0:40", "cannot talk", "-"], ["0:50", "called for help", "-"]], report.Tables[4].Rows);
        Assert.Equal(["Reviewed by (name)", "Date", "Signature"], report.Sign);
        var (html, pdf) = (Encoding.UTF8.GetString(HtmlReport.Write(report)), Encoding.Latin1.GetString(PdfReport.Write(report)));
        foreach (var word in new[] { "Signature", "dizziness", "metoprolol" }) Assert.Contains(word, pdf, StringComparison.Ordinal);
        Assert.DoesNotContain("47.5", html + pdf, StringComparison.Ordinal); // no figures of doses
        Assert.Contains("<p>Signature</p>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_symptom_and_answer_has_a_word()
    {
        var words = ReportWords.In("en")!;
        foreach (var name in Core.Symptoms.SymptomGrading.Names) Assert.Contains("symptom." + name, words.Keys);
    }

    [Fact]
    public void German_is_said_in_german_and_no_word_is_missing_in_either()
    {
        var (english, german) = (ReportWords.In("en")!, ReportWords.In("de")!);
        Assert.Equal(["de", "en"], ReportWords.Languages);
        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), german.Keys.Order(StringComparer.Ordinal));
        foreach (var key in english.Keys) Assert.Equal(Names(english[key]), Names(german[key]));
        var html = Html("p_1", "de");
        Assert.Contains("Sitzungsbericht", html, StringComparison.Ordinal);
        Assert.Contains("02.03.2026 10:00", html, StringComparison.Ordinal); // the clinic's time
        Assert.Contains("Anstrengung 18", html.Replace("&#228;", "ä", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("dämpft den Puls", Decoded(html), StringComparison.Ordinal);
    }

    [Fact]
    public void The_pdf_is_one_page_or_two_whose_parts_are_where_its_table_says_and_whose_text_is_text()
    {
        var bytes = Write("p_1", "pdf", "de");
        var file = Encoding.Latin1.GetString(bytes);
        var table = int.Parse(Startxref().Match(file).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.StartsWith("xref", file[table..], StringComparison.Ordinal);
        var starts = Entries().Matches(file[table..]).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(1, starts.Count).Select(n => $"{n} 0 obj"), starts.Select(s => file[s..file.IndexOf('\n', s)]));
        foreach (Match stream in Streams().Matches(file)) Assert.Equal(int.Parse(stream.Groups[1].Value, CultureInfo.InvariantCulture), stream.Groups[2].Length);
        Assert.Matches("/Count [12] ", file);
        Assert.Contains("(Sitzungsbericht) Tj", file, StringComparison.Ordinal);
        Assert.Contains("dämpft den Puls", file, StringComparison.Ordinal); // Windows-1252 and Latin-1 share it
        Assert.DoesNotContain("/CreationDate", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_session_with_many_alerts_tells_the_gravest_and_how_many_more_there_are()
    {
        using var folder = new JournalFolder();
        var answers = string.Concat(Enumerable.Range(1, 30).Select(i => string.Create(CultureInfo.InvariantCulture, $$""", { "at": {{i * 120}}, "event": "rpe", "value": {{(i % 2 == 0 ? 18 : 11)}}, "by": "staff" }, { "at": {{(i * 120) + 9}}, "event": "ack", "code": "rpe-stop", "by": "nurse_a" }""")));
        var story = StoredStory.Read($$"""
            { "name": "many", "start": "2026-03-02T09:00:00Z", "participant": { "id": "p_9", "age": 61, "restingHr": 58, "medications": [ { "atc": "C07AB02" } ] },
              "inputs": [ { "at": 0, "event": "session-start" }, { "at": 0, "event": "phase", "phase": "work" }, { "from": 0, "to": 3700, "hr": 90 }{{answers}}, { "at": 3700, "event": "session-end" } ] }
            """);
        await StoredStory.StoreAsync(folder.Path, StoredStory.Rules, story);
        var session = folder.Reader.Sessions().Single();
        var report = ReportVerb.Of(Research.Series.StoredSessionRows.Read(folder.Reader.ReadWhole(session.Session)), folder.Reader, StoredStory.Rules, TimeZoneInfo.Utc, ReportWords.In("en")!);
        Assert.Equal(10, report.Tables[1].Rows.Count);
        Assert.Matches(@"and \d+ more of lower priority", report.Tables[1].Note!);
        Assert.InRange(Encoding.Latin1.GetString(PdfReport.Write(report)).Split("/Type /Page ").Length - 1, 1, 2);
    }

    [Theory]
    [InlineData("2026-10-25T00:50:00Z", "2026-10-25 02:50 +02:00", "02:40 +01:00")] // the hour that comes twice
    [InlineData("2026-03-29T00:50:00Z", "2026-03-29 01:50 +01:00", "03:40 +02:00")]
    [InlineData("2026-10-25T02:50:00Z", "2026-10-25 03:50", " 04:40")]
    public async Task Over_a_change_of_the_clock_times_say_their_offset_and_nothing_ends_before_it_begins(string start, string from, string to)
    {
        using var folder = new JournalFolder();
        await StoredStory.StoreAsync(folder.Path, StoredStory.Rules, QueryStories.Ride("p_9", DateTimeOffset.Parse(start, CultureInfo.InvariantCulture), seconds: 3000));
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var head = ReportVerb.Of(Research.Series.StoredSessionRows.Read(folder.Reader.ReadWhole(folder.Reader.Sessions().Single().Session)), folder.Reader, StoredStory.Rules, zone, ReportWords.In("en")!).Head;

        Assert.Equal(from, head.Single(l => l.Label == "Start").Value);
        Assert.EndsWith(to, head.Single(l => l.Label == "End").Value, StringComparison.Ordinal);
        var output = new StringWriter();
        Assert.Equal(0, new SessionsVerb(output, _error).Run(Config, new Dictionary<string, string?> { ["Data"] = folder.Path, ["TimeZone"] = "Europe/Berlin" }, json: false));
        Assert.Matches(from.Contains('+', StringComparison.Ordinal) ? @" \d\d:50:00 \+0[12]:00 " : @" \d\d:50:00  ", output.ToString());
    }

    [Fact]
    public void What_cannot_be_reported_is_one_line_and_the_agreed_exit_code()
    {
        Assert.Equal(2, Run("s_nobody", "html", Path.Combine(_folder.Path, "r.html"), "en"));
        Assert.Equal(2, Run(SessionOf("p_1"), "html", Path.Combine(_folder.Path, "r.html"), "fr"));
        Assert.Equal(1, Run(SessionOf("p_1"), "html", Path.Combine(_folder.Path, "no", "such", "folder", "r.html"), "en"));
        Assert.Equal(3, _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("there is no report in \"fr\"; use de or en", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_an_earlier_report_is_ever_replaced_and_that_only_when_asked()
    {
        var (journal, report) = (Path.Combine(_folder.Path, "journal.db"), Path.Combine(_folder.Path, "r.pdf"));
        var before = new FileInfo(journal).Length;
        Assert.Equal(1, RunAs(SessionOf("p_1"), "html", journal, force: true));
        Assert.Equal(2, RunAs(SessionOf("p_1"), null, journal, force: true));
        Assert.Equal(1, RunAs(SessionOf("p_1"), "html", _folder.Path, force: true));
        Assert.Equal(before, new FileInfo(journal).Length);
        Assert.Equal(0, RunAs(SessionOf("p_1"), null, report, force: false));
        Assert.Equal(0, RunAs(SessionOf("p_1"), null, report, force: false)); // the same bytes
        Assert.Equal(1, RunAs(SessionOf("p_1"), "html", report, force: false));
        Assert.Equal(0, RunAs(SessionOf("p_1"), "html", report, force: true));
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(report), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.part"));
        Assert.Contains("journal.db is there already and no report: it is not replaced", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("r.pdf is there already; --force replaces it", _error.ToString(), StringComparison.Ordinal);
    }

    private static void AssertRow(string html, string figure, string value, string source) =>
        Assert.Contains($"<tr><td>{figure}</td><td>{value}</td><td>{source}</td></tr>", html, StringComparison.Ordinal);

    private static string Names(string words) => string.Join(' ', Braces().Matches(words).Select(m => m.Value).Order(StringComparer.Ordinal));

    private static string Decoded(string html) => global::System.Net.WebUtility.HtmlDecode(html);

    private string Html(string person, string language) => Encoding.UTF8.GetString(Write(person, "html", language));

    private string Pdf(string person, string language) => Encoding.Latin1.GetString(Write(person, "pdf", language));

    private byte[] Write(string person, string format, string language)
    {
        var path = Path.Combine(_folder.Path, $"report.{format}");
        Assert.Equal(0, Run(SessionOf(person), format, path, language));
        return File.ReadAllBytes(path);
    }

    private int Run(string session, string format, string path, string language) =>
        new ReportVerb(_error).Run(session, format, path, true, language, Config, new Dictionary<string, string?> { ["Data"] = _folder.Path, ["TimeZone"] = "Europe/Berlin" });

    private int RunAs(string session, string? format, string path, bool force) =>
        new ReportVerb(_error).Run(session, format, path, force, "en", Config, new Dictionary<string, string?> { ["Data"] = _folder.Path });

    private string SessionOf(string person, bool last = false) => last ? _folder.Reader.Sessions().Last(s => s.Participant == person).Session : _folder.Reader.Sessions().First(s => s.Participant == person).Session;

    private SummaryEvent Summary(string person, bool last = false) => JournalEvents.Events(_folder.Reader.ReadSession(SessionOf(person, last))).Select(e => e.Event).OfType<SummaryEvent>().Single();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Braces();

    [GeneratedRegex("<body>.*</body>", RegexOptions.Singleline)]
    private static partial Regex Body();

    [GeneratedRegex("<(table|tr|td|th|div|dl|dt|dd|ul|li|h1|h2|p|svg|text|footer)[ >]")]
    private static partial Regex Openings();

    [GeneratedRegex("</(table|tr|td|th|div|dl|dt|dd|ul|li|h1|h2|p|svg|text|footer)>")]
    private static partial Regex Closings();

    [GeneratedRegex(@"startxref\n(\d+)\n%%EOF")]
    private static partial Regex Startxref();

    [GeneratedRegex(@"(\d{10}) 00000 n ")]
    private static partial Regex Entries();

    [GeneratedRegex(@"/Length (\d+) >>\nstream\n(.*?)\nendstream", RegexOptions.Singleline)]
    private static partial Regex Streams();
}
