using System.Collections.Concurrent;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.SignIn;

/// <summary>What became of a secret.</summary>
internal enum SecretVerdict
{
    Right,
    Wrong,

    /// <summary>Too many wrong ones: nothing was looked at.</summary>
    Locked,

    /// <summary>More people are trying than this machine can look at.</summary>
    Busy,
}

/// <param name="Account">The account, when the secret was right.</param>
/// <param name="Wait">How long no secret is looked at, when locked.</param>
internal readonly record struct SecretResult(SecretVerdict Verdict, Account? Account = null, TimeSpan Wait = default);

/// <summary>
/// Looks at secrets: one at a time for an account, so that parallel tries count one after the other; two at a time for all, so that a flood of them leaves
/// the machine its work. An account that does not exist behaves as one that does, in time and in its lock-out.
/// </summary>
internal sealed class SecretCheck(AccountStore accounts, SignInOptions options, TimeProvider time) : IDisposable
{
    private const int MostWaiting = 40;

    /// <summary>Of one address, so that one that floods keeps nobody else out. Ours: a clinic behind one proxy does not sign in eight at a time.</summary>
    private const int MostWaitingOfOne = 8;

    private const int MostStrangers = 10_000;

    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];
    private readonly SemaphoreSlim _work = new(2);
    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset Until)> _strangers = new(StringComparer.Ordinal);
    private readonly string _nobody = SecretHash.Of(DrawnSecret.New(), options.Rounds);
    private readonly Dictionary<string, int> _waiting = new(StringComparer.Ordinal);

    /// <summary>Judges a secret and counts it.</summary>
    /// <param name="id">Who it is said to be.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="from">Whence it comes, as an address.</param>
    /// <param name="cancellation">Stops waiting.</param>
    internal async ValueTask<SecretResult> CheckAsync(string id, string secret, string from, CancellationToken cancellation)
    {
        if (id.Length > 40 || secret.Length > SecretRules.Longest) return new(SecretVerdict.Wrong);
        if (!TryEnter(from)) return new(SecretVerdict.Busy);

        var lane = _lanes[string.GetHashCode(id, StringComparison.Ordinal) & (_lanes.Length - 1)];
        try
        {
            await lane.WaitAsync(cancellation);
            try
            {
                return await JudgeAsync(id, secret, cancellation);
            }
            finally
            {
                lane.Release();
            }
        }
        finally
        {
            Leave(from);
        }
    }

    /// <summary>Whether it is the account's secret, without counting: for a browser that is signed in, which counts for itself.</summary>
    internal async ValueTask<bool> IsRightAsync(string id, string secret, CancellationToken cancellation) =>
        secret.Length <= SecretRules.Longest && accounts.SecretOf(id) is { } stored && await IsOfAsync(secret, stored, cancellation);

    public void Dispose()
    {
        foreach (var lane in _lanes) lane.Dispose();
        _work.Dispose();
    }

    private bool TryEnter(string from)
    {
        lock (_waiting)
        {
            var own = _waiting.GetValueOrDefault(from);
            if (own >= MostWaitingOfOne || _waiting.Values.Sum() >= MostWaiting) return false;
            _waiting[from] = own + 1;
            return true;
        }
    }

    private void Leave(string from)
    {
        lock (_waiting)
        {
            if (--_waiting[from] == 0) _waiting.Remove(from);
        }
    }

    private async ValueTask<SecretResult> JudgeAsync(string id, string secret, CancellationToken cancellation)
    {
        var account = accounts.Find(id);
        var (failures, until) = account is null ? _strangers.GetValueOrDefault(id) : (account.Failures, account.LockedUntil);
        if (until - time.GetUtcNow() is { } wait && wait > TimeSpan.Zero) return new(SecretVerdict.Locked, null, wait);
        var isRight = await IsOfAsync(secret, account is null ? _nobody : accounts.SecretOf(id) ?? _nobody, cancellation);
        if (account is { IsDisabled: false } && isRight)
        {
            if (failures > 0) accounts.Note(id, 0, DateTimeOffset.UnixEpoch);
            return new(SecretVerdict.Right, account);
        }

        Note(id, account, failures + 1);
        return new(SecretVerdict.Wrong);
    }

    private void Note(string id, Account? account, int failures)
    {
        var over = failures - options.FreeTries;
        var until = over < 0 ? DateTimeOffset.UnixEpoch : time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(options.FirstWait.TotalSeconds * Math.Pow(2, Math.Min(over, 30)), options.LongestWait.TotalSeconds));
        if (account is not null)
        {
            accounts.Note(id, failures, until);
            return;
        }

        if (_strangers.Count >= MostStrangers) _strangers.Clear();
        _strangers[id] = (failures, until);
    }

    private async ValueTask<bool> IsOfAsync(string secret, string stored, CancellationToken cancellation)
    {
        await _work.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => IsOf(secret, stored), cancellation);
        }
        finally
        {
            _work.Release();
        }
    }

    /// <summary>Half a character is no secret of anybody.</summary>
    private static bool IsOf(string secret, string stored)
    {
        try
        {
            return SecretHash.IsOf(secret, stored);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
