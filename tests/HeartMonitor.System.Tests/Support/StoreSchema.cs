namespace HeartMonitor.System.Tests.Support;

/// <summary>What the store knows after our own lines came in: the schema as it is, not as somebody remembers it.</summary>
/// <param name="Fields">Fields by measurement.</param>
/// <param name="Tags">Tags by measurement.</param>
internal sealed record StoreSchema(Dictionary<string, HashSet<string>> Fields, Dictionary<string, HashSet<string>> Tags)
{
    internal static async Task<StoreSchema> OfAsync(StoreOfStories store)
    {
        var (fields, tags) = (new Dictionary<string, HashSet<string>>(), new Dictionary<string, HashSet<string>>());
        foreach (var measurement in (await store.AskAsync("SHOW MEASUREMENTS")).Single().Column("name").Select(n => n.GetString()!))
        {
            fields[measurement] = [.. (await store.AskAsync($"SHOW FIELD KEYS FROM {measurement}")).Single().Column("fieldKey").Select(n => n.GetString()!)];
            tags[measurement] = [.. (await store.AskAsync($"SHOW TAG KEYS FROM {measurement}")).Single().Column("tagKey").Select(n => n.GetString()!)];
        }

        return new(fields, tags);
    }

    internal bool Knows(string measurement, string name) => Fields[measurement].Contains(name) || Tags[measurement].Contains(name);
}
