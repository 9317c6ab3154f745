using System.Text;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.SignIn;

/// <summary>
/// Who is who: browsers by cookie, scripts by token, MQTT clients by either's secret. While nobody has an account the console is open to this machine, as it is
/// for a newcomer; from the first account on everybody signs in.
/// </summary>
internal sealed class SignInDesk : IClientDirectory, IDisposable
{
    /// <summary>Of a secret for tokens: tells what it is to whoever finds one.</summary>
    internal const string TokenPrefix = "hrm_";

    /// <summary>What has ended stays open for at most so long.</summary>
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    /// <summary>Whence a client of the broker comes is not told here: they wait in one place.</summary>
    private const string MqttClients = "mqtt";

    private readonly TimeProvider _time;
    private readonly SignInOptions _options;
    private readonly string _folder;
    private readonly Lock _gate = new();
    private readonly ITimer _sweeper;
    private DateTimeOffset _sweptAt;
    private volatile bool _isRequired;
    private int _wrongCodes;
    private DateTimeOffset _codeLockedUntil;

    /// <param name="store">People and accounts.</param>
    /// <param name="folder">Data folder, for the code of the first run.</param>
    /// <param name="options">How long a sign-in lasts.</param>
    /// <param name="time">Real time: a demonstration at speed signs nobody out sooner.</param>
    internal SignInDesk(PeopleStore store, string folder, SignInOptions options, TimeProvider time)
    {
        (Store, _folder, _options, _time) = (store, folder, options, time);
        Secrets = new(store.Accounts, options, time);
        Sessions = new(store.SignIns, options, time);
        _isRequired = store.Accounts.All().Count > 0;
        if (_isRequired) SignIn.FirstRun.Forget(folder);
        else FirstRun = SignIn.FirstRun.Open(folder);
        _sweptAt = Now;
        _sweeper = time.CreateTimer(_ => Sweep(), null, SweepEvery, Timeout.InfiniteTimeSpan);
    }

    internal PeopleStore Store { get; }

    internal SecretCheck Secrets { get; }

    internal SignInSessions Sessions { get; }

    /// <summary>Null once there is an account.</summary>
    internal FirstRun? FirstRun { get; private set; }

    internal DateTimeOffset Now => _time.GetUtcNow();

    internal SignInOptions Options => _options;

    /// <inheritdoc/>
    public bool IsRequired => _isRequired;

    /// <summary>An account or token may do less from now on, or nothing: whoever holds a connection for it lets go. Null for those without a name.</summary>
    internal event Action<string?>? Dropped;

    /// <summary>Whoever has that cookie.</summary>
    internal Asker? ByCookie(string cookie) =>
        Sessions.Find(cookie) is { } signedIn && Store.Accounts.Find(signedIn.Account) is { IsDisabled: false } account
            ? new(new(account.Id, account.Role), account, signedIn, Sessions.IsLocked(signedIn))
            : null;

    /// <summary>Whoever has that token; a gateway's opens no page and no data.</summary>
    internal Asker? ByToken(string secret) =>
        TokenOf(secret) is { Role: not Role.Gateway } token ? new(new(token.Id, token.Role), null, null, false) : null;

    /// <inheritdoc/>
    public async ValueTask<Caller?> AdmitAsync(string? user, ReadOnlyMemory<byte> secret, CancellationToken cancellation)
    {
        if (user is null || secret.Length is 0 or > SecretRules.Longest * 4 || !TryText(secret.Span, out var text)) return null;
        if (text.StartsWith(TokenPrefix, StringComparison.Ordinal)) return TokenOf(text) is { } token && token.Id == user ? new(token.Id, token.Role) : null;
        var (verdict, account, _) = await Secrets.CheckAsync(user, text, MqttClients, cancellation);
        return verdict == SecretVerdict.Right ? new(account!.Id, account.Role) : null;
    }

    /// <summary>True when the code is right and the admin was made: from now on everybody signs in.</summary>
    internal (SecretVerdict Verdict, TimeSpan Wait) MakeFirst(string code, Account admin, string secret)
    {
        lock (_gate)
        {
            if (FirstRun is not { } first) return (SecretVerdict.Wrong, default);
            if (_codeLockedUntil - Now is { } wait && wait > TimeSpan.Zero) return (SecretVerdict.Locked, wait);
            if (!first.Is(code))
            {
                if (++_wrongCodes >= _options.FreeTries) _codeLockedUntil = Now + _options.FirstWait;
                return (SecretVerdict.Wrong, default);
            }

            if (!Store.Accounts.Add(admin, SecretHash.Of(secret, _options.Rounds), Now)) return (SecretVerdict.Wrong, default);
            Store.Audit.Add(Now, admin.Id, "first-run", admin.Id);
            (_isRequired, FirstRun) = (true, null);
            SignIn.FirstRun.Forget(_folder);
        }

        Drop(null);
        return (SecretVerdict.Right, default);
    }

    internal void Drop(string? id)
    {
        if (id is not null) Sessions.EndAll(id);
        Dropped?.Invoke(id);
    }

    internal void Audit(string who, string what, string about = "") => Store.Audit.Add(Now, who, what, about);

    public void Dispose()
    {
        _sweeper.Dispose();
        Secrets.Dispose();
        Store.Dispose();
    }

    /// <summary>Shifts and tokens that ended let go of what they hold open: a stream, a connection to the broker.</summary>
    private void Sweep()
    {
        try
        {
            var (from, now) = (_sweptAt, Now);
            _sweptAt = now;
            Sessions.Sweep();
            foreach (var ended in Store.Tokens.All().Where(t => t.EndsAt > from && t.EndsAt <= now)) Drop(ended.Id);
        }
        catch (System.Data.Common.DbException)
        {
            // The disk does not answer; in a minute again.
        }
        catch (ObjectDisposedException)
        {
            return; // the service stops
        }

        _sweeper.Change(SweepEvery, Timeout.InfiniteTimeSpan);
    }

    private ScriptToken? TokenOf(string secret) =>
        secret.StartsWith(TokenPrefix, StringComparison.Ordinal) && Store.Tokens.Find(secret) is { } token && token.EndsAt > Now ? token : null;

    private static bool TryText(ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return true;
        }
        catch (ArgumentException)
        {
            text = "";
            return false;
        }
    }
}
