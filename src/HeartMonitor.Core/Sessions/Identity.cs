using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HeartMonitor.Core.Sessions;

/// <summary>
/// Identifiers that the same journal always gives again (ecosystem-reliability 1a): a restart, or a second node reading the same
/// journal, derives the same ones, so "at least once" on the way is "exactly once" on the screen.
/// </summary>
public static class Identity
{
    private const string ServicePrefix = "w_";
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648 base32, in the lower case that topics allow

    /// <summary><c>s_</c> and 12 letters or digits, from the site, the person and the start.</summary>
    public static string OfSession(string site, string participant, DateTimeOffset startedAt) =>
        "s_" + Hash($"{site}|{participant}|{startedAt.ToUnixMicroseconds().ToString(CultureInfo.InvariantCulture)}", 12);

    /// <summary><c>w_</c> and 12 letters or digits for a watch over the service, from the site and the instant of the first thing that was wrong.</summary>
    public static string OfService(string site, DateTimeOffset since) =>
        ServicePrefix + Hash($"{site}|service|{since.ToUnixMicroseconds().ToString(CultureInfo.InvariantCulture)}", 12);

    /// <summary>True for an id of <see cref="OfService"/>, false for a session's.</summary>
    public static bool IsOfService(string id) => id.StartsWith(ServicePrefix, StringComparison.Ordinal);

    /// <summary>
    /// 16 letters or digits for an episode. The episode's start is the number of inputs that the session had seen and the
    /// second it was in: ticks are no inputs, so in a long silence the number alone would not tell two episodes apart.
    /// </summary>
    public static string OfEpisode(string session, string what, long ordinal, long second) =>
        Hash(string.Create(CultureInfo.InvariantCulture, $"{session}|{what}|{ordinal}.{second}"), 16);

    private static string Hash(string text, int length)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        Span<char> letters = stackalloc char[length];
        for (var i = 0; i < length; i++)
        {
            var bit = i * 5;
            var window = (digest[bit / 8] << 8) | digest[(bit / 8) + 1];
            letters[i] = Alphabet[(window >> (11 - (bit % 8))) & 31];
        }

        return new(letters);
    }
}
