using HeartMonitor.DBus;

namespace HeartMonitor.Simulator.BlueZ;

/// <summary>
/// BlueZ on a bus as its clients see it: adapters, devices, services, notifications, and every misbehaviour of the switches. It takes the name
/// <c>org.bluez</c> on the bus it is given, which may be our own (<see cref="DBus.Bus.MessageBus"/>) or a real daemon. Safe from any thread.
/// </summary>
/// <remarks>What it cannot show: a radio. Distances, interference and real timing are not simulated, nor are bonding and agents.</remarks>
public sealed class SimulatedBlueZ : IAsyncDisposable
{
    /// <summary>Signals that may wait for the bus; a simulation that would lose one says so.</summary>
    private const int MostWaiting = 65_536;

    private readonly Lock _gate = new();
    private readonly string _busAddress;
    private readonly BlueZCalls _calls;
    private readonly List<SimulatedAdapter> _adapters = [];
    private readonly List<SimulatedStrap> _straps = [];
    private readonly Dictionary<string, int> _counts = [];
    private DBusConnection? _connection;

    private SimulatedBlueZ(string busAddress, BlueZTimings timings, TimeProvider time)
    {
        _busAddress = busAddress;
        Timings = timings;
        Clock = new(_gate, time);
        Tree = new(Send);
        _calls = new(Tree);
    }

    /// <summary>Unique name on the bus; null while the daemon is down.</summary>
    public string? UniqueName => _connection?.UniqueName;

    internal BlueZTimings Timings { get; }

    internal BlueZClock Clock { get; }

    internal BlueZTree Tree { get; }

    internal bool IsUp => _connection is not null;

    /// <summary>Starts the daemon with one adapter, <c>hci0</c>.</summary>
    /// <param name="busAddress">Where the bus is.</param>
    /// <param name="timings">How long things take; null for a quiet room.</param>
    /// <param name="time">The clock of all delays; null for the system's.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DBusException">There is no such bus, or somebody has the name.</exception>
    public static async Task<SimulatedBlueZ> StartAsync(
        string busAddress, BlueZTimings? timings = null, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        var bluez = new SimulatedBlueZ(busAddress, timings ?? new(), time ?? TimeProvider.System);
        await bluez.StartDaemonAsync(cancellation);
        bluez.AddAdapter();
        return bluez;
    }

    /// <summary>The adapters in the order they were added.</summary>
    public IReadOnlyList<SimulatedAdapter> Adapters => Locked(() => _adapters.ToArray());

    /// <summary>The straps in the order they were added.</summary>
    public IReadOnlyList<SimulatedStrap> Straps => Locked(() => _straps.ToArray());

    /// <summary>One more adapter, in its socket and powered: <c>hci1</c> and so on.</summary>
    public SimulatedAdapter AddAdapter() => Locked(() =>
    {
        var adapter = new SimulatedAdapter(this, _adapters.Count, $"02:00:00:00:00:{_adapters.Count + 1:X2}");
        _adapters.Add(adapter);
        adapter.Appear();
        return adapter;
    });

    /// <summary>A strap in range of all adapters, on air.</summary>
    /// <param name="address">As <c>C0:FF:EE:00:00:01</c>.</param>
    /// <param name="name">As it is advertised.</param>
    /// <param name="switches">How it misbehaves; null for not at all.</param>
    public SimulatedStrap AddStrap(string address, string name = "Simulated strap", StrapSwitches? switches = null) => Locked(() =>
    {
        var strap = new SimulatedStrap(this, address, name, switches ?? new());
        _straps.Add(strap);
        foreach (var adapter in _adapters) adapter.Remember(strap);
        CameOnAir();
        return strap;
    });

    /// <summary>How often a method was called, by its name.</summary>
    public int Calls(string member) => Locked(() => _counts.GetValueOrDefault(member));

    /// <summary>The daemon ends: its name has no owner any more, nobody tells of the objects, all links drop.</summary>
    public async Task StopDaemonAsync()
    {
        var connection = Locked(() =>
        {
            var ended = _connection;
            _connection = null;
            Tree.Forget();
            foreach (var adapter in _adapters) adapter.Clear();
            return ended;
        });
        if (connection is not null) await connection.DisposeAsync();
    }

    /// <summary>The daemon comes up: the name first, then the adapters and what is remembered.</summary>
    /// <exception cref="DBusException">There is no bus, or somebody has the name.</exception>
    public async Task StartDaemonAsync(CancellationToken cancellation = default)
    {
        var connection = await DBusConnection.ConnectAsync(new() { Address = _busAddress, OutgoingQueue = MostWaiting }, cancellation);
        try
        {
            connection.Serve(AnswerAsync);
            await connection.SubscribeAsync(
                new(DBusNames.Bus) { Interface = DBusNames.Bus, Member = "NameOwnerChanged" }, ClientChanged, cancellation);
            if (!await connection.RequestNameAsync(BlueZNames.Service, cancellation: cancellation))
                throw new DBusErrorException(DBusErrors.AccessDenied, "somebody has the name org.bluez");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        Locked(() =>
        {
            _connection = connection;
            foreach (var adapter in _adapters) adapter.Appear();
        });
    }

    /// <summary>Ends the daemon and starts it again after <paramref name="down"/>.</summary>
    /// <param name="down">How long it is away, on the simulation's clock.</param>
    /// <param name="renumbers">The adapters get other numbers, and so every path changes.</param>
    public async Task RestartDaemonAsync(TimeSpan down, bool renumbers = false)
    {
        await StopDaemonAsync();
        if (renumbers)
            Locked(() =>
            {
                foreach (var adapter in _adapters) adapter.Number += _adapters.Count;
            });
        if (down > TimeSpan.Zero) await Task.Delay(down, Clock.Time);
        await StartDaemonAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopDaemonAsync();
        Locked(Clock.Dispose);
    }

    /// <summary>A strap can be heard again, on every adapter.</summary>
    internal void CameOnAir()
    {
        foreach (var adapter in _adapters) adapter.LookAgain();
    }

    internal T Locked<T>(Func<T> read)
    {
        lock (_gate) return read();
    }

    internal void Locked(Action change)
    {
        lock (_gate) change();
    }

    private async ValueTask<IReadOnlyList<DBusValue>> AnswerAsync(DBusMessage call, CancellationToken cancellation)
    {
        var answer = Locked(() =>
        {
            _counts[call.Member!] = _counts.GetValueOrDefault(call.Member!) + 1;
            return _calls.Answer(call);
        });
        return await answer.WaitAsync(cancellation);
    }

    private void ClientChanged(DBusMessage signal)
    {
        var (name, owner) = (signal.Body[0].AsString(), signal.Body[2].AsString());
        if (owner.Length > 0) return;
        Locked(() =>
        {
            foreach (var adapter in _adapters) adapter.ClientGone(name);
        });
    }

    private void Send(DBusMessage signal)
    {
        if (_connection is not { } connection || connection.TrySend(signal) || connection.Closed.IsCompleted) return;
        throw new InvalidOperationException($"The bus does not take the simulation's signals: {MostWaiting} wait.");
    }
}
