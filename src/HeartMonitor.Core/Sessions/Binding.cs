using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Sessions;

/// <summary>How sure it is that the strap is on the person. Ends with the session: the next one begins anew (ecosystem-reliability 2f.1).</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BindingState>))]
public enum BindingState
{
    /// <summary>No strap is bound.</summary>
    None,

    /// <summary>The people file names it; nobody was asked to look in this session.</summary>
    Listed,

    /// <summary>Staff bound it, or it signed its owner in, and nobody has seen yet that it is on this person.</summary>
    Unconfirmed,

    /// <summary>Its contact went off and on when it was lifted, or a counted pulse agrees with it.</summary>
    Confirmed,
}

/// <summary>What a session's start says about its strap.</summary>
public static class BindingStates
{
    /// <summary>The state that a session begins in.</summary>
    public static BindingState AtStart(SessionStarted start) =>
        start.Device is null ? BindingState.None
        : start.BoundBy is not null || start.SignedIn ? BindingState.Unconfirmed
        : BindingState.Listed;
}

/// <summary>What confirmed a binding.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ConfirmedBy>))]
public enum ConfirmedBy
{
    /// <summary>The contact of the strap went off and on again when it was lifted.</summary>
    Contact,

    /// <summary>A pulse that staff counted.</summary>
    Pulse,
}

/// <summary>The binding of the session's strap changed.</summary>
public sealed record StrapEvent : SessionEvent
{
    public required BindingState State { get; init; }

    /// <summary>Strap id; null when none is bound any more.</summary>
    public string? Strap { get; init; }

    /// <summary>Who bound, confirmed or took it; null when the strap showed itself or signed its owner in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>What confirmed it; null unless it is confirmed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConfirmedBy? How { get; init; }
}
