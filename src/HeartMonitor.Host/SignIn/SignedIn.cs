using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.SignIn;

/// <summary>A browser that is signed in.</summary>
internal sealed class SignedIn(string cookie, string account, DateTimeOffset seenAt, DateTimeOffset endsAt) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    internal string Cookie => cookie;

    internal string Account => account;

    internal DateTimeOffset EndsAt => endsAt;

    /// <summary>When somebody last did something.</summary>
    internal DateTimeOffset SeenAt { get; set; } = seenAt;

    /// <summary>When that was written down.</summary>
    internal DateTimeOffset SavedAt { get; set; } = seenAt;

#pragma warning disable CA1051, SA1401 // counted from many requests at once
    /// <summary>Secrets tried since the last right one.</summary>
    internal int Failures;
#pragma warning restore CA1051, SA1401

    /// <summary>What it has open ends with it.</summary>
    internal CancellationToken Ended => _ended.Token;

    internal void End()
    {
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended before.
        }
    }

    public void Dispose() => _ended.Dispose();
}

/// <summary>Who asks, on a request.</summary>
/// <param name="Caller">Id and role.</param>
/// <param name="Account">Null for a token.</param>
/// <param name="SignIn">Null for a token.</param>
/// <param name="IsLocked">Nobody did anything for a while: only watching is allowed.</param>
internal sealed record Asker(Caller Caller, Account? Account, SignedIn? SignIn, bool IsLocked);
