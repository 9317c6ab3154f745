using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HeartMonitor.Storage.People;

/// <summary>
/// A PIN or a password as it is stored: PBKDF2 with HMAC-SHA512, a salt of its own, and its number of rounds beside it so that the number may grow.
/// </summary>
public static class SecretHash
{
    /// <summary>OWASP's figure for PBKDF2 with HMAC-SHA512 (Password Storage Cheat Sheet, 2023): about 0.1 s of a core.</summary>
    public const int UsualRounds = 210_000;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const string Form = "pbkdf2-sha512";

    /// <summary>What is stored in place of <paramref name="secret"/>.</summary>
    public static string Of(string secret, int rounds = UsualRounds)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(CultureInfo.InvariantCulture, $"{Form}${rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(secret, salt, rounds))}");
    }

    /// <summary>True when <paramref name="stored"/> was made of <paramref name="secret"/>; takes as long either way.</summary>
    public static bool IsOf(string secret, string stored) =>
        stored.Split('$') is [Form, var rounds, var salt, var hash]
        && CryptographicOperations.FixedTimeEquals(
            Derive(secret, Convert.FromBase64String(salt), int.Parse(rounds, CultureInfo.InvariantCulture)), Convert.FromBase64String(hash));

    /// <summary>Text is compared as it is meant, not as a keyboard happened to compose it.</summary>
    private static byte[] Derive(string secret, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(secret.Normalize(NormalizationForm.FormC)), salt, rounds, HashAlgorithmName.SHA512, HashBytes);
}

/// <summary>Secrets that are drawn here: so long that one round of SHA-256 keeps them.</summary>
public static class DrawnSecret
{
    /// <summary>256 bits as 43 characters of base64url.</summary>
    public static string New() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static byte[] HashOf(string drawn) => SHA256.HashData(Encoding.UTF8.GetBytes(drawn));
}
