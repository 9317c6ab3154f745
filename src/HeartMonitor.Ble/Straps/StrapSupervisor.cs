using HeartMonitor.Ble.Bus;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Ble.Straps;

/// <summary>
/// One strap, from not heard to live and back: <see cref="StrapPhase"/>. Looks at the state of the objects, not only at what changed, so a
/// signal that never came holds nothing up; every wait has a deadline; every failure leads to <see cref="StrapPhase.Waiting"/> and another
/// attempt. Knows nothing of other straps but the places that they hold.
/// </summary>
/// <param name="device">Strap id; the address stays in the object tree.</param>
/// <param name="scene">What all share.</param>
internal sealed partial class StrapSupervisor(string device, BluezScene scene)
{
    /// <summary>Steps that one input may set off; more would be a circle.</summary>
    private const int MostSteps = 10;

    private DateTimeOffset _due = DateTimeOffset.MinValue;
    private DateTimeOffset _deadline;
    private DateTimeOffset _nextPoll;
    private DateTimeOffset _lastValue;
    private DateTimeOffset? _lostAt;
    private DateTimeOffset _keptUntil;
    private string? _path;
    private string? _adapter;
    private string? _measurement;
    private long _call;
    private BluezReply? _reply;
    private bool _hasPolled;
    private bool _isTold;
    private bool _wasFull;
    private bool _isHeardSince;
    private DateTimeOffset _dueHeard;
    private int _failures;
    private int _refusals;

    internal string Device => device;

    internal StrapPhase Phase { get; private set; }

    /// <summary>Object paths of the strap, one an adapter that knows it; kept by the owner.</summary>
    internal HashSet<string> Paths { get; } = new(StringComparer.Ordinal);

    /// <summary>A session wears it, or somebody is to wear it. False: it is let go, and its owner forgets it then.</summary>
    internal bool IsWanted { get; private set; } = true;

    internal bool IsLive => Phase == StrapPhase.Live;

    /// <summary>Object path of the device while a place is held.</summary>
    internal string? Held => Phase == StrapPhase.Waiting ? null : _path;

    /// <summary>What the sessions say of it now.</summary>
    internal void Want(bool isWanted)
    {
        if (IsWanted == isWanted) return;
        (IsWanted, _keptUntil) = (isWanted, scene.Now + scene.Options.KeepUnwanted);
    }

    /// <summary>Does whatever is to be done now.</summary>
    internal void Evaluate()
    {
        for (var step = 0; step < MostSteps; step++)
        {
            var before = Phase;
            if (Held is not null && Obstacle() is { } gone) Reset(gone);
            else if (!IsWanted && IsOverdue()) Fail("no session wears it any more", disconnects: true);
            else Advance();
            if (Phase == before) break;
        }

        TellStatus();
    }

    /// <summary>An advertisement came: failures while the strap was away put nothing off any more, only those in spite of advertisements do.</summary>
    internal void Heard()
    {
        _isHeardSince = true;
        if (Phase == StrapPhase.Waiting && _due > _dueHeard) _due = _dueHeard;
    }

    /// <summary>A value of a characteristic; one that is not the measurement of this connection is of no interest.</summary>
    internal void Value(string characteristic, byte[] bytes)
    {
        if (characteristic != _measurement || Phase is not (StrapPhase.Subscribing or StrapPhase.Live)) return;
        if (Phase == StrapPhase.Subscribing) GoLive(); // the value may overtake the answer
        (_lastValue, _failures, _refusals, _lastError, _wasFull) = (scene.Now, 0, 0, null, false);
        scene.Output.Events.Add(new(SourceEventKind.Packet, device, scene.Now, bytes));
    }

    /// <summary>bluetoothd says that it sends no more values.</summary>
    internal void NotifyingEnded(string characteristic)
    {
        if (characteristic == _measurement && Phase == StrapPhase.Live) Fail("BlueZ ended the notifications", disconnects: true);
    }

    /// <summary>Everything below is gone (bus, bluetoothd, adapter, object): begin again as soon as it is back.</summary>
    internal void Reset(string why)
    {
        if (Phase == StrapPhase.Waiting) return;
        scene.Calls.Abandon(_call, scene.Output);
        Drop(why);
        (_failures, _refusals, _due, _dueHeard) = (0, 0, scene.Now, scene.Now);
        Enter(StrapPhase.Waiting);
    }

    /// <summary>For failures of tests.</summary>
    public override string ToString() =>
        $"{device} {Phase}, due {_due:HH:mm:ss.fff}, now {scene.Now:HH:mm:ss.fff}, failures {_failures}/{_refusals}, paths {Paths.Count}, usable {Paths.Count(p => scene.IsUsable(scene.AdapterOf(p)))}, heard {Paths.Count(scene.IsHeard)}, crowded {Paths.Count(p => scene.IsCrowded(scene.AdapterOf(p) ?? ""))}, trouble {scene.Trouble}, calls {scene.Calls.Count}, connected {Paths.Count(scene.Tree.IsConnected)}";

    private void Advance()
    {
        switch (Phase)
        {
            case StrapPhase.Waiting:
                Attempt();
                break;
            case StrapPhase.Connecting:
                Connect();
                break;
            case StrapPhase.Resolving:
                Resolve();
                break;
            case StrapPhase.Listing:
                if (TakeReply() is { } listed) Look(listed);
                break;
            case StrapPhase.Subscribing:
                if (TakeReply() is { } subscribed) Subscribe(subscribed);
                break;
            case StrapPhase.Live:
                Watch();
                break;
            case StrapPhase.Leaving:
                if (TakeReply() is not null || scene.Now >= _deadline) Rest();
                break;
        }
    }

    /// <summary>Only a link that is live is worth keeping for a while, and only while no strap that is wanted needs the place.</summary>
    private bool IsOverdue() => Phase switch
    {
        StrapPhase.Waiting or StrapPhase.Leaving => false,
        StrapPhase.Live => scene.Now >= _keptUntil || scene.IsCrowded(_adapter!),
        _ => true,
    };

    private void Attempt()
    {
        if (!IsWanted || scene.Now < _due || scene.Trouble is not null || Choose() is not { } path) return;
        var adapter = scene.AdapterOf(path)!;
        var isBlind = !IsNear(path) && !scene.Tree.IsConnected(path);
        if (!scene.IsHeard(path) && !scene.Tree.IsConnected(path) && scene.IsCrowded(adapter)) return;
        if (isBlind && scene.Budget.BlindOn(adapter) >= scene.Options.BlindAtOnce) return;
        if (!scene.Budget.TryTake(adapter, path, ForeignOn(adapter, path), isBlind))
        {
            if (scene.IsHeard(path)) scene.NoteCrowded(adapter);
            TellFull(adapter);
            return;
        }

        (_path, _adapter, _wasFull) = (path, adapter, false);
        _retries++;
        if (scene.Tree.IsConnected(path))
        {
            Enter(StrapPhase.Resolving); // by an earlier run of ours, or somebody else
            return;
        }

        Enter(StrapPhase.Connecting);
        Ask(BluezCallKind.Connect, path, scene.Options.ConnectLimit);
    }

    /// <summary>The adapter to try: one that is connected already, else one with room that hears it best; after a failure the next one.</summary>
    private string? Choose()
    {
        var paths = Paths.Where(p => scene.Tree.Has(p, BluezNames.Device) && scene.IsUsable(scene.AdapterOf(p)))
            .OrderByDescending(scene.Tree.IsConnected)
            .ThenByDescending(p => scene.Budget.HasRoom(scene.AdapterOf(p)!, ForeignOn(scene.AdapterOf(p)!, p)))
            .ThenByDescending(scene.IsHeard)
            .ThenBy(p => scene.Budget.TakenOn(scene.AdapterOf(p)!))
            .ThenByDescending(p => scene.Tree.Get<object>(p, BluezNames.Device, "RSSI") as short? ?? short.MinValue)
            .ThenBy(p => p, StringComparer.Ordinal)
            .ToArray();
        var open = paths.Count(p => scene.Budget.HasRoom(scene.AdapterOf(p)!, ForeignOn(scene.AdapterOf(p)!, p)));
        return paths.Length == 0 ? null : paths[open == 0 ? 0 : _failures % open];
    }

    private int ForeignOn(string adapter, string path) => scene.ForeignLinks(adapter) - (scene.Tree.IsConnected(path) && !scene.Budget.Holds(path) ? 1 : 0);

    private void Connect()
    {
        if (scene.Tree.IsConnected(_path!) && scene.Tree.IsResolved(_path!))
        {
            scene.Calls.Abandon(_call, scene.Output); // the properties say it; the answer may have been lost
            Enter(StrapPhase.Resolving);
        }
        else if (TakeReply() is { } reply)
        {
            if (reply.IsFine || reply.Error == BluezNames.AlreadyConnected) Enter(StrapPhase.Resolving);
            else Fail("connecting failed: " + BluezNames.InWords(reply.Error!), disconnects: reply.Error is BluezReply.TimedOut or BluezNames.InProgress);
        }
        else if (!scene.IsHeard(_path!) && scene.IsCrowded(_adapter!)) Fail("not heard, and its place went to a strap that is", disconnects: true);
    }

    /// <summary>Connected is not enough: the services must be known, as a signal or a property that was asked for says.</summary>
    private void Resolve()
    {
        if (scene.Tree.IsConnected(_path!) && scene.Tree.IsResolved(_path!))
        {
            Enter(StrapPhase.Listing);
            Ask(BluezCallKind.List, "/", scene.Options.CallLimit);
        }
        else if (_hasPolled && !scene.Tree.IsConnected(_path!)) Fail("the link was lost while its services were read", disconnects: false);
        else if (scene.Now >= _deadline) Fail("its services were not told in time", disconnects: true);
        else Poll();
    }

    /// <summary>The characteristic is looked up anew after each connection: its path may be another one.</summary>
    private void Look(BluezReply reply)
    {
        if (!reply.IsFine) Fail("its services could not be listed: " + BluezNames.InWords(reply.Error!), disconnects: true);
        else if (scene.Tree.Characteristic(_path!, BluezNames.HeartRateService, BluezNames.HeartRateMeasurement) is not { } found) Fail("it has no heart-rate service", disconnects: true);
        else
        {
            _measurement = found;
            Enter(StrapPhase.Subscribing);
            Ask(BluezCallKind.StartNotify, found, scene.Options.CallLimit);
        }
    }

    private void Subscribe(BluezReply reply)
    {
        if (reply.IsFine || reply.Error == BluezNames.InProgress) GoLive(); // in progress: this client asked before
        else Fail("its values were refused: " + BluezNames.InWords(reply.Error!), disconnects: true);
    }

    private void GoLive()
    {
        scene.Calls.Abandon(_call, scene.Output);
        (_isTold, _lastValue) = (true, scene.Now);
        Enter(StrapPhase.Live);
        scene.Output.Events.Add(new(SourceEventKind.Connected, device, scene.Now));
        AskAround();
    }

    private void Watch()
    {
        if (!scene.Tree.IsConnected(_path!)) Fail("the link was lost", disconnects: false);
        else if (!scene.Tree.Has(_measurement!, BluezNames.GattCharacteristic)) Fail("its services changed", disconnects: true);
        else if (scene.Now - _lastValue >= scene.Options.Watchdog) Fail("no data came", disconnects: true);
        else if (scene.Now - _lastValue >= scene.Options.Watchdog / 2) Poll();
        else AskAround();
    }

    private void Fail(string why, bool disconnects)
    {
        scene.Calls.Abandon(_call, scene.Output);
        var path = _path!;
        Drop(why, keepsPlace: disconnects);
        _failures++;
        if (_isHeardSince) _refusals++;
        if (!disconnects)
        {
            Rest();
            return;
        }

        _path = path;
        Enter(StrapPhase.Leaving);
        Ask(BluezCallKind.Disconnect, path, scene.Options.CallLimit);
    }

    private void Rest()
    {
        if (_path is { } held) scene.Budget.GiveBack(held);
        (_path, _isHeardSince) = (null, false);
        (_due, _dueHeard) = (scene.Now + scene.Wait(_failures), scene.Now + scene.Wait(_refusals));
        Enter(StrapPhase.Waiting);
    }

    private void Drop(string why, bool keepsPlace = false)
    {
        if (!keepsPlace && _path is { } held)
        {
            scene.Budget.GiveBack(held);
            _path = null;
        }

        (_measurement, _lastError) = (null, why);
        ForgetReadings();
        if (!_isTold) return;
        (_isTold, _lostAt, _retries) = (false, scene.Now, 0);
        _losses++;
        scene.Output.Events.Add(new(SourceEventKind.Lost, device, scene.Now, Detail: why));
    }

    private void Enter(StrapPhase phase)
    {
        (Phase, _reply, _hasPolled, _nextPoll) = (phase, null, false, scene.Now);
        _deadline = scene.Now + (phase == StrapPhase.Leaving ? scene.Options.CallLimit : scene.Options.ResolveLimit);
    }

    private void Ask(BluezCallKind kind, string path, TimeSpan limit) => _call = scene.Call(kind, path, limit, reply => _reply = reply);

    private BluezReply? TakeReply()
    {
        var reply = _reply;
        _reply = null;
        return reply;
    }

    private void Poll()
    {
        if (scene.Now < _nextPoll) return;
        _nextPoll = scene.Now + scene.Options.PollEvery;
        var path = _path!;
        var phase = Phase;
        scene.Call(BluezCallKind.GetDevice, path, scene.Options.CallLimit, reply =>
        {
            if (reply.Properties is not { } properties) return;
            scene.Tree.Change(path, BluezNames.Device, properties, []);
            if (Phase == phase && _path == path) _hasPolled = true;
        });
    }

    private string? Obstacle() =>
        scene.Trouble
        ?? (!scene.IsUsable(_adapter) ? $"the adapter {BluezTree.ShortName(_adapter!)} is gone or switched off"
            : !scene.Tree.Has(_path!, BluezNames.Device) ? "BlueZ does not know it any more" : null);
}
