using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace HeartMonitor.Host.Tablet;

/// <summary>
/// Codes of the participants' pages: ten letters and digits (50 bits) from the session's id and a key that never leaves the service. Each code
/// lives as long as its session. Guessing is slowed down: after <see cref="WrongPerMinute"/> wrong codes within a minute an address is heard
/// only for codes that it has used rightly before. Safe to call from any thread.
/// </summary>
internal sealed class ParticipantCodes(byte[] key, TimeProvider time)
{
    /// <summary>Ours: a person who mistypes needs three or four; at this rate 50 bits last for longer than anybody trains.</summary>
    internal const int WrongPerMinute = 20;

    /// <summary>
    /// What one code does in a minute. Ours: a question, a talk test, a call for help and a tap too many of each; a copied code fills neither the journal nor
    /// the board. Calls for help have a count of their own, so that answers never use them up.
    /// </summary>
    internal const int DeedsPerMinute = 12;

    private const string Letters = "abcdefghjkmnpqrstvwxyz0123456789"; // 32, without i, l, o, u
    private const int Length = 10;
    private const int AddressesKept = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, (DateTimeOffset Since, int Wrong)> _wrong = [];
    private readonly HashSet<(IPAddress, string)> _used = [];
    private readonly Dictionary<string, (DateTimeOffset Since, int Deeds)> _deeds = new(StringComparer.Ordinal);

    internal string CodeOf(string session)
    {
        var hash = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(session));
        return string.Create(Length, hash, static (code, bytes) =>
        {
            for (var i = 0; i < code.Length; i++) code[i] = Letters[bytes[i] & 31];
        });
    }

    /// <summary>True when <paramref name="code"/> is that of the session.</summary>
    internal bool IsOf(string session, string code) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeOf(session)), Encoding.UTF8.GetBytes(code));

    /// <summary>False when this address has guessed too often.</summary>
    internal bool MayAsk(IPAddress address, string code)
    {
        lock (_gate)
        {
            if (!_wrong.TryGetValue(address, out var guesses) || guesses.Wrong < WrongPerMinute) return true;
            return time.GetUtcNow() - guesses.Since >= TimeSpan.FromMinutes(1) || _used.Contains((address, code));
        }
    }

    /// <summary>Counts a deed of a code that was right; false when there were too many. Help is one <paramref name="kind"/>, the rest another.</summary>
    internal bool MayDo(string code, string kind)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_deeds.Count >= AddressesKept) _deeds.Clear();
            var key = $"{kind} {code}";
            var (since, deeds) = _deeds.GetValueOrDefault(key, (now, 0));
            if (now - since >= TimeSpan.FromMinutes(1)) (since, deeds) = (now, 0);
            _deeds[key] = (since, deeds + 1);
            return deeds < DeedsPerMinute;
        }
    }

    internal void NoteRight(IPAddress address, string code)
    {
        lock (_gate)
        {
            if (_used.Count >= AddressesKept) _used.Clear();
            _used.Add((address, code));
        }
    }

    internal void NoteWrong(IPAddress address)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_wrong.Count >= AddressesKept) _wrong.Clear();
            var (since, wrong) = _wrong.GetValueOrDefault(address, (now, 0));
            _wrong[address] = now - since >= TimeSpan.FromMinutes(1) ? (now, 1) : (since, wrong + 1);
        }
    }
}
