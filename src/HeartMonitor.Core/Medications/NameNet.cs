namespace HeartMonitor.Core.Medications;

/// <summary>Catches beta-blockers that no code or name in the table covers, by the sound of their name (domain-facts 3.2).</summary>
/// <param name="Contains">Parts of a word that only beta-blockers have, lower case.</param>
/// <param name="Words">Whole words: abbreviations of the class.</param>
/// <param name="FalseFriends">Beginnings of words that sound alike and are not (stanozolol).</param>
/// <param name="LongActingWords">Words that mark a long-acting form.</param>
/// <param name="Medication">What a caught medicine counts as.</param>
internal sealed record NameNet(
    IReadOnlyList<string> Contains,
    IReadOnlyList<string> Words,
    IReadOnlyList<string> FalseFriends,
    IReadOnlyList<string> LongActingWords,
    Medication Medication)
{
    internal bool Catches(string word) => !IsFalseFriend(word) && (Words.Contains(word) || Contains.Any(part => word.Contains(part, StringComparison.Ordinal)));

    internal bool IsFalseFriend(string word) => FalseFriends.Any(friend => word.StartsWith(friend, StringComparison.Ordinal));
}
