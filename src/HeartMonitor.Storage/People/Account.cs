using HeartMonitor.Core.Ports;

namespace HeartMonitor.Storage.People;

/// <summary>Somebody who may sign in.</summary>
/// <param name="Id">Pseudonym that signs, <c>[a-z0-9_-]{1,40}</c>; never used twice.</param>
/// <param name="Name">The person's own name; nowhere but here.</param>
/// <param name="Role">What they may do.</param>
/// <param name="IsPin">The secret is a PIN of digits, else a password.</param>
/// <param name="IsDisabled">May not sign in any more; what it signed stays.</param>
public sealed record Account(string Id, string Name, Role Role, bool IsPin, bool IsDisabled)
{
    /// <summary>Wrong secrets since the last right one.</summary>
    public int Failures { get; init; }

    /// <summary>No secret is looked at before then.</summary>
    public DateTimeOffset LockedUntil { get; init; }

    public DateTimeOffset MadeAt { get; init; }
}

/// <summary>A token of a script or a gateway. The secret itself is shown once and kept nowhere.</summary>
/// <param name="Id">Its name, the principal on MQTT; no account has the same.</param>
/// <param name="Role">What it may do.</param>
/// <param name="By">Admin who made it.</param>
/// <param name="MadeAt">When.</param>
/// <param name="EndsAt">It is refused from then on.</param>
public sealed record ScriptToken(string Id, Role Role, string By, DateTimeOffset MadeAt, DateTimeOffset EndsAt);

/// <summary>One sign-in of one browser.</summary>
/// <param name="Account">Whose.</param>
/// <param name="SeenAt">When somebody last did something with it.</param>
/// <param name="EndsAt">It ends then, whatever happens.</param>
public sealed record SignInRecord(string Account, DateTimeOffset SeenAt, DateTimeOffset EndsAt);

/// <summary>A line of the audit.</summary>
/// <param name="Number">From 1, without holes.</param>
/// <param name="At">When.</param>
/// <param name="Who">Account, token, or <c>nobody</c> and <c>service</c>.</param>
/// <param name="What">A word of ours, such as <c>sign-in</c>.</param>
/// <param name="About">Pseudonym, session or account that it was about; never a name.</param>
public sealed record AuditRow(long Number, DateTimeOffset At, string Who, string What, string About);
