using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Journal.Salvage;

/// <summary>
/// Moves a damaged journal out of the way, whole, and puts one in its place that holds what could be read of it. Whenever it is interrupted, the next start
/// goes on: a note beside the files says where the damaged one went, and the fresh one takes its name last.
/// </summary>
/// <param name="path">Of the journal.</param>
internal sealed class JournalRescue(string path)
{
    private static readonly string[] Companions = ["", "-wal", "-shm"];

    private readonly string _note = path + ".rescue";
    private readonly string _fresh = path + ".new";

    /// <summary>The service stopped in the middle of a rescue.</summary>
    internal bool IsUnfinished => File.Exists(_note) && !File.Exists(path);

    /// <summary>From now on the journal counts as damaged.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal void Begin(string aside) => File.WriteAllText(_note, Path.GetFileName(aside));

    /// <summary>Moves the damaged file and all that belongs to it. The file goes first: from then on the rescue is under way. Returns where it went.</summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    internal string MoveAside()
    {
        var aside = Path.Combine(Path.GetDirectoryName(path)!, File.ReadAllText(_note).Trim());
        foreach (var companion in Companions)
            if (File.Exists(path + companion)) File.Move(path + companion, aside + companion, overwrite: true);
        foreach (var companion in Companions) File.Delete(_fresh + companion);
        return aside;
    }

    /// <summary>How many rows were saved.</summary>
    /// <param name="open">Makes an empty journal of the newest version.</param>
    /// <exception cref="SqliteException">The disk does not take it.</exception>
    /// <exception cref="IOException">The same.</exception>
    internal long Save(Func<string, SqliteConnection> open)
    {
        var aside = Path.Combine(Path.GetDirectoryName(path)!, File.ReadAllText(_note).Trim());
        if (!File.Exists(aside)) return 0;
        long rows;
        using (var pages = new PageReader(aside))
        using (var fresh = open(_fresh))
            rows = SavedJournal.Fill(fresh, pages);
        File.Move(_fresh, path);
        return rows;
    }

    /// <summary>There is a journal again, or nothing to make one of.</summary>
    internal void Finish()
    {
        if (File.Exists(_note)) File.Delete(_note);
    }
}
