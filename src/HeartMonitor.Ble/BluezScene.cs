using HeartMonitor.Ble.Adapters;
using HeartMonitor.Ble.Bus;

namespace HeartMonitor.Ble;

/// <summary>What the supervisors of straps and adapters share: the objects, the calls, the connections that are left, and the moment.</summary>
internal sealed class BluezScene(BluezOptions options, Func<double> random)
{
    private readonly Dictionary<string, DateTimeOffset> _heard = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _crowded = new(StringComparer.Ordinal);

    internal BluezOptions Options { get; } = options;

    internal BluezTree Tree { get; } = new();

    internal PendingCalls Calls { get; } = new();

    internal ConnectionBudget Budget { get; } = new(options.MaxLinks);

    internal BluezOutput Output { get; set; } = new();

    internal DateTimeOffset Now { get; set; }

    /// <summary>With every wanted strap there, spares are looked for now and then: scanning all the time takes air from the links.</summary>
    internal bool IsTimeForSpares => Now.Ticks % Options.SparesEvery.Ticks >= (Options.SparesEvery - Options.SparesFor).Ticks;

    /// <summary>Why nothing at all can be connected now; null when adapters are there and on.</summary>
    internal string? Trouble { get; set; }

    internal TimeSpan Wait(int failures) => Straps.Backoff.Wait(failures, Options.FirstWait, Options.LongestWait, random());

    internal long Call(BluezCallKind kind, string path, TimeSpan limit, Action<BluezReply> done) => Calls.Make(kind, path, Now + limit, done, Output);

    /// <summary>Adapters that are wanted, there and on.</summary>
    internal bool IsUsable(string? adapter) =>
        adapter is not null && IsWanted(adapter) && Tree.Get<bool>(adapter, BluezNames.Adapter, "Powered");

    internal bool IsWanted(string adapter) =>
        Tree.Has(adapter, BluezNames.Adapter)
        && (Options.Adapter is not { } named || named == BluezTree.ShortName(adapter) || IsAddressOf(adapter, named));

    internal string? AdapterOf(string device) => Tree.Get<string>(device, BluezNames.Device, "Adapter");

    /// <summary>An advertisement of this device came just now.</summary>
    internal void NoteHeard(string device) => _heard[device] = Now;

    internal bool IsHeard(string device) => _heard.TryGetValue(device, out var at) && Now - at < Options.HeardFor;

    internal void Forget(string device) => _heard.Remove(device);

    /// <summary>A strap that is heard found no place on this adapter just now.</summary>
    internal void NoteCrowded(string adapter) => _crowded[adapter] = Now;

    /// <summary>Straps that are not heard leave their places there to those that are.</summary>
    internal bool IsCrowded(string adapter) => _crowded.TryGetValue(adapter, out var at) && Now - at < 3 * Options.PollEvery;

    internal void ForgetAll()
    {
        _heard.Clear();
        _crowded.Clear();
        Tree.Clear();
    }

    /// <summary>Links on an adapter that somebody else made.</summary>
    internal int ForeignLinks(string adapter) =>
        Tree.PathsOf(BluezNames.Device).Count(d => Tree.IsConnected(d) && AdapterOf(d) == adapter && !Budget.Holds(d));

    private bool IsAddressOf(string adapter, string named) =>
        Core.Ports.StrapAddress.TryParse(named, out var wanted)
        && Core.Ports.StrapAddress.TryParse(Tree.Get<string>(adapter, BluezNames.Adapter, "Address"), out var its)
        && wanted == its;
}
