namespace HeartMonitor.Core.Medications;

/// <summary>Whether a field for a signature holds one. A dash, a question mark or the word "unsigned" is none (product.md, decision 3).</summary>
public static class Signature
{
    /// <summary>What people write where nobody signed, in the shipped languages; letters only.</summary>
    private static readonly HashSet<string> Refusals =
    [
        "no", "none", "nobody", "nil", "null", "na", "nan", "undefined", "false", "unknown", "tbd", "tba", "todo", "missing", "open", "empty", "blank", "xx", "xxx",
        "nein", "keine", "keiner", "niemand", "ohne", "offen", "fehlt", "leer", "unbekannt",
    ];

    /// <summary>First words of a sentence that says that nobody signed.</summary>
    private static readonly HashSet<string> Openings = ["not", "unsigned", "pending", "nicht", "ungezeichnet", "unsigniert", "ausstehend", "awaiting", "without", "kein"];

    /// <summary>At least two letters or digits that are a name or initials.</summary>
    public static bool IsGiven(string? signedBy)
    {
        if (string.IsNullOrWhiteSpace(signedBy)) return false;
        var words = MedicineName.Words(signedBy);
        if (words.Count > 0 && (Openings.Contains(words[0]) || Refusals.Contains(string.Concat(words)))) return false;
        return words.Sum(w => w.Length) > 0 && signedBy.Count(char.IsLetterOrDigit) >= 2;
    }
}
