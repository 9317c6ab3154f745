namespace HeartMonitor.Simulator.ScenarioPlayer;

/// <summary>
/// How a story's strap reaches the service: as a gateway over MQTT, or as a strap that a (simulated) Bluetooth daemon shows.
/// </summary>
public interface IStrapLink : IAsyncDisposable
{
    /// <summary>The strap comes on air. Returns when the service can hear it; for a gateway at once.</summary>
    /// <exception cref="TimeoutException">The service does not take it.</exception>
    Task ConnectAsync(string strap, CancellationToken cancellation);

    /// <summary>Its story is over: the strap goes off air.</summary>
    void Release(string strap);

    /// <summary>The strap sends one packet, now. Never waits for an answer.</summary>
    /// <param name="strap">Which.</param>
    /// <param name="packet">The bytes of 0x2A37.</param>
    /// <param name="at">What the service's clock shows, for links that carry a stamp.</param>
    void Send(string strap, ReadOnlyMemory<byte> packet, DateTimeOffset at);

    /// <summary>Packets of a strap so far that the other end did not take.</summary>
    long FailedOf(string strap);
}
