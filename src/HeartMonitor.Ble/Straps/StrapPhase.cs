namespace HeartMonitor.Ble.Straps;

/// <summary>
/// Where a strap is on its way. From every phase but <see cref="Waiting"/> a failure or a deadline leads to <see cref="Leaving"/> (where there may
/// be a link to end) or to <see cref="Waiting"/>.
/// </summary>
internal enum StrapPhase
{
    /// <summary>Not heard, or its wait has not run out, or no adapter has room. Holds no place. The default.</summary>
    Waiting,

    /// <summary>Asked to connect, without pairing.</summary>
    Connecting,

    /// <summary>Connected; its services are being read.</summary>
    Resolving,

    /// <summary>Services are known; the characteristic is looked up.</summary>
    Listing,

    /// <summary>Asked for its values.</summary>
    Subscribing,

    /// <summary>Values come, or must come before the watchdog's end.</summary>
    Live,

    /// <summary>The link is being ended after a failure.</summary>
    Leaving,
}
