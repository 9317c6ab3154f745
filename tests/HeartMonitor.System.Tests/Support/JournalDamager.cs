namespace HeartMonitor.System.Tests.Support;

/// <summary>What disks and power cuts do to the two files of a journal: pages of zeros, torn pages, rubbish, single bits, an end that is missing.</summary>
internal sealed class JournalDamager
{
    private const int PageSize = 4_096;

    private readonly List<(bool InLog, long From, long To)> _parts = [];
    private readonly List<string> _words = [];

    public override string ToString() => string.Join(" and ", _words);

    /// <summary>Damages the journal in one to three places.</summary>
    public static JournalDamager Strike(string journal, Random random)
    {
        var damage = new JournalDamager();
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var inLog = random.Next(3) == 0;
            damage.Strike(inLog ? journal + "-wal" : journal, inLog, random);
        }

        return damage;
    }

    public bool Touches((bool InLog, long From, long To) part) =>
        _parts.Exists(hurt => hurt.InLog == part.InLog && hurt.From < part.To && part.From < hurt.To);

    private void Strike(string path, bool inLog, Random random)
    {
        using var file = new FileStream(path, FileMode.Open);
        if (file.Length < PageSize) return;
        var at = random.NextInt64(file.Length / PageSize) * PageSize;
        switch (random.Next(7))
        {
            case 0: Write(file, inLog, "a page of zeros", at, new byte[PageSize]); break;
            case 1: Write(file, inLog, "a half page of zeros", at + (random.Next(2) * PageSize / 2), new byte[PageSize / 2]); break;
            case 2: Write(file, inLog, "a page of rubbish", at, Rubbish(PageSize, random)); break;
            case 3: Write(file, inLog, "a sector of rubbish", at + (random.Next(8) * 512), Rubbish(512, random)); break;
            case 4: Write(file, inLog, "no header", 0, new byte[inLog ? 32 : 100]); break;
            case 5: Flip(file, inLog, random); break;
            default: Cut(file, inLog, random); break;
        }
    }

    private static byte[] Rubbish(int bytes, Random random)
    {
        var rubbish = new byte[bytes];
        random.NextBytes(rubbish);
        return rubbish;
    }

    private void Write(FileStream file, bool inLog, string what, long at, byte[] bytes)
    {
        file.Position = at;
        file.Write(bytes.AsSpan(0, (int)Math.Min(bytes.Length, file.Length - at)));
        Note(inLog, what, at, at + bytes.Length);
    }

    private void Flip(FileStream file, bool inLog, Random random)
    {
        var at = random.NextInt64(file.Length);
        file.Position = at;
        var was = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(was ^ (1 << random.Next(8))));
        Note(inLog, "a bit", at, at + 1);
    }

    private void Cut(FileStream file, bool inLog, Random random)
    {
        var length = random.NextInt64(file.Length / 2, file.Length);
        Note(inLog, "the end is missing", length, file.Length);
        file.SetLength(length);
    }

    private void Note(bool inLog, string what, long from, long to)
    {
        _parts.Add((inLog, from, to));
        _words.Add($"{what} at {from} of {(inLog ? "the log" : "the file")}");
    }
}
