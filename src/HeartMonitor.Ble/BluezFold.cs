using HeartMonitor.Ble.Adapters;
using HeartMonitor.Ble.Bus;
using HeartMonitor.Ble.Straps;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Ble;

/// <summary>
/// The whole source without its bus and its clock: an input and an instant in, calls, events and lines out. The same inputs give the same
/// outputs. Not for several threads.
/// </summary>
internal sealed partial class BluezFold
{
    /// <summary>Longest value of a characteristic, bytes (Core Specification, Vol 3 Part F, 3.2.9).</summary>
    private const int LongestValue = 512;

    private readonly Dictionary<string, AdapterWatch> _adapters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StrapSupervisor> _byPath = new(StringComparer.Ordinal);
    private readonly SortedList<string, StrapSupervisor> _straps = new(StringComparer.Ordinal); // by id
    private readonly BluezScene _scene;
    private readonly BluezOptions _options;
    private readonly Func<StrapAddress, string> _nameOf;
    private readonly Func<double> _random;
    private readonly UnboundStraps _unbound;
    private readonly OperatorNotes _notes;
    private readonly ListingLog _log = new();
    private DateTimeOffset? _reopenAt = DateTimeOffset.MinValue;
    private DateTimeOffset _relistAt = DateTimeOffset.MaxValue;
    private DaemonState _daemon;
    private string? _closedWhy;
    private int _openFailures;

    /// <param name="options">Times and limits.</param>
    /// <param name="wanted">Ids of the straps to connect at first; with none, straps in range are told as unbound and none is connected.</param>
    /// <param name="nameOf">Strap id of an address: the one way from one to the other.</param>
    /// <param name="busAddress">For messages.</param>
    /// <param name="random">0 to below 1, for the waits.</param>
    internal BluezFold(BluezOptions options, IEnumerable<string> wanted, Func<StrapAddress, string> nameOf, string busAddress, Func<double> random)
    {
        (_options, _nameOf, _random) = (options, nameOf, random);
        _scene = new(options, random);
        foreach (var name in wanted.Distinct(StringComparer.Ordinal)) _straps.Add(name, new(name, _scene));
        (_unbound, _notes) = (new(nameOf), new(busAddress));
    }

    private enum DaemonState
    {
        Unknown,
        Away,
        Asked,
        Listed,
        Denied,
    }

    /// <summary>The straps, in the order of their ids.</summary>
    internal IReadOnlyList<StrapSupervisor> Straps => [.. _straps.Values];

    /// <summary>Calls that wait for an answer.</summary>
    internal int CallsInFlight => _scene.Calls.Count;

    /// <summary>Properties and values that were not as they must be.</summary>
    internal long Refused { get; private set; }

    internal long RefusedProperties => _scene.Tree.Refused;

    internal ConnectionBudget Budget => _scene.Budget;

    internal RadioLog Radios { get; } = new();

    /// <summary>Takes one input.</summary>
    internal void Take(BluezInput input, DateTimeOffset now, BluezOutput output)
    {
        (_scene.Now, _scene.Output) = (now, output);
        _log.Note(input);
        switch (input)
        {
            case BluezInput.Tick:
                _scene.Calls.GiveUpLate(now, output);
                break;
            case BluezInput.Daemon daemon:
                TakeDaemon(daemon.IsThere);
                break;
            case BluezInput.Closed closed:
                TakeClosed(closed.Why);
                break;
            case BluezInput.Added added:
                TakeAdded(added);
                break;
            case BluezInput.Removed removed:
                TakeRemoved(removed);
                break;
            case BluezInput.Changed { Interface: BluezNames.GattCharacteristic } value:
                TakeChanged(value);
                OwnerOf(value.Path)?.Evaluate(); // forty a second in a full hall, and of interest to one strap only
                _log.Follow(output, input);
                return;
            case BluezInput.Changed changed:
                TakeChanged(changed);
                break;
            case BluezInput.Wanted wanted:
                Follow(wanted.Straps);
                break;
            case BluezInput.Ended ended:
                if (ended.Reply.Objects is { } objects) TakeObjects(objects);
                _scene.Calls.End(ended.Call, ended.Reply);
                break;
        }

        EvaluateAll();
        _log.Follow(output, input);
    }

    /// <summary>Ends every link that is held; nothing is taken after it.</summary>
    internal void SayGoodbye(DateTimeOffset now, BluezOutput output)
    {
        (_scene.Now, _scene.Output) = (now, output);
        _scene.Calls.AbandonAll(output);
        foreach (var path in _straps.Values.Select(s => s.Held).OfType<string>()) _scene.Call(BluezCallKind.Disconnect, path, _options.CallLimit, _ => { });
    }

    private void TakeDaemon(bool isThere)
    {
        Forget();
        (_closedWhy, _openFailures) = (null, 0);
        _daemon = DaemonState.Away;
        if (isThere) List();
    }

    private void TakeClosed(string why)
    {
        Forget();
        (_daemon, _closedWhy) = (DaemonState.Unknown, why);
        _reopenAt = _scene.Now + Backoff.Wait(++_openFailures, _options.ReopenAfter, _options.LongestWait, _random());
    }

    /// <summary>Nothing that was known holds any more; calls will not be answered.</summary>
    private void Forget()
    {
        _scene.Calls.AbandonAll(_scene.Output);
        _scene.ForgetAll();
        _log.Clear();
        foreach (var adapter in _adapters.Values) adapter.Reset(_scene);
        _adapters.Clear();
        foreach (var strap in _straps.Values) strap.Paths.Clear();
        _byPath.Clear();
        _relistAt = DateTimeOffset.MaxValue;
    }

    private void List()
    {
        _daemon = DaemonState.Asked;
        _scene.Call(BluezCallKind.List, "/", _options.CallLimit, reply =>
        {
            _relistAt = _scene.Now + _options.PollEvery;
            if (!reply.IsFine && reply.Error == BluezNames.AccessDenied) _daemon = DaemonState.Denied;
        });
    }

    private void TakeObjects(IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>> objects)
    {
        var isFirst = _daemon != DaemonState.Listed;
        _scene.Tree.Replace(objects);
        foreach (var change in _log.Since) Apply(change);
        (_daemon, _relistAt) = (DaemonState.Listed, _scene.Now + _options.RelistEvery);
        _byPath.Clear();
        foreach (var strap in _straps.Values) strap.Paths.Clear();
        foreach (var path in _scene.Tree.PathsOf(BluezNames.Device).ToArray())
        {
            Recognise(path);
            if (isFirst && _scene.Tree.Get<object>(path, BluezNames.Device, "RSSI") is short) Hear(path);
        }
    }

    /// <summary>What a signal said while the listing was under way: the listing may be older.</summary>
    private void Apply(BluezInput change)
    {
        if (change is BluezInput.Added added) _scene.Tree.Add(added.Path, added.Interfaces);
        if (change is BluezInput.Removed removed) _scene.Tree.Remove(removed.Path, removed.Interfaces);
        if (change is BluezInput.Changed changed) _scene.Tree.Change(changed.Path, changed.Interface, changed.Properties, changed.Invalidated);
    }

    private void TakeAdded(BluezInput.Added added)
    {
        if (_daemon != DaemonState.Listed) return; // the listing that was asked for has it
        _scene.Tree.Add(added.Path, added.Interfaces);
        if (!added.Interfaces.ContainsKey(BluezNames.Device) || !_scene.Tree.Has(added.Path, BluezNames.Device)) return;
        Recognise(added.Path);
        Hear(added.Path);
    }

    private void TakeRemoved(BluezInput.Removed removed)
    {
        _scene.Tree.Remove(removed.Path, removed.Interfaces);
        if (_scene.Tree.Has(removed.Path, BluezNames.Device)) return;
        if (_byPath.Remove(removed.Path, out var strap)) strap.Paths.Remove(removed.Path);
        _scene.Forget(removed.Path);
        _unbound.Forget(removed.Path, _scene);
    }

    private void TakeChanged(BluezInput.Changed changed)
    {
        _scene.Tree.Change(changed.Path, changed.Interface, changed.Properties, changed.Invalidated);
        if (changed.Interface == BluezNames.GattCharacteristic) TakeValue(changed);
        if (changed.Interface == BluezNames.Device && IsAdvertisement(changed.Properties)) Hear(changed.Path);
    }

    private static bool IsAdvertisement(IReadOnlyDictionary<string, object?> properties) =>
        properties.ContainsKey("RSSI") || properties.ContainsKey("ManufacturerData") || properties.ContainsKey("ServiceData") || properties.ContainsKey("AdvertisingFlags");

    private void TakeValue(BluezInput.Changed changed)
    {
        if (OwnerOf(changed.Path) is not { } strap) return;
        if (changed.Properties.TryGetValue("Value", out var value))
        {
            if (value is byte[] { Length: <= LongestValue } bytes) strap.Value(changed.Path, bytes);
            else Refuse(strap);
        }

        if (changed.Properties.TryGetValue("Notifying", out var notifying) && notifying is false) strap.NotifyingEnded(changed.Path);
    }

    private void Refuse(StrapSupervisor strap)
    {
        Refused++;
        strap.CountRefused();
    }

    private StrapSupervisor? OwnerOf(string characteristic)
    {
        foreach (var (path, strap) in _byPath)
            if (characteristic.Length > path.Length && characteristic[path.Length] == '/' && characteristic.StartsWith(path, StringComparison.Ordinal)) return strap;
        return null;
    }

    private void Recognise(string path)
    {
        if (!StrapAddress.TryParse(_scene.Tree.Get<string>(path, BluezNames.Device, "Address"), out var address)) return;
        if (!_straps.TryGetValue(_nameOf(address), out var strap)) return;
        strap.Paths.Add(path);
        _byPath[path] = strap;
    }

    private void Hear(string path)
    {
        if (!_scene.Tree.Has(path, BluezNames.Device)) return;
        _scene.NoteHeard(path);
        if (_byPath.TryGetValue(path, out var strap)) strap.Heard();
    }

    private void EvaluateAll()
    {
        if (_reopenAt is { } due && _scene.Now >= due) (_reopenAt, _scene.Output.Open) = (null, true);
        if (_scene.Now >= _relistAt) Relist();
        FollowAdapters();
        var situation = Situation();
        _scene.Trouble = _notes.Judge(situation, _scene);
        Radios.Follow(situation);
        foreach (var strap in _straps.Values) strap.Evaluate();
        LetGo();
        var wanted = _straps.Values.Count(s => s.IsWanted);
        var isLooking = wanted == 0 || _straps.Values.Any(s => s is { IsWanted: true, IsLive: false }) || _scene.IsTimeForSpares;
        foreach (var adapter in _adapters.Values) adapter.Evaluate(isLooking, _scene);
        _unbound.Tell(_byPath.ContainsKey, _scene);
    }

    private void Relist()
    {
        _relistAt = _scene.Now + _options.RelistEvery;
        _scene.Call(BluezCallKind.List, "/", _options.CallLimit, reply =>
        {
            if (reply.IsFine) return;
            _relistAt = _scene.Now + _options.PollEvery;
            if (_daemon != DaemonState.Listed) _daemon = reply.Error == BluezNames.AccessDenied ? DaemonState.Denied : DaemonState.Asked;
        });
    }

    private void FollowAdapters()
    {
        foreach (var path in _scene.Tree.PathsOf(BluezNames.Adapter))
            if (_scene.IsWanted(path) && !_adapters.ContainsKey(path)) _adapters[path] = new(path);
        foreach (var gone in _adapters.Keys.Where(path => !_scene.IsWanted(path)).ToArray())
        {
            _adapters[gone].Reset(_scene);
            _adapters.Remove(gone);
        }
    }

    private Situation Situation() => new()
    {
        ClosedWhy = _closedWhy,
        IsDaemonAway = _daemon == DaemonState.Away,
        IsDenied = _daemon == DaemonState.Denied || _adapters.Values.Any(a => a.Error == BluezNames.AccessDenied),
        IsKnown = _daemon == DaemonState.Listed,
        Adapters = [.. _adapters.Keys.Order(StringComparer.Ordinal)],
        On = [.. _adapters.Keys.Where(_scene.IsUsable).Order(StringComparer.Ordinal)],
        Straps = _straps.Values.Count(s => s.IsWanted),
    };
}
