using HeartMonitor.Core.Medications;

namespace HeartMonitor.Host.People;

/// <summary>
/// What somebody may have meant whose spelling nothing has: a name or trade name that is one slip away (one letter wrong, missing, too many, or two changed
/// places), two from eight letters on. Ours. It is offered with the name as it is spelt, never taken by itself.
/// </summary>
internal static class Misspelling
{
    private const int Rank = 10; // behind everything that was found as it was typed
    private const int ShortestWord = 5;
    private const int LongWord = 8;

    /// <summary>Rank of the slip and the word that may be meant; the highest rank when none is near.</summary>
    internal static (int Rank, string Word) Of(Medication medicine, string query)
    {
        if (query.Length < ShortestWord || !query.All(char.IsLetter) || medicine.Codes.Count == 0) return (int.MaxValue, "");
        var most = query.Length >= LongWord ? 2 : 1;
        var (slips, word) = medicine.Names.Values.Prepend(medicine.Name).Concat(medicine.Substances).Distinct()
            .Select(word => (Slips: Slips(query, MedicineSearch.Plain(word), most), Word: word)).OrderBy(m => m.Slips).FirstOrDefault((int.MaxValue, ""));
        return slips <= most ? (Rank + slips, word) : (int.MaxValue, "");
    }

    /// <summary>Slips between what was typed and the beginning of a word (optimal string alignment); more than <paramref name="most"/> is no count.</summary>
    private static int Slips(string typed, string word, int most)
    {
        if (word.Length < ShortestWord || word[0] != typed[0] || word.Length < typed.Length - most) return int.MaxValue; // nobody errs in the first letter of a name that they read off a box
        var before = new int[word.Length + 1];
        var last = new int[word.Length + 1];
        var row = new int[word.Length + 1];
        for (var j = 0; j <= word.Length; j++) last[j] = j;
        for (var i = 1; i <= typed.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= word.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (typed[i - 1] == word[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last.Skip(typed.Length - most).Min(); // somebody is still typing: the beginning will do
    }
}
