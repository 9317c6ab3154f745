using HeartMonitor.DBus.Transport;

namespace HeartMonitor.DBus;

/// <summary>How a connection is made and bounded.</summary>
public sealed record DBusConnectionOptions
{
    /// <summary>Addresses separated by <c>;</c>, tried in order: see <see cref="BusAddress"/>.</summary>
    public string Address { get; init; } = BusAddress.System;

    /// <summary>Measures every timeout here.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Connecting and shaking hands, for each address. Ours: a local daemon answers within milliseconds, a starting one within seconds.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Of a call that names none: 25 s, as the reference implementation has it.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>A message that the other side does not take for so long ends the connection. Ours.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A longer message ends the connection. At most <see cref="DBusLimits.MostMessageBytes"/>.</summary>
    public int MostMessageBytes { get; init; } = DBusLimits.UsualMessageBytes;

    /// <summary>
    /// Signals that may wait for their handlers. When one more comes the connection ends: a gap in the signals would be a wrong picture of the
    /// objects. Ours: 40 straps send 40 a second, so this is minutes of a stuck handler.
    /// </summary>
    public int SignalQueue { get; init; } = 4096;

    /// <summary>Messages that may wait to be written; who sends one more waits. Ours.</summary>
    public int OutgoingQueue { get; init; } = 1024;

    /// <summary>Byte order that it sends in; it reads both. Little endian but for tests.</summary>
    public bool SendsBigEndian { get; init; }
}
