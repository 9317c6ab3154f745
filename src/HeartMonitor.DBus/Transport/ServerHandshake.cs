using System.Globalization;
using System.Text;

namespace HeartMonitor.DBus.Transport;

/// <summary>
/// The server's half of the handshake (specification, "Authentication Protocol"): EXTERNAL only, and only the user that the kernel names.
/// ANONYMOUS and cookies are rejected, file descriptors are refused.
/// </summary>
internal static class ServerHandshake
{
    private const int MostLineBytes = 1024;

    /// <summary>Ours: a client that is still guessing after eight lines is none.</summary>
    private const int MostLines = 8;

    /// <exception cref="DBusProtocolException">The client did not authenticate.</exception>
    internal static async Task RunAsync(WireStream stream, string guid, uint uid, CancellationToken cancellation)
    {
        if (await stream.ReadByteAsync(cancellation) != 0) throw new DBusProtocolException("A client does not begin with NUL.");

        var state = State.Waiting;
        for (var lines = 0; lines < MostLines; lines++)
        {
            var line = await stream.ReadLineAsync(MostLineBytes, cancellation);
            if (line == "BEGIN") break;
            (state, var answer) = Answer(state, line, guid, uid);
            await stream.WriteLineAsync(answer, cancellation);
        }

        if (state != State.Authenticated) throw new DBusProtocolException("A client did not authenticate.");
    }

    /// <summary>The next state and what to say, for one line.</summary>
    internal static (State Next, string Answer) Answer(State state, string line, string guid, uint uid)
    {
        var words = line.Split(' ', 3);
        return (state, words[0]) switch
        {
            (State.Authenticated, "NEGOTIATE_UNIX_FD") => (state, "ERROR no file descriptors"),
            (State.Authenticated, "CANCEL" or "ERROR") => (State.Waiting, "REJECTED EXTERNAL"),
            (State.Waiting, "AUTH") when words is [_, "EXTERNAL"] => (State.WaitingForData, "DATA"),
            (State.Waiting, "AUTH") when words is [_, "EXTERNAL", var identity] => Judge(identity, guid, uid),
            (State.WaitingForData, "DATA") => words.Length > 2 ? Reject() : Judge(words.Length == 2 ? words[1] : "", guid, uid),
            (State.Waiting, "AUTH" or "ERROR") or (State.WaitingForData, "CANCEL" or "ERROR") => Reject(),
            _ => (state, "ERROR"),
        };
    }

    /// <summary>An empty identity leaves it to the credentials.</summary>
    private static (State, string) Judge(string identity, string guid, uint uid)
    {
        var own = Convert.ToHexString(Encoding.ASCII.GetBytes(uid.ToString(CultureInfo.InvariantCulture)));
        return identity.Length == 0 || identity.Equals(own, StringComparison.OrdinalIgnoreCase) ? (State.Authenticated, "OK " + guid) : Reject();
    }

    private static (State, string) Reject() => (State.Waiting, "REJECTED EXTERNAL");

    internal enum State
    {
        Waiting,
        WaitingForData,
        Authenticated,
    }
}
