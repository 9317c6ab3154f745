namespace HeartMonitor.Host.SignIn;

/// <summary>Which ids and secrets are good enough.</summary>
internal static class SecretRules
{
    /// <summary>Ours: with the lock-out, a PIN of six digits that nobody would guess first is out of reach; only staff may have one.</summary>
    internal const int ShortestPin = 6;

    internal const int LongestPin = 12;

    /// <summary>Over the least of ASVS 5.0 (v5.0.0-6.2.1: 8, 15 recommended).</summary>
    internal const int ShortestPassword = 12;

    /// <summary>Longest that is looked at (v5.0.0-6.2.9 asks for 64 and more).</summary>
    internal const int Longest = 128;

    private static readonly string[] Guessed =
    [
        "password", "passwort", "passw0rd", "qwertz", "qwerty", "123456", "iloveyou", "letmein", "welcome", "willkommen", "heartmonitor", "changeme", "admin",
    ];

    internal static bool IsPin(string secret) => secret.Length is >= ShortestPin and <= LongestPin && secret.All(char.IsAsciiDigit);

    /// <summary>What is wrong with a new secret; null when nothing is.</summary>
    internal static string? Fault(string secret, string id, bool mayBePin)
    {
        if (secret.Length > Longest) return $"The secret is over {Longest} characters.";
        if (secret.All(char.IsAsciiDigit) && mayBePin) return PinFault(secret);
        if (secret.Length < ShortestPassword) return mayBePin
            ? $"Take a PIN of {ShortestPin} to {LongestPin} digits, or a password of at least {ShortestPassword} characters."
            : $"Take a password of at least {ShortestPassword} characters; a few words do well.";
        return IsGuessed(secret.ToLowerInvariant(), id) ? "This password would be among the first that somebody tries; take a few words of your own." : null;
    }

    private static string? PinFault(string pin)
    {
        if (!IsPin(pin)) return $"A PIN has {ShortestPin} to {LongestPin} digits.";
        var steps = pin.Zip(pin.Skip(1), (a, b) => b - a).Distinct().ToArray();
        var isPlain = pin.Distinct().Count() < 3;
        return (steps.Length == 1 && steps[0] is 0 or 1 or -1) || isPlain ? "This PIN would be among the first that somebody tries; take another one." : null;
    }

    private static bool IsGuessed(string secret, string id)
    {
        if (secret.Distinct().Count() < 5) return true;
        var rest = Guessed.Append(id).Where(word => word.Length > 3).Aggregate(secret, (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        return rest.Length < 5;
    }
}
