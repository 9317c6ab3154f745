using System.Globalization;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Query;
using HeartMonitor.Research.Rerun;
using HeartMonitor.Research.Series;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Verbs;

/// <summary><c>monitor rerun</c>: today's rules over stored sessions, every difference named by code and time.</summary>
internal sealed class RerunVerb(TextWriter output, TextWriter error)
{
    private bool _differs;
    private bool _failed;

    /// <summary>Runs one session, or all of them when <paramref name="session"/> is null.</summary>
    /// <returns>0 no difference, 1 differences or something that cannot be read, 2 no such session or journal, 78 configuration refused.</returns>
    internal int Run(string? session, string configFolder, IReadOnlyDictionary<string, string?> commandLine, bool json)
    {
        var (data, code) = StoredData.Open(configFolder, commandLine, error);
        if (data is null) return code;
        var (setup, faults) = ConfigFiles.ReadRules(configFolder, data.Settings.Site, data.Settings.Language);
        foreach (var fault in faults) error.WriteLine(fault);
        return setup is null ? ExitCode.Configuration : StoredData.Read(error, () => RunAll(session, data.Journal, setup, json));
    }

    private int RunAll(string? session, JournalReader journal, EngineSetup setup, bool json)
    {
        var sessions = journal.Sessions().Where(s => session is null || s.Session == session).ToList();
        if (sessions.Count == 0 && session is not null)
        {
            error.WriteLine($"{session}: there is no such session in the journal; monitor sessions lists them");
            return ExitCode.Usage;
        }

        var text = new RerunText(output);
        for (var i = 0; i < sessions.Count; i++)
        {
            if (!Console.IsErrorRedirected && sessions.Count > 1) error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{i + 1} of {sessions.Count}"));
            if (RunOne(sessions[i], journal, setup) is not { } report) continue;
            _differs |= !report.IsSame;
            if (json) output.WriteLine(RerunJson.Write(report));
            else text.Write(report);
        }

        if (!Console.IsErrorRedirected && sessions.Count > 1) error.WriteLine();
        if (!json) text.Total(sessions.Count, setup.RulesVersion);
        return _differs || _failed ? ExitCode.Failed : ExitCode.Fine;
    }

    private RerunReport? RunOne(StoredSession stored, JournalReader journal, EngineSetup setup)
    {
        try
        {
            var rows = StoredSessionRows.Read(journal.ReadWhole(stored.Session));
            LossText.Tell(rows, "the rerun", error);
            return SessionRerun.Run(rows, setup);
        }
        catch (InvalidDataException fault)
        {
            error.WriteLine($"{stored.Session}: {fault.Message}");
            _failed = true;
            return null;
        }
    }
}
