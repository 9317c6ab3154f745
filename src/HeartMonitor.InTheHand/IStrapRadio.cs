using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.InTheHand;

/// <summary>The Bluetooth of this machine, as much of it as this source needs: the seam between the library and the supervision.</summary>
internal interface IStrapRadio
{
    /// <summary>
    /// Looks for straps for <paramref name="length"/>. Found does not mean near: systems give what they remember, too.
    /// </summary>
    /// <exception cref="RadioException">There is no Bluetooth here, or it is switched off.</exception>
    Task<IReadOnlyDictionary<StrapAddress, object>> ScanAsync(TimeSpan length, CancellationToken cancellation);

    /// <summary>Connects to what a scan found, finds characteristic 0x2A37 and asks for its values. No pairing.</summary>
    /// <param name="found">What <see cref="ScanAsync"/> gave for the strap.</param>
    /// <param name="onValue">Called for each value, on any thread; the bytes belong to the callee.</param>
    /// <param name="onLost">Called when the link is lost, once or more often, on any thread.</param>
    /// <param name="cancellation">Ends the attempt where the library lets it.</param>
    /// <exception cref="RadioException">It did not work; the message says why in a clause without addresses or names.</exception>
    Task<IStrapLink> ConnectAsync(object found, Action<byte[]> onValue, Action onLost, CancellationToken cancellation);
}

/// <summary>A link to one strap. Disposal disconnects, never throws, and nothing is called after it has ended.</summary>
internal interface IStrapLink : IAsyncDisposable
{
    /// <summary>As read after the connection; unknown where the strap does not tell.</summary>
    BatteryLevel Battery { get; }

    /// <summary>As read after the connection; unknown where the strap does not tell.</summary>
    BodySensorLocation Location { get; }
}

/// <summary>Something that the radio or the strap would not do.</summary>
/// <param name="message">One plain clause for the status line; holds no address and no name.</param>
/// <param name="inner">What the library threw.</param>
internal sealed class RadioException(string message, Exception? inner = null) : Exception(message, inner);
