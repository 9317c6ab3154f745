using HeartMonitor.Storage.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A data folder of its own that is gone after the test.</summary>
public sealed class JournalFolder : IDisposable
{
    public JournalFolder() => Path = Directory.CreateTempSubdirectory("hrm-journal-").FullName;

    public string Path { get; }

    public string File => global::System.IO.Path.Combine(Path, "journal.db");

    public JournalOptions Options => new() { Folder = Path };

    public JournalReader Reader => new(Path);

    public SqliteJournal Open() => Open(Options);

    public static SqliteJournal Open(JournalOptions options, TimeProvider? time = null) =>
        SqliteJournal.Open(options, time ?? TimeProvider.System, NullLogger.Instance);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
