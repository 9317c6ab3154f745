namespace HeartMonitor.Core.Medications;

/// <summary>ATC codes as people write them: any case, with spaces.</summary>
internal static class AtcCode
{
    /// <summary>Characters of a complete code, such as C07AB02.</summary>
    internal const int Complete = 7;

    /// <summary>Upper case without spaces; null when it is not a code or the beginning of one.</summary>
    internal static string? Normalise(string? written)
    {
        if (written is null || written.Length > 40) return null;
        var code = string.Concat(written.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        return IsShaped(code) ? code : null;
    }

    /// <summary>One letter, two digits, two letters, two digits, or the first three, four, five of these.</summary>
    internal static bool IsShaped(string code)
    {
        if (code.Length is not (1 or 3 or 4 or 5 or Complete)) return false;
        for (var i = 0; i < code.Length; i++)
            if (i is 1 or 2 or 5 or 6 ? !char.IsAsciiDigit(code[i]) : !char.IsAsciiLetterUpper(code[i])) return false;
        return true;
    }
}
