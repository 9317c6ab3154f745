using System.Globalization;
using System.Security.Cryptography;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Query;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Series;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Verbs;

/// <summary><c>monitor export</c>: stored sessions as files for others, pseudonymous, with a line in the audit for each (contracts 1 and 8).</summary>
internal sealed class ExportVerb(TextWriter output, TextWriter error, TimeProvider time)
{
    internal const string KeyName = "export.key";

    /// <summary>Exports one session, or all of them.</summary>
    /// <returns>0 fine, 1 something could not be written or read, 2 wrong usage or no such session or journal, 78 configuration refused.</returns>
    internal async Task<int> RunAsync(ExportRequest request, string configFolder, IReadOnlyDictionary<string, string?> commandLine)
    {
        var (data, code) = StoredData.Open(configFolder, commandLine, error);
        if (data is null) return code;
        var audit = new ExportAudit(data.Settings.Data, request, time);
        if (UsageFault(request) is { } fault) return Refuse(audit, fault);
        var (setup, faults) = ConfigFiles.ReadRules(configFolder, data.Settings.Site, "en");
        foreach (var wrong in faults) error.WriteLine(wrong);
        if (setup is null) return ExitCode.Configuration;

        try
        {
            var sessions = data.Journal.Sessions().Where(s => request.Session is null || s.Session == request.Session).ToList();
            if (sessions.Count == 0 && request.Session is { } unknown) return Refuse(audit, $"{unknown}: there is no such session in the journal; monitor sessions lists them");
            if (sessions.Count == 0) error.WriteLine("There is no session in the journal.");
            var disguise = request.ShiftDates ? new SeriesDisguise(SiteKey.Bytes(request.KeyFile ?? Path.Combine(data.Settings.Data, KeyName), request.KeyFile is null ? "export key" : "--key")) : null;
            if (disguise is not null) sessions = [.. sessions.OrderBy(s => disguise.SessionNameOf(s.Session), StringComparer.Ordinal)];
            return await new ExportRun(request, data.Journal, setup, disguise, audit, output, error).RunAsync(sessions) ? ExitCode.Fine : ExitCode.Failed;
        }
        catch (Exception unreadable) when (unreadable is System.Data.Common.DbException or DataRefusedException or IOException or UnauthorizedAccessException)
        {
            return Fail(audit, unreadable.Message);
        }
    }

    private static string? UsageFault(ExportRequest request) => request.Known is { } format
        ? request is { KeyFile: not null, ShiftDates: false } ? "--key: only with --shift-dates" : ExportPlace.FaultOf(request.Out, format, request.Session is null)
        : $"--format: \"{request.Format}\" is none of {string.Join(", ", ExportFormats.Names)}";

    private int Refuse(ExportAudit audit, string fault)
    {
        error.WriteLine(fault);
        Note(audit, new("refused", null, null, fault));
        return ExitCode.Usage;
    }

    private int Fail(ExportAudit audit, string fault)
    {
        error.WriteLine(fault);
        Note(audit, new("failed", null, null, fault));
        return ExitCode.Failed;
    }

    private void Note(ExportAudit audit, AuditLine line)
    {
        try
        {
            audit.Append(line);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"The audit could not be written: {closed.Message}");
        }
    }
}

/// <summary>One call of the verb.</summary>
internal sealed class ExportRun(
    ExportRequest request, JournalReader journal, EngineSetup setup, SeriesDisguise? disguise, ExportAudit audit, TextWriter output, TextWriter error)
{
    private readonly ExportPlace _place = new(Path.GetFullPath(request.Out), request.Force);
    private bool _allWell = true;

    /// <summary>Exports them one after another; what fails is named, and the others go on.</summary>
    internal async Task<bool> RunAsync(IReadOnlyList<StoredSession> sessions)
    {
        if (request.Session is null && _place.IsArchive && sessions.Count > 0) await IntoArchive(sessions);
        else await IntoFolders(sessions);
        if (!Console.IsErrorRedirected && sessions.Count > 1) error.WriteLine();
        return _allWell;
    }

    private async Task IntoFolders(IReadOnlyList<StoredSession> sessions)
    {
        for (var i = 0; i < sessions.Count; i++)
        {
            Progress(i, sessions.Count);
            if (await BundleOf(sessions[i]) is not { } bundle || !Note(sessions[i], bundle)) continue;
            Put([(sessions[i], bundle.Session)], () => request.Session is null ? _place.PutOneOfAll(bundle) : _place.Put(bundle));
        }
    }

    private async Task IntoArchive(IReadOnlyList<StoredSession> sessions)
    {
        using var archive = _place.BeginArchive();
        var held = new List<(StoredSession Of, string Name)>();
        for (var i = 0; i < sessions.Count; i++)
        {
            Progress(i, sessions.Count);
            if (await BundleOf(sessions[i]) is not { } bundle || !Note(sessions[i], bundle)) continue;
            archive.Add(bundle, bundle.Session + "/");
            held.Add((sessions[i], bundle.Session));
        }

        if (held.Count > 0) Put(held, archive.Finish);
    }

    private void Progress(int done, int all)
    {
        if (!Console.IsErrorRedirected && all > 1) error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{done + 1} of {all}"));
    }

    private async Task<ExportBundle?> BundleOf(StoredSession stored)
    {
        try
        {
            var rows = StoredSessionRows.Read(journal.ReadWhole(stored.Session));
            LossText.Tell(rows, "the export", error);
            var series = SessionReading.Of(rows, setup).Series;
            if (series.IsOpen) error.WriteLine($"{stored.Session}: the session is still open; what is known of it is exported");
            if (request.Known is ExportFormat.Kubios or ExportFormat.HrvLogger && !SeriesWarnings.HasIntervals(series) && !TellEmpty(stored)) return null;
            return await SessionExport.WriteAsync(disguise?.Of(series) ?? series, request.Known!.Value);
        }
        catch (Exception fault) when (fault is InvalidDataException or System.Data.Common.DbException or ArgumentException or OverflowException)
        {
            Tell(stored, "failed", fault.Message);
            return null;
        }
    }

    /// <summary>A file of intervals without one: who asked for this session gets none and is told; among all of them it stands there empty, and is told too.</summary>
    private bool TellEmpty(StoredSession stored)
    {
        const string Why = "no intervals between beats are stored (an optical strap, or one that sends none)";
        if (request.Session is not null)
        {
            Tell(stored, "failed", $"{Why}; nothing was written, the rates are in csv and parquet");
            return false;
        }

        error.WriteLine($"{stored.Session}: warning: {Why}; its {request.Format} has no interval, and session.json says {SeriesWarnings.NoIntervals}");
        return true;
    }

    /// <summary>The line of the audit stands before the files do: what cannot be noted does not leave.</summary>
    private bool Note(StoredSession of, ExportBundle bundle)
    {
        try
        {
            audit.Append(Line("done", of, bundle, null));
            return true;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{of.Session}: not exported, for the audit cannot be written: {closed.Message}");
            return _allWell = false;
        }
    }

    private void Put(IReadOnlyList<(StoredSession Of, string Name)> sessions, Func<PlaceOutcome> put)
    {
        try
        {
            var outcome = put() == PlaceOutcome.Written ? "written" : "unchanged";
            foreach (var (_, name) in sessions) output.WriteLine($"{name}\t{outcome}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            foreach (var (of, _) in sessions) Tell(of, fault is PlaceTakenException ? "refused" : "failed", fault.Message);
        }
    }

    private void Tell(StoredSession of, string outcome, string why)
    {
        error.WriteLine($"{of.Session}: {why}");
        _allWell = false;
        audit.Append(Line(outcome, of, null, why));
    }

    private static AuditLine Line(string outcome, StoredSession of, ExportBundle? bundle, string? why) => new(
        outcome,
        of.Session,
        of.Participant,
        why,
        bundle?.Files.Count ?? 0,
        bundle is null ? null : Convert.ToHexStringLower(SHA256.HashData(bundle.Files[^1].Content.Span)));
}
