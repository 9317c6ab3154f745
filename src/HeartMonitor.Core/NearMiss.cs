namespace HeartMonitor.Core;

/// <summary>Whether one name is a slip of the pen for another: the same but for capitals, or one or two letters off.</summary>
public static class NearMiss
{
    private const int LongName = 6; // ours: from here on two letters may be off; "age" and "sex" must not swallow short words

    /// <summary>True for different spellings of one name, never for the name itself.</summary>
    public static bool Is(string written, string known)
    {
        if (written == known) return false;
        if (Math.Abs(written.Length - known.Length) > 2) return false;
        var distance = Distance(written.ToLowerInvariant(), known.ToLowerInvariant());
        return distance == 0 || distance <= (known.Length >= LongName ? 2 : 1);
    }

    /// <summary>Levenshtein distance.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[to.Length];
    }
}
