namespace HeartMonitor.Storage.Influx;

/// <summary>
/// How bytes of line protocol get to a server: our own HTTP (<see cref="InfluxConnection"/>), or a client library behind the same answers. What becomes
/// of the lines is decided by <see cref="InfluxSender"/>, which is the same for all.
/// </summary>
public interface IInfluxWire : IDisposable
{
    /// <summary>Asks the server what it is; the answer says why when that is null.</summary>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    Task<(InfluxDialect? Dialect, InfluxAnswer Answer)> ProbeAsync(CancellationToken cancellation);

    /// <summary>Posts lines, each with its line feed; any fault of the world is an answer. One call at a time.</summary>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    Task<InfluxAnswer> PostAsync(InfluxDialect dialect, ReadOnlyMemory<byte> lines, CancellationToken cancellation);
}
