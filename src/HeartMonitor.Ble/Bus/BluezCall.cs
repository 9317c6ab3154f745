namespace HeartMonitor.Ble.Bus;

/// <summary>The calls that are made to bluetoothd. <c>Pair</c> is not among them: the heart-rate service needs no pairing, and headless BlueZ
/// refuses it.</summary>
internal enum BluezCallKind
{
    /// <summary><c>ObjectManager.GetManagedObjects</c>.</summary>
    List,

    /// <summary><c>Adapter1.SetDiscoveryFilter</c>: heart-rate service, low energy only.</summary>
    SetFilter,
    StartDiscovery,
    StopDiscovery,
    Connect,
    Disconnect,

    /// <summary><c>Properties.GetAll</c> of Device1.</summary>
    GetDevice,
    StartNotify,
    ReadValue,
}

/// <param name="Id">Number of the call, never used twice.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="Path">Object that is asked.</param>
internal sealed record BluezCall(long Id, BluezCallKind Kind, string Path);

/// <summary>What came back.</summary>
internal sealed record BluezReply
{
    /// <summary>Name of a call that was given up here.</summary>
    internal const string TimedOut = "timed-out";

    /// <summary>The answer was not of the form that it must have.</summary>
    internal const string Malformed = "malformed";

    /// <summary>D-Bus name of the error; null when it worked.</summary>
    public string? Error { get; init; }

    /// <summary>Answer to <see cref="BluezCallKind.List"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>>? Objects { get; init; }

    /// <summary>Answer to <see cref="BluezCallKind.GetDevice"/>.</summary>
    public IReadOnlyDictionary<string, object?>? Properties { get; init; }

    /// <summary>Answer to <see cref="BluezCallKind.ReadValue"/>.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    internal bool IsFine => Error is null;

    internal static BluezReply Fine { get; } = new();

    internal static BluezReply Failed(string error) => new() { Error = error };
}
