namespace HeartMonitor.Mqtt.Board;

/// <summary>How long a message is worth showing (table of ecosystem-reliability 1a; a prompt's window: contracts 6).</summary>
internal static class MessageExpiry
{
    internal static readonly TimeSpan Live = TimeSpan.FromSeconds(5);
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(3);
    internal static readonly TimeSpan Session = TimeSpan.FromHours(12);
    internal static readonly TimeSpan Alert = TimeSpan.FromHours(24);
    internal static readonly TimeSpan Device = TimeSpan.FromSeconds(120);
    internal static readonly TimeSpan Reply = TimeSpan.FromSeconds(30);

    /// <summary>An acknowledgement or answer that took longer to arrive is refused as expired.</summary>
    internal static readonly TimeSpan Request = TimeSpan.FromMinutes(5);

    /// <summary>A session's retained state goes this long after its end.</summary>
    internal static readonly TimeSpan SessionAfterEnd = TimeSpan.FromMinutes(10);
}
