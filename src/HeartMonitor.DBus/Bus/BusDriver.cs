namespace HeartMonitor.DBus.Bus;

/// <summary>The bus's own methods (specification, "Message Bus Messages"). Guarded by the bus's lock.</summary>
internal sealed class BusDriver(string id, NameRegistry names, Func<string, BusPeer?> find, Func<IEnumerable<string>> list)
{
    /// <summary>Ours: rules of one peer.</summary>
    private const int MostRules = 4096;

    /// <returns>The body of the answer.</returns>
    /// <exception cref="DBusErrorException">The answer is an error.</exception>
    internal DBusValue[] Answer(BusPeer peer, DBusMessage call) => (call.Member, call.Signature) switch
    {
        ("RequestName", "su") => [names.Request(WellKnown(call), peer, call.Body[1].AsUInt32())],
        ("ReleaseName", "s") => [names.Release(WellKnown(call), peer)],
        ("GetNameOwner", "s") => [NameOf(call)],
        ("NameHasOwner", "s") => [Name(call) == DBusNames.Bus || find(Name(call)) is not null],
        ("ListNames", "") => [DBusValue.Strings(list())],
        ("ListActivatableNames", "") => [DBusValue.Strings(DBusNames.Bus)],
        ("StartServiceByName", "su") => names.OwnerOf(Name(call)) is null ? throw Unknown(DBusErrors.ServiceUnknown, call) : [2u],
        ("AddMatch", "s") => AddMatch(peer, Name(call)),
        ("RemoveMatch", "s") => RemoveMatch(peer, Name(call)),
        ("GetId", "") => [id],
        ("GetConnectionUnixUser", "s") => [(find(Name(call)) ?? throw Unknown(DBusErrors.NameHasNoOwner, call)).Uid],
        ("Ping", "") when call.Interface is DBusNames.Peer or null => [],
        _ => throw new DBusErrorException(DBusErrors.UnknownMethod, $"the bus has no {call.Interface}.{call.Member}({call.Signature})"),
    };

    private string NameOf(DBusMessage call) =>
        Name(call) == DBusNames.Bus ? DBusNames.Bus : (find(Name(call)) ?? throw Unknown(DBusErrors.NameHasNoOwner, call)).UniqueName;

    private static DBusValue[] AddMatch(BusPeer peer, string rule)
    {
        if (peer.Rules.Count >= MostRules) throw new DBusErrorException(DBusErrors.LimitsExceeded, "too many match rules");
        peer.Rules.Add(MatchRule.Parse(rule));
        return [];
    }

    private static DBusValue[] RemoveMatch(BusPeer peer, string rule)
    {
        var text = MatchRule.Parse(rule).Text;
        var at = peer.Rules.FindLastIndex(candidate => candidate.Text == text);
        if (at < 0) throw new DBusErrorException(DBusErrors.MatchRuleNotFound, "there is no such rule");
        peer.Rules.RemoveAt(at);
        return [];
    }

    private static string Name(DBusMessage call) => call.Body[0].AsString();

    private static string WellKnown(DBusMessage call) =>
        DBusNames.IsWellKnown(Name(call)) && Name(call) != DBusNames.Bus
            ? Name(call)
            : throw new DBusErrorException(DBusErrors.InvalidArgs, $"'{Name(call)}' is nobody's to own");

    private static DBusErrorException Unknown(string error, DBusMessage call) => new(error, $"nobody owns {Name(call)}");
}
