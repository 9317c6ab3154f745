using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Query;
using HeartMonitor.Research.Reports;
using HeartMonitor.Research.Rerun;
using HeartMonitor.Research.Series;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Verbs;

/// <summary><c>monitor report SESSION</c>: the page that a clinician hands over.</summary>
/// <param name="error">Faults.</param>
internal sealed class ReportVerb(TextWriter error)
{
    /// <summary>Writes the report of one session.</summary>
    /// <param name="session">Session id.</param>
    /// <param name="format"><c>html</c> or <c>pdf</c>.</param>
    /// <param name="path">File to write, or <c>-</c> for standard output.</param>
    /// <param name="force">An earlier report there may be replaced; nothing else ever is.</param>
    /// <param name="language">Language of the report; null for the clinic's.</param>
    /// <param name="configFolder">Rules, words, settings.</param>
    /// <param name="commandLine">Settings of the command line.</param>
    /// <returns>0 fine, 1 it cannot be read or written, 2 no such session or journal, 78 configuration refused.</returns>
    internal int Run(string session, string? format, string path, bool force, string? language, string configFolder, IReadOnlyDictionary<string, string?> commandLine)
    {
        var place = new ReportPlace(path, force);
        if ((format ??= place.Format) is null) return Refuse($"--out: \"{path}\" ends neither in .html nor in .pdf; say --format html or --format pdf", ExitCode.Usage);
        var (data, code) = StoredData.Open(configFolder, commandLine, error);
        if (data is null) return code;
        language ??= data.Settings.Language;
        if (ReportWords.In(language) is not { } words) return Refuse($"--language: there is no report in \"{language}\"; use {string.Join(" or ", ReportWords.Languages)}", ExitCode.Usage);
        var (setup, faults) = ConfigFiles.ReadRules(configFolder, data.Settings.Site, language);
        foreach (var fault in faults) error.WriteLine(fault);
        if (setup is null) return ExitCode.Configuration;
        return StoredData.Read(error, () =>
        {
            if (data.Journal.Sessions().All(s => s.Session != session))
                return Refuse($"{session}: there is no such session in the journal; monitor sessions lists them", ExitCode.Usage);
            var rows = StoredSessionRows.Read(data.Journal.ReadWhole(session));
            LossText.Tell(rows, "the report", error);
            var report = Of(rows, data.Journal, setup, data.Settings.TimeZone, words);
            return place.Put(format == "pdf" ? PdfReport.Write(report) : HtmlReport.Write(report)) is { } fault ? Refuse(fault, ExitCode.Failed) : ExitCode.Fine;
        });
    }

    /// <summary>The report, before anybody draws it.</summary>
    internal static SessionReport Of(StoredSessionRows rows, JournalReader journal, EngineSetup setup, TimeZoneInfo zone, ReportWords words)
    {
        var week = ClinicWeek.Of(rows.StartedAt, zone);
        using var store = new StoredSessions(journal, setup, zone);
        var so = store.WeekOf(rows.Participant, week);
        return new ReportBuilder(
            SessionReading.Of(rows, setup),
            new ReportTold(rows.Decisions, SessionRerun.Decide(rows, setup)),
            new(so.Week, so.MetMinutes, so.TargetFrom, so.TargetTo, so.Standing, so.Sessions.Count, so.SessionsWithoutDose),
            zone,
            words).Build();
    }

    private int Refuse(string line, int code)
    {
        error.WriteLine(line);
        return code;
    }
}
