using System.Security.Cryptography;
using System.Text;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage;

namespace HeartMonitor.Host.Composition;

/// <summary>The key that pseudonyms of devices are made with; gateways of a site share its file (contracts 1 and 6).</summary>
internal sealed class SiteKey(byte[] key)
{
    private const int Length = 32;
    private const int LongestLevel = 40;

    /// <summary>Reads the key, or makes the file when there is none. 64 hex digits.</summary>
    /// <exception cref="DataRefusedException">The file cannot be read or made, or holds no key; the message is one line.</exception>
    internal static SiteKey Open(string path) => new(Bytes(path, "KeyFile"));

    /// <summary>The bytes of a key file, made when there is none.</summary>
    /// <param name="path">The file: 64 hex digits.</param>
    /// <param name="what">What it is called where it cannot be used.</param>
    /// <exception cref="DataRefusedException">The file cannot be read or made, or holds no key; the message is one line.</exception>
    internal static byte[] Bytes(string path, string what)
    {
        try
        {
            if (!File.Exists(path)) Make(path);
            return Convert.FromHexString(File.ReadAllText(path).Trim()) is { Length: Length } key ? key : throw new FormatException();
        }
        catch (FormatException)
        {
            throw new DataRefusedException($"{what}: \"{path}\" holds no key; it is {2 * Length} hex digits, and is made when it is absent");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DataRefusedException($"{what}: \"{path}\" cannot be used: {refused.Message}");
        }
    }

    /// <summary>Id of the strap with that address.</summary>
    internal string NameOf(StrapAddress address) => address.PseudonymOf(key);

    /// <summary>The strap as everything but its source names it: an address in any spelling by its pseudonym, any other id as it is.</summary>
    internal string NameOf(string strap) => StrapAddress.NameOf(strap, key);

    /// <summary>The strap as topics name it: itself where it fits a level, else <c>d_</c> and 16 hex digits of HMAC-SHA256. Addresses count in capitals.</summary>
    internal string TopicNameOf(string strap)
    {
        if (StrapAddress.TryParse(strap, out var address)) return NameOf(address);
        var fits = strap.Length is > 0 and <= LongestLevel && strap.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');
        return fits ? strap : "d_" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(strap.ToUpperInvariant())).AsSpan(0, 8));
    }

    /// <summary>A key of its own for another purpose: 32 bytes that tell nothing about this one.</summary>
    internal byte[] KeyFor(string purpose) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(purpose));

    private static void Make(string path)
    {
        OwnerOnly.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = OwnerOnly.Open(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length))));
    }
}
