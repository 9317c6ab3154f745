namespace HeartMonitor.Storage.Journal;

/// <summary>Finds a place in the journal by time.</summary>
internal static class JournalSeek
{
    /// <summary>
    /// The last position with a stamp before <paramref name="stamp"/>, of those after <paramref name="low"/> up to <paramref name="high"/>, or
    /// <paramref name="low"/>. By halves: stamps grow, save for late items, beside which the place may be off by as many.
    /// </summary>
    internal static long LastBefore(this JournalReader reader, long low, long high, DateTimeOffset stamp)
    {
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            var row = reader.ReadAfter(middle - 1, 1);
            if (row.Count > 0 && row[0].Entry.At < stamp) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}
