using System.Reactive.Concurrency;
using HeartMonitor.Ble.Bus;
using Properties = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace HeartMonitor.Bluetooth.Tests.Ble.Support;

/// <summary>
/// BlueZ and its bus in memory, on a scheduler: the same source on virtual time, thousands of drops in seconds and every one the same again. The
/// simulated BlueZ of hardware-sim speaks real D-Bus on real time; this one only behaves like it from the source's side.
/// </summary>
internal sealed class MemoryBluez : IBluezBus, IBluezLink
{
    internal static readonly TimeSpan Advertising = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly SortedSet<string> _adapters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _powered = new(StringComparer.Ordinal);
    private readonly HashSet<string> _discovering = new(StringComparer.Ordinal);
    private readonly IScheduler _scheduler;
    private Action<BluezInput>? _heard;
    private bool _isOver;
    private int _run;

    internal MemoryBluez(IScheduler scheduler, int straps, int adapters = 1)
    {
        _scheduler = scheduler;
        for (var i = 0; i < adapters; i++) _powered[$"/org/bluez/hci{i}"] = _adapters.Add($"/org/bluez/hci{i}");
        Straps = [.. Enumerable.Range(1, straps).Select(i => new MemoryStrap(this, scheduler, $"C0:00:00:00:00:{i:X2}", i))];
    }

    public string Address => "memory";

    public long Refused => 0;

    internal IReadOnlyList<MemoryStrap> Straps { get; }

    internal bool IsDaemonUp { get; private set; } = true;

    internal bool IsBusUp { get; set; } = true;

    /// <summary>Calls that were asked for, by kind.</summary>
    internal Dictionary<BluezCallKind, int> Asked { get; } = [];

    /// <summary>Calls that nobody answers, as a daemon that hangs; by kind.</summary>
    internal HashSet<BluezCallKind> Unanswered { get; } = [];

    /// <summary>Signals that get lost on the way.</summary>
    internal Predicate<BluezInput> Swallows { get; set; } = _ => false;

    internal IEnumerable<string> Discovering => _discovering;

    internal Lock Gate => _gate;

    public Task<IBluezLink> OpenAsync(CancellationToken cancellation) =>
        IsBusUp ? Task.FromResult<IBluezLink>(this) : Task.FromException<IBluezLink>(new BluezBusException("no such socket"));

    public void Listen(Action<BluezInput> heard)
    {
        lock (_gate) (_heard, _isOver, _run) = (heard, false, _run + 1);
        heard(new BluezInput.Daemon(IsDaemonUp));
        Advertise(_run);
    }

    public Task<BluezReply> CallAsync(BluezCall call, CancellationToken cancellation)
    {
        lock (_gate)
        {
            Asked[call.Kind] = Asked.GetValueOrDefault(call.Kind) + 1;
            if (Unanswered.Contains(call.Kind)) return new TaskCompletionSource<BluezReply>().Task.WaitAsync(cancellation);
            if (!IsDaemonUp || _isOver) return Task.FromResult(BluezReply.Failed(BluezNames.ServiceUnknown));
            if (call.Kind == BluezCallKind.List) return Task.FromResult(new BluezReply { Objects = Objects() });
            if (_powered.TryGetValue(call.Path, out var isOn)) return Task.FromResult(OfAdapter(call, isOn));
            var strap = Straps.FirstOrDefault(s => s.Owns(call.Path));
            return strap is null ? Task.FromResult(BluezReply.Failed(BluezNames.UnknownObject)) : strap.CallAsync(call, cancellation);
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            (_isOver, _heard) = (true, null);
            _run++;
            _discovering.Clear();
            foreach (var strap in Straps) strap.Drop(tells: false);
        }

        return ValueTask.CompletedTask;
    }

    internal bool IsOn(string adapter) => IsDaemonUp && _powered.GetValueOrDefault(adapter);

    internal void Emit(BluezInput input)
    {
        if (!_isOver && !Swallows(input)) _heard?.Invoke(input);
    }

    /// <summary>Switches an adapter on or off; its links fall.</summary>
    internal void Power(string adapter, bool isOn)
    {
        lock (_gate)
        {
            _powered[adapter] = isOn;
            if (!isOn)
            {
                _discovering.Remove(adapter);
                foreach (var strap in Straps.Where(s => s.Adapter == adapter)) strap.Drop(tells: true);
            }

            Emit(new BluezInput.Changed(adapter, BluezNames.Adapter, new Dictionary<string, object?> { ["Powered"] = isOn, ["Discovering"] = false }, []));
        }
    }

    /// <summary>bluetoothd ends, or starts and has forgotten every strap.</summary>
    internal void Daemon(bool isUp)
    {
        lock (_gate)
        {
            IsDaemonUp = isUp;
            _discovering.Clear();
            foreach (var strap in Straps) strap.Forget();
            Emit(new BluezInput.Daemon(isUp));
        }
    }

    /// <summary>The bus itself ends.</summary>
    internal void CutBus()
    {
        lock (_gate)
        {
            IsBusUp = false;
            foreach (var strap in Straps) strap.Forget();
            _discovering.Clear();
            var heard = _heard;
            (_heard, _isOver) = (null, true);
            _run++;
            heard?.Invoke(new BluezInput.Closed("the bus closed the connection"));
        }
    }

    private BluezReply OfAdapter(BluezCall call, bool isOn)
    {
        if (!isOn) return BluezReply.Failed(BluezNames.NotReady);
        if (call.Kind == BluezCallKind.StartDiscovery && !_discovering.Add(call.Path)) return BluezReply.Failed(BluezNames.InProgress);
        if (call.Kind == BluezCallKind.StopDiscovery) _discovering.Remove(call.Path);
        if (call.Kind is BluezCallKind.StartDiscovery or BluezCallKind.StopDiscovery)
            Emit(new BluezInput.Changed(call.Path, BluezNames.Adapter, new Dictionary<string, object?> { ["Discovering"] = _discovering.Contains(call.Path) }, []));
        return BluezReply.Fine;
    }

    private void Advertise(int run) => _scheduler.Schedule(Advertising, () =>
    {
        lock (_gate)
        {
            if (run != _run) return;
            foreach (var adapter in _discovering.Where(IsOn))
                foreach (var strap in Straps) strap.Advertise(adapter);
        }

        Advertise(run);
    });

    private Dictionary<string, IReadOnlyDictionary<string, Properties>> Objects()
    {
        var objects = new Dictionary<string, IReadOnlyDictionary<string, Properties>>(StringComparer.Ordinal);
        foreach (var adapter in _adapters)
        {
            objects[adapter] = new Dictionary<string, Properties>
            {
                [BluezNames.Adapter] = new Dictionary<string, object?> { ["Powered"] = _powered[adapter], ["Discovering"] = _discovering.Contains(adapter), ["Address"] = "00:11:22:33:44:55" },
            };
        }

        foreach (var (path, interfaces) in Straps.SelectMany(s => s.Objects())) objects[path] = interfaces;
        return objects;
    }
}
