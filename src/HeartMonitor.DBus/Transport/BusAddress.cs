using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HeartMonitor.DBus.Transport;

/// <summary>
/// One place where a bus may be (specification, "Server Addresses"): a unix socket by path or in the abstract namespace. Other transports are
/// refused by name: over TCP nobody could be told from anybody.
/// </summary>
public sealed class BusAddress
{
    /// <summary>Where a system bus is unless told otherwise ("Well-known Message Bus Instances").</summary>
    public const string System = "unix:path=/var/run/dbus/system_bus_socket";

    private BusAddress(string text, UnixDomainSocketEndPoint? endPoint, string? guid, string? fault)
    {
        Text = text;
        EndPoint = endPoint;
        Guid = guid;
        Fault = fault;
    }

    /// <summary>The address as it was given.</summary>
    public string Text { get; }

    /// <summary>Why nobody can connect to it; null when one can try.</summary>
    public string? Fault { get; }

    internal EndPoint? EndPoint { get; }

    /// <summary>The id that the server must have; null for any.</summary>
    internal string? Guid { get; }

    /// <summary>What a service talks to: <paramref name="configured"/>, else <c>DBUS_SYSTEM_BUS_ADDRESS</c>, else <see cref="System"/>.</summary>
    public static string OfSystemBus(string? configured = null) =>
        configured is { Length: > 0 } ? configured
        : Environment.GetEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS") is { Length: > 0 } named ? named
        : System;

    /// <summary>The address of a socket file.</summary>
    public static string OfPath(string path) => "unix:path=" + Escape(path);

    /// <summary>Addresses separated by <c>;</c>, to be tried in this order. Never throws: a bad one carries its <see cref="Fault"/>.</summary>
    public static IReadOnlyList<BusAddress> Parse(string addresses) =>
        [.. addresses.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(One)];

    public override string ToString() => Text;

    private static BusAddress One(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return Bad(text, "it names no transport");

        var keys = new Dictionary<string, string>();
        foreach (var pair in text[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split('=', 2) is not [var key, var escaped] || Unescape(escaped) is not { } value || !keys.TryAdd(key, value))
                return Bad(text, $"'{pair}' is no key=value, or came before");
        }

        return text[..colon] == "unix" ? Unix(text, keys) : Bad(text, $"only unix sockets are taken, not {text[..colon]}");
    }

    private static BusAddress Unix(string text, Dictionary<string, string> keys)
    {
        var guid = keys.GetValueOrDefault("guid");
        var path = keys.GetValueOrDefault("path");
        var name = keys.GetValueOrDefault("abstract");
        if (path is null == name is null) return Bad(text, "a unix address has either path or abstract");
        try
        {
            return new(text, new(path ?? '\0' + name), guid, null);
        }
        catch (ArgumentException)
        {
            return Bad(text, "the path is empty or too long for a socket");
        }
    }

    private static BusAddress Bad(string text, string why) => new(text, null, null, why);

    private static string? Unescape(string escaped)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < escaped.Length; at++)
        {
            if (escaped[at] != '%') bytes.AddRange(Encoding.UTF8.GetBytes(escaped, at, char.IsHighSurrogate(escaped[at]) && at + 1 < escaped.Length ? 2 : 1));
            else if (at + 2 < escaped.Length && char.IsAsciiHexDigit(escaped[at + 1]) && char.IsAsciiHexDigit(escaped[at + 2]))
                bytes.Add(Convert.FromHexString(escaped.AsSpan(at + 1, 2))[0]);
            else return null;
            if (escaped[at] == '%') at += 2;
            else if (char.IsHighSurrogate(escaped[at])) at++;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>Bytes that need no escape: letters, digits and <c>-_/.\*</c>.</summary>
    private static string Escape(string value) => string.Concat(Encoding.UTF8.GetBytes(value).Select(item =>
        char.IsAsciiLetterOrDigit((char)item) || "-_/.\\*".Contains((char)item, StringComparison.Ordinal) ? ((char)item).ToString() : $"%{item:x2}"));
}
