namespace HeartMonitor.Core.Medications;

/// <summary>ATC codes as people write them: any case, with blanks or dots, with a local ending, with O for 0, several in one field.</summary>
internal static class AtcCode
{
    /// <summary>Characters of a complete code, such as C07AB02.</summary>
    internal const int Complete = 7;

    private const int LongestField = 40;

    /// <summary>What clinics hang on a code to tell forms apart; more than this is another code.</summary>
    private const int LongestEnding = 4;

    /// <summary>Letter, two digits, two letters, two digits.</summary>
    private const string Shape = "A00AA00";

    /// <summary>The first code of the field, upper case, seven characters at most; null when there is none.</summary>
    internal static string? Normalise(string? written) => Read(written).Codes is [var first, ..] ? first : null;

    /// <summary>Every code of the field.</summary>
    /// <returns>
    /// The codes, and whether something is left that has digits and is no code: nobody knows what that was. A field without a digit, such as
    /// "-" or "none", says nothing.
    /// </returns>
    internal static (IReadOnlyList<string> Codes, bool Unreadable) Read(string? written)
    {
        if (string.IsNullOrWhiteSpace(written)) return ([], false);
        if (written.Length > LongestField) return ([], true);
        var parts = LookAlike.Plain(written).ToUpperInvariant().Split([',', ';', '/', '+', '&', '|'])
            .SelectMany(part => One(part) is null ? part.Split((char[]?)null) : [part]).ToList();
        return ([.. parts.Select(One).OfType<string>().Distinct()], parts.Exists(part => One(part) is null && part.Any(char.IsAsciiDigit)));
    }

    /// <summary>One letter, two digits, two letters, two digits, or the first three, four, five of these.</summary>
    internal static bool IsShaped(string code)
    {
        if (code.Length is not (1 or 3 or 4 or 5 or Complete)) return false;
        for (var i = 0; i < code.Length; i++)
            if (Shape[i] == '0' ? !char.IsAsciiDigit(code[i]) : !char.IsAsciiLetterUpper(code[i])) return false;
        return true;
    }

    private static string? One(string text)
    {
        var code = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not ('.' or '-' or '_' or ':')));
        return Shaped(code) ?? (code.StartsWith('Q') ? Shaped(code[1..]) : null); // Q: the veterinary index, same codes
    }

    /// <summary>The code without a local ending; O and 0, I, L and 1 told apart by their place.</summary>
    private static string? Shaped(string code)
    {
        var start = string.Concat(code.Take(Complete).Select((c, place) => Placed(c, place)));
        if (!IsShaped(start)) return null;
        return code.Length <= (start.Length == Complete ? Complete + LongestEnding : start.Length) ? start : null;
    }

    private static char Placed(char c, int place) => (Shape[place], c) switch
    {
        ('0', 'O') => '0',
        ('0', 'I' or 'L') => '1',
        ('A', '0') => 'O',
        _ => c,
    };
}
