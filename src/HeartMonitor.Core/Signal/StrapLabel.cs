namespace HeartMonitor.Core.Signal;

/// <summary>What may be shown of a strap's advertised name: people name their straps after themselves.</summary>
public static class StrapLabel
{
    private const int ShortestTail = 4;
    private const int LongestTail = 12;

    /// <summary>
    /// The product that <c>straps.json</c> knows, and the last word behind it where that is a number as printed on straps (4 to 12 hexadecimal digits, one
    /// of them a figure); null for any other name.
    /// </summary>
    public static string? Of(string? advertised, StrapCatalogue straps)
    {
        if (straps.KnownAs(advertised) is not { } product) return null;
        var tail = advertised![product.Name.Length..].Trim().Split(' ')[^1];
        var isNumber = tail.Length is >= ShortestTail and <= LongestTail && tail.All(char.IsAsciiHexDigit) && tail.Any(char.IsAsciiDigit);
        return isNumber ? $"{product.Name} {tail}" : product.Name;
    }
}
