using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using HeartMonitor.Simulator.BlueZ;
using HeartMonitor.Simulator.ScenarioPlayer;

namespace HeartMonitor.Simulator.Cli.Live;

/// <summary>
/// The stories' straps in the air of a simulated BlueZ, each with an address of its own. A strap that sends nothing keeps its link, as far as it lies with
/// the strap; what it sends while nobody listens is lost, as on air.
/// </summary>
internal sealed class RadioStraps : IStrapLink
{
    /// <summary>Links that a service takes on one adapter by default; more stories have more adapters.</summary>
    private const int LinksEach = 8;

    /// <summary>For a connection, of our time: a busy machine may need several attempts.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<string, SimulatedStrap> _straps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _lost = new(StringComparer.Ordinal);
    private readonly SimulatedBlueZ _bluez;

    private RadioStraps(SimulatedBlueZ bluez) => _bluez = bluez;

    /// <summary>Starts BlueZ on the bus, with room for so many stories at once and all its times on the service's clock.</summary>
    /// <exception cref="DBus.DBusException">There is no such bus, or somebody has the name.</exception>
    internal static async Task<RadioStraps> OpenAsync(string bus, double speed, int atOnce, CancellationToken cancellation)
    {
        var bluez = await SimulatedBlueZ.StartAsync(bus, new BlueZTimings().At(speed), cancellation: cancellation);
        for (var adapters = 1; adapters * LinksEach < atOnce; adapters++) bluez.AddAdapter();
        return new(bluez);
    }

    /// <summary>The people file that binds the stories' people to their straps (contracts 1).</summary>
    internal static string PeopleJson(IEnumerable<StoryScript> scripts) => new JsonArray([.. scripts.Select(script => new JsonObject
    {
        ["strap"] = script.Strap,
        ["sensor"] = script.Sensor,
        ["participant"] = JsonNode.Parse(script.ParticipantJson),
    })]).ToJsonString(new() { WriteIndented = true });

    public async Task ConnectAsync(string strap, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        var onAir = _straps.GetOrAdd(strap, address => _bluez.AddStrap(address, "Strap of a story"));
        onAir.IsOnAir = true;
        while (!onAir.IsNotifying)
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"Nobody connects to {strap}: is the service's Bluetooth:BusAddress this bus, and the strap in its people file?");
            await Task.Delay(LookEvery, cancellation);
        }
    }

    public void Release(string strap)
    {
        if (_straps.TryGetValue(strap, out var onAir)) onAir.IsOnAir = false;
    }

    public void Send(string strap, ReadOnlyMemory<byte> packet, DateTimeOffset at)
    {
        if (!_straps.TryGetValue(strap, out var onAir) || !onAir.Notify(packet.Span)) _lost.AddOrUpdate(strap, 1, static (_, n) => n + 1);
    }

    public long FailedOf(string strap) => _lost.GetValueOrDefault(strap);

    public ValueTask DisposeAsync() => _bluez.DisposeAsync();
}
