using System.Collections.Concurrent;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.SignIn;

/// <summary>The browsers that are signed in; on disk by the hash of their cookies.</summary>
internal sealed class SignInSessions(SignInStore store, SignInOptions options, TimeProvider time)
{
    /// <summary>A restart forgets at most so much of what was done.</summary>
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, SignedIn> _live = new(StringComparer.Ordinal);

    /// <summary>A new sign-in has a cookie of its own: one that a browser brought along is never taken over.</summary>
    internal SignedIn Begin(string account)
    {
        Sweep();
        var now = time.GetUtcNow();
        var signedIn = new SignedIn(DrawnSecret.New(), account, now, now + options.Shift);
        store.Add(signedIn.Cookie, new(account, now, signedIn.EndsAt));
        return _live[signedIn.Cookie] = signedIn;
    }

    internal SignedIn? Find(string cookie)
    {
        if (cookie.Length != 43) return null;
        if (!_live.TryGetValue(cookie, out var live))
        {
            if (store.Find(cookie) is not { } stored) return null;
            var read = new SignedIn(cookie, stored.Account, stored.SeenAt, stored.EndsAt);
            live = _live.GetOrAdd(cookie, read);
            if (live != read) read.Dispose();
        }

        if (time.GetUtcNow() < live.EndsAt) return live;
        End(cookie);
        return null;
    }

    internal bool IsLocked(SignedIn signedIn) => time.GetUtcNow() - signedIn.SeenAt > options.Idle;

    /// <summary>Somebody did something.</summary>
    internal void Touch(SignedIn signedIn)
    {
        var now = time.GetUtcNow();
        signedIn.SeenAt = now;
        if (now - signedIn.SavedAt < SaveEvery) return;
        signedIn.SavedAt = now;
        store.Seen(signedIn.Cookie, now);
    }

    /// <summary>Whoever goes away locks it: as if nobody had done anything for a while.</summary>
    internal void Lock(SignedIn signedIn)
    {
        signedIn.SeenAt = signedIn.SavedAt = time.GetUtcNow() - options.Idle - TimeSpan.FromSeconds(1);
        store.Seen(signedIn.Cookie, signedIn.SeenAt);
    }

    internal void End(string cookie)
    {
        store.Remove(cookie);
        if (_live.TryRemove(cookie, out var live)) live.End();
    }

    /// <summary>All of an account; the store has forgotten them already.</summary>
    internal void EndAll(string account)
    {
        foreach (var live in _live.Values.Where(s => s.Account == account)) End(live.Cookie);
    }

    /// <summary>Ends what a shift has ended, so that what was left open is closed too.</summary>
    internal void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var live in _live.Values.Where(s => s.EndsAt <= now)) End(live.Cookie);
    }
}
