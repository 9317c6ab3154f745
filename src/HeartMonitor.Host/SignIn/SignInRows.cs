using HeartMonitor.Core.Ports;

namespace HeartMonitor.Host.SignIn;

/// <summary>Body of <c>POST sign-in</c>.</summary>
internal sealed record SignInBody(string? Id, string? Secret);

/// <summary>Body of <c>POST unlock</c>.</summary>
internal sealed record UnlockBody(string? Secret);

/// <summary>Body of <c>POST me/secret</c>.</summary>
internal sealed record NewSecretBody(string? Current, string? Secret);

/// <summary>Body of <c>POST first-run</c>.</summary>
internal sealed record FirstRunBody(string? Code, string? Id, string? Name, string? Secret);

/// <summary>Body of <c>POST accounts</c> and <c>PUT accounts/{id}</c>; members that are left out stay as they are.</summary>
internal sealed record AccountBody(string? Id, string? Name, Role? Role, string? Secret, bool? Disabled);

/// <summary>Body of <c>POST tokens</c>.</summary>
/// <param name="Days">It ends after so many, 1 to 3650.</param>
internal sealed record TokenBody(string? Id, Role? Role, int? Days);

/// <summary>A token that was made just now.</summary>
/// <param name="Secret">Shown this once.</param>
internal sealed record MadeToken(string Id, Role Role, string Secret, DateTimeOffset EndsAt);

internal sealed record TokenRow(string Id, Role Role, string By, DateTimeOffset MadeAt, DateTimeOffset EndsAt, bool Ended);

internal sealed record AuditLine(long Number, DateTimeOffset At, string Who, string What, string About);

/// <summary>An account as its admin sees it.</summary>
/// <param name="Pin">It signs in with a PIN.</param>
/// <param name="LockedUntil">Null when it is not locked.</param>
internal sealed record AccountRow(string Id, string Name, Role Role, bool Pin, bool Disabled, DateTimeOffset MadeAt, DateTimeOffset? LockedUntil);

/// <summary>Who asks, as <c>GET me</c> tells.</summary>
internal sealed record MeRow
{
    /// <summary>False while nobody has an account: the console is open to this machine.</summary>
    public required bool SignInRequired { get; init; }

    /// <summary>True where nobody has an account yet, and only the first admin can be made from here; else null.</summary>
    public bool? FirstRun { get; init; }

    /// <summary>Account or token; null when nobody signed in.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    public Role? Role { get; init; }

    public bool? Pin { get; init; }

    /// <summary>Nobody did anything for a while: the secret is asked again, watching goes on.</summary>
    public bool Locked { get; init; }

    /// <summary>Seconds until it locks; null for a token.</summary>
    public int? LocksInSeconds { get; init; }

    /// <summary>The sign-in ends then.</summary>
    public DateTimeOffset? EndsAt { get; init; }
}
