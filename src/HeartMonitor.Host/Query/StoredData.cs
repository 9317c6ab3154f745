using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Verbs;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Query;

/// <summary>The data folder for a verb that only reads: it works beside the service, and tells in one line when there is nothing to read.</summary>
/// <param name="Settings">Of the configuration folder, the environment and the command line.</param>
/// <param name="Journal">Committed rows.</param>
internal sealed record StoredData(MonitorSettings Settings, JournalReader Journal)
{
    /// <summary>The data, or null and the exit code after a line a fault on <paramref name="error"/>.</summary>
    internal static (StoredData? Data, int Code) Open(string configFolder, IReadOnlyDictionary<string, string?> commandLine, TextWriter error)
    {
        var (settings, faults) = ConfigFiles.ReadSettings(configFolder, commandLine);
        foreach (var fault in faults) error.WriteLine(fault);
        if (settings is null) return (null, ExitCode.Configuration);
        var journal = new JournalReader(settings.Data);
        if (journal.Exists) return (new(settings, journal), ExitCode.Fine);
        error.WriteLine(Directory.Exists(settings.Data)
            ? $"{settings.Data}: there is no journal in this folder; name the service's with --data DIR"
            : $"{settings.Data}: there is no such folder; name the service's data folder with --data DIR");
        return (null, ExitCode.Usage);
    }

    /// <summary>Runs a reading verb; a journal that cannot be read is one line and not a trace.</summary>
    internal static int Read(TextWriter error, Func<int> verb)
    {
        try
        {
            return verb();
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or InvalidDataException or System.Text.Json.JsonException)
        {
            error.WriteLine($"The journal cannot be read: {fault.Message}");
            return ExitCode.Failed;
        }
    }
}
