using HeartMonitor.Ble.Bus;

namespace HeartMonitor.Ble;

/// <summary>What of the whole chain is there.</summary>
internal sealed record Situation
{
    /// <summary>Why the bus is gone; null while it is there.</summary>
    public string? ClosedWhy { get; init; }

    public bool IsDaemonAway { get; init; }

    public bool IsDenied { get; init; }

    /// <summary>bluetoothd has told its objects.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Object paths of the adapters that are wanted and there.</summary>
    public IReadOnlyList<string> Adapters { get; init; } = [];

    /// <summary>Those that are switched on.</summary>
    public IReadOnlyList<string> On { get; init; } = [];

    public int Straps { get; init; }
}

/// <summary>
/// Tells the operator once what is missing and what to do, and once that it works again. The shorter clause goes into every strap's status.
/// </summary>
internal sealed class OperatorNotes(string busAddress)
{
    private string? _said;

    /// <summary>The clause for the straps, or null when at least one adapter can be used.</summary>
    internal string? Judge(Situation situation, BluezScene scene)
    {
        var (line, clause) = Words(situation, scene.Options.Adapter);
        if (line is not null && line != _said)
        {
            var isTrouble = clause is not null || situation.On.Count < situation.Adapters.Count;
            scene.Output.Notes.Add(new(isTrouble, line));
            _said = line;
        }

        return line is null ? "bluetoothd is starting" : clause;
    }

    /// <summary>A line for the operator (null: too early to say), and the clause that every strap shows.</summary>
    private (string? Line, string? Clause) Words(Situation now, string? wanted)
    {
        if (now.ClosedWhy is { } why)
            return ($"Bluetooth: no message bus at {busAddress}: {why}. Start dbus, or set Bluetooth:BusAddress. It is tried again for ever.", "there is no message bus");
        if (now.IsDaemonAway)
            return ("Bluetooth: bluetoothd is not running. Install bluez and start it: systemctl start bluetooth. It is waited for.", "bluetoothd is not running");
        if (now.IsDenied)
            return ("Bluetooth: this user may not talk to bluetoothd. Add it to the group bluetooth (usermod -aG bluetooth USER) and start the service again.", "this user may not use Bluetooth");
        if (!now.IsKnown) return (null, null);
        if (now.Adapters.Count == 0)
            return ($"Bluetooth: there is no adapter{(wanted is null ? "" : $" {Shown(wanted)}")}. Plug one in; bluetoothctl list shows those that are there. It is waited for.", "there is no Bluetooth adapter");
        if (now.On.Count == 0)
            return ($"Bluetooth: {Names(now.Adapters)} is switched off. Switch it on: bluetoothctl power on (after rfkill unblock bluetooth). It is waited for.", "the Bluetooth adapter is switched off");
        var off = now.Adapters.Except(now.On, StringComparer.Ordinal).ToArray();
        var rest = off.Length == 0 ? "" : $" {Names(off)} is switched off.";
        return (now.Straps == 0
            ? $"Bluetooth: {Names(now.On)} listens. Nobody is bound to a strap with a Bluetooth address: straps in range are listed and none is connected.{rest}"
            : $"Bluetooth: {Names(now.On)} is ready for {now.Straps} {(now.Straps == 1 ? "strap" : "straps")}.{rest}", null);
    }

    private static string Names(IEnumerable<string> paths) => string.Join(", ", paths.Select(BluezTree.ShortName));

    /// <summary>An adapter's address is no strap's, but addresses stay out of logs all the same.</summary>
    private static string Shown(string wanted) => Core.Ports.StrapAddress.TryParse(wanted, out _) ? "of the address in Bluetooth:Adapter" : wanted;
}
