using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal;
using HeartMonitor.Storage.Journal.Packing;
using HeartMonitor.Storage.Journal.Salvage;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.System.Tests.Support;

/// <summary>The two files of a journal as a kill leaves them, what is in them, and where each row lies.</summary>
internal sealed class JournalImage
{
    private const int PageSize = 4_096;
    private const int FrameSize = PageSize + 24;

    private readonly string _path;
    private readonly Dictionary<long, List<Place>> _places = [];
    private readonly bool[] _commits;

    private JournalImage(string path)
    {
        _path = path;
        _commits = [.. LogFile.Open(path + "-wal", PageSize)!.Frames.Select(frame => frame.Commits)];
    }

    public Dictionary<long, string> Rows { get; private set; } = [];

    public IReadOnlyList<StoredSession> Sessions { get; private set; } = [];

    public IReadOnlyList<(string Session, string Participant, string Id, int Rev)> Alerts { get; private set; } = [];

    public static JournalImage Of(string path)
    {
        var image = new JournalImage(path);
        using var copy = new JournalFolder();
        image.CopyTo(copy);
        image.Rows = copy.Reader.ReadAfter(0, int.MaxValue).ToDictionary(row => row.Seq, Content);
        image.Sessions = copy.Reader.Sessions();
        image.Alerts = [.. copy.Reader.CurrentAlerts().Select(a => (a.Session, a.Participant, a.Alert.Id, a.Alert.Rev))];
        image.FindPlaces();
        image.FindBlocks(copy.File);
        return image;
    }

    /// <summary>What a row says, without the names of its session, which lie elsewhere.</summary>
    public static string Content(JournalRow row) => $"{(int)row.Entry.Kind} {row.Entry.At.ToUnixMicroseconds()} {Convert.ToHexString(row.Entry.Body.Span)}";

    public void CopyTo(JournalFolder folder)
    {
        File.Copy(_path, folder.File);
        File.Copy(_path + "-wal", folder.File + "-wal");
    }

    /// <summary>Positions of the rows of which one whole copy lies outside the damage, in the file or in a transaction whose end can still be read.</summary>
    public List<long> OutsideOf(JournalDamager damage)
    {
        var lastCommit = _commits.Length - 1;
        while (lastCommit >= 0 && !(_commits[lastCommit] && !damage.Touches(Frame(lastCommit)))) lastCommit--;
        return [.. _places.Where(row => row.Value.Exists(place => !place.Parts.Exists(damage.Touches) && place.Frame <= lastCommit)).Select(row => row.Key)];
    }

    /// <summary>For the message of a failure.</summary>
    public string WhereIs(long seq) => string.Join(", ", _places[seq].Select(place => place.Frame >= 0 ? $"frame {place.Frame}" : string.Join('+', place.Parts.Select(part => $"byte {part.From}"))));

    private static (bool InLog, long From, long To) Frame(int index) => (true, 32 + ((long)index * FrameSize), 32 + ((index + 1L) * FrameSize));

    private static (bool InLog, long From, long To) Page(long page) => (false, (page - 1) * PageSize, page * PageSize);

    /// <summary>Rows by the pages that hold them: SQLite's own order of a page's cells, read by the program's reader of pages, all of them whole here.</summary>
    private void FindPlaces()
    {
        using var pages = new PageReader(_path);
        var carver = new PageCarver(pages);
        var filePages = (int)(new FileInfo(_path).Length / PageSize);
        var frame = -1 - filePages;
        foreach (var page in pages.All())
        {
            frame++;
            var records = carver.Carve(page, out var isWhole);
            if (!isWhole) continue;
            var place = frame < 0 ? new Place([Page(page.Number)], -1) : new Place([Frame(frame)], frame);
            foreach (var record in records.Where(r => r.Shape == "niiinnnbi" && Rows.ContainsKey(r.RowId))) Add(record.RowId, place);
        }
    }

    /// <summary>Blocks by what they hold: the page that ends with the beginning of the body, and the pages that go on with it.</summary>
    private void FindBlocks(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT first_seq, last_seq, session, sid, participant, samples, first_us, last_us, crc, body FROM block";
        using var reader = command.ExecuteReader();
        var bytes = File.ReadAllBytes(_path);
        while (reader.Read())
        {
            var body = reader.GetFieldValue<byte[]>(9);
            var found = new List<(bool, long, long)>();
            for (var page = 1; page <= bytes.Length / PageSize; page++)
                if (Shares(bytes.AsSpan((page - 1) * PageSize, PageSize), body)) found.Add(Page(page));
            foreach (var sample in PackedRows.Unpack(reader).Samples!) Add(sample.Seq, new(found, -1));
        }
    }

    /// <summary>True when some 16 bytes of the body stand in the page.</summary>
    private static bool Shares(ReadOnlySpan<byte> page, byte[] body)
    {
        for (var at = 0; at + 16 <= body.Length; at += 16)
            if (page.IndexOf(body.AsSpan(at, 16)) >= 0) return true;
        return false;
    }

    private void Add(long seq, Place place)
    {
        if (!_places.TryGetValue(seq, out var known)) _places.Add(seq, known = []);
        known.Add(place);
    }

    /// <param name="Parts">All bytes that hold it.</param>
    /// <param name="Frame">The frame of the log; -1 for the file.</param>
    private sealed record Place(List<(bool InLog, long From, long To)> Parts, int Frame);
}
