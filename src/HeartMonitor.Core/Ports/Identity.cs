using System.Text.Json.Serialization;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Ports;

/// <summary>What an account or a token may do; each allows just what is listed for it at an endpoint or a topic.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<Role>))]
public enum Role
{
    /// <summary>Works the floor: alerts, answers, phases, straps, check-in; sees names.</summary>
    Staff,

    /// <summary>Staff who also writes prescriptions, medicines and tests, and signs releases.</summary>
    Clinician,

    /// <summary>Series, sessions and exports, by pseudonym only.</summary>
    Researcher,

    /// <summary>Accounts and tokens; on the floor as staff. Signs nothing clinical.</summary>
    Admin,

    /// <summary>Packets of straps over MQTT and nothing else; tokens only.</summary>
    Gateway,
}

/// <summary>Somebody who has shown who they are.</summary>
/// <param name="Id">Account or token id, <c>[a-z0-9_-]{1,40}</c>: the pseudonym that signs, and the principal on MQTT.</param>
/// <param name="Role">What they may do.</param>
public sealed record Caller(string Id, Role Role);

/// <summary>Who may speak to the broker. The store of accounts stands behind it; nothing of it is known here.</summary>
public interface IClientDirectory
{
    /// <summary>False while nobody has an account: then clients on loopback are accepted without a name.</summary>
    bool IsRequired { get; }

    /// <summary>
    /// The account or token of a client that gives this user name and secret; null when it may not come in. Safe to call from any thread, never
    /// throws for what a client sent.
    /// </summary>
    ValueTask<Caller?> AdmitAsync(string? user, ReadOnlyMemory<byte> secret, CancellationToken cancellation);

    /// <summary>Writes down what a client did, once it was accepted, as is done for what comes by HTTP. Never throws; safe to call from any thread.</summary>
    /// <param name="who">Account or token.</param>
    /// <param name="fact">What was done.</param>
    /// <param name="about">Session, or the alert or prompt where no session is known.</param>
    void Note(string who, SessionFact fact, string about);
}
