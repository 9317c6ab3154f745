using HeartMonitor.DBus.Transport;

namespace HeartMonitor.DBus.Bus;

/// <summary>A connection at the bus. Guarded by the bus's lock.</summary>
internal sealed class BusPeer(MessageLink link, uint uid)
{
    internal MessageLink Link => link;

    internal uint Uid => uid;

    /// <summary>Empty until it said Hello.</summary>
    internal string UniqueName { get; set; } = "";

    /// <summary>Its rules; the same may come more than once.</summary>
    internal List<MatchRule> Rules { get; } = [];

    /// <summary>Calls that it was sent and has not answered: who asked, and the serial.</summary>
    internal HashSet<(BusPeer Caller, uint Serial)> Owes { get; } = [];

    /// <summary>Never waits: a peer that takes nothing while the queue runs full is cut off.</summary>
    internal void Send(DBusMessage message)
    {
        if (!link.TrySend(message)) link.Close(new DBusClosedException("It does not take its messages."));
    }
}
