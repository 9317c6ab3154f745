namespace HeartMonitor.Ble.Bus;

/// <summary>The little of a message bus that the source needs. One implementation speaks D-Bus; tests have one in memory.</summary>
internal interface IBluezBus
{
    /// <summary>Where it is, for a message to the operator; holds no secret.</summary>
    string Address { get; }

    /// <summary>Connects.</summary>
    /// <exception cref="BluezBusException">There is no bus, or it turned us away.</exception>
    Task<IBluezLink> OpenAsync(CancellationToken cancellation);
}

/// <summary>An open bus.</summary>
internal interface IBluezLink : IAsyncDisposable
{
    /// <summary>
    /// Begins to listen; called once. <paramref name="heard"/> gets what bluetoothd itself sends, in order and from any thread: first whether
    /// it is there, in the end one <see cref="BluezInput.Closed"/> unless it was disposed. Signals of others never get there.
    /// </summary>
    void Listen(Action<BluezInput> heard);

    /// <summary>One call to bluetoothd. An error reply is a reply; only cancellation and a bus that is gone throw.</summary>
    Task<BluezReply> CallAsync(BluezCall call, CancellationToken cancellation);

    /// <summary>Messages thrown away because of their sender or their form.</summary>
    long Refused { get; }
}

/// <summary>The bus cannot be used; the message is for the operator.</summary>
internal sealed class BluezBusException(string message, Exception? inner = null) : Exception(message, inner);
