using System.Globalization;
using System.Text;

namespace HeartMonitor.DBus.Transport;

/// <summary>
/// The client's half of the handshake (specification, "Authentication Protocol"): EXTERNAL only, no file descriptors. The identity is the
/// user's number, in decimal, in hex; a server in another user namespace knows us by another number, so a refusal is followed by one attempt
/// that leaves the number to the server.
/// </summary>
internal static class ClientHandshake
{
    /// <summary>Ours: the longest line is the id of a server and its word; the reference implementation stops at 16 KiB.</summary>
    private const int MostLineBytes = 1024;

    /// <returns>The id of the server, 32 hex digits.</returns>
    internal static async Task<string> RunAsync(WireStream stream, uint uid, CancellationToken cancellation)
    {
        await stream.WriteAsync(new byte[] { 0 }, cancellation);
        var answer = await AskAsync(stream, "AUTH EXTERNAL " + Hex(uid), cancellation);
        if (IsRejected(answer)) answer = await AskAsync(stream, "AUTH EXTERNAL", cancellation);
        if (answer is "DATA" or "DATA ") answer = await AskAsync(stream, "DATA", cancellation);
        if (answer.Split(' ') is not ["OK", { Length: 32 } guid] || !guid.All(char.IsAsciiHexDigit))
            throw new DBusProtocolException(IsRejected(answer) ? $"The bus does not take user {uid}." : "The bus does not shake hands as the specification says.");

        await stream.WriteLineAsync("BEGIN", cancellation);
        return guid;
    }

    private static bool IsRejected(string answer) => answer == "REJECTED" || answer.StartsWith("REJECTED ", StringComparison.Ordinal);

    private static async Task<string> AskAsync(WireStream stream, string line, CancellationToken cancellation)
    {
        await stream.WriteLineAsync(line, cancellation);
        return await stream.ReadLineAsync(MostLineBytes, cancellation);
    }

    private static string Hex(uint uid) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(uid.ToString(CultureInfo.InvariantCulture)));
}
