using HeartMonitor.Ble.Bus;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Ble.Straps;

/// <content>What else is known of the strap: battery, place on the body, strength of the radio, and how its link fares.</content>
internal sealed partial class StrapSupervisor
{
    /// <summary>Between two of them at most one a second, unless the link or the battery changed.</summary>
    private static readonly TimeSpan StatusSpacing = TimeSpan.FromSeconds(1);

    private StrapStatus? _told;
    private DateTimeOffset _toldAt;
    private DateTimeOffset _nextBattery;
    private BatteryLevel _battery;
    private BodySensorLocation _location;
    private long _batteryCall;
    private long _locationCall;
    private readonly long[] _textCalls = new long[2];
    private bool _hasAsked;
    private string? _serial;
    private string? _firmware;
    private int _retries;
    private int _losses;
    private long _refused;
    private string? _lastError;

    /// <summary>A value that could not be a packet at all was thrown away.</summary>
    internal void CountRefused() => _refused++;

    private bool IsNear(string path) => scene.IsHeard(path) || (_lostAt is { } lost && scene.Now - lost < scene.Options.RecentFor);

    /// <summary>
    /// The place on the body, serial and firmware once a connection, and the battery: as BlueZ watches it (then its characteristic is hidden), or asked for. What fails here
    /// harms nothing else.
    /// </summary>
    private void AskAround()
    {
        if (!_hasAsked)
        {
            _hasAsked = true;
            AskText(0, BluezNames.SerialNumber, text => _serial = text);
            AskText(1, BluezNames.FirmwareRevision, text => _firmware = text);
            if (scene.Tree.Characteristic(_path!, BluezNames.HeartRateService, BluezNames.BodySensorLocation) is { } place)
                _locationCall = scene.Call(BluezCallKind.ReadValue, place, scene.Options.CallLimit, reply => _location = reply.Bytes is { } b ? BodySensorLocationCodec.Decode(b.Span) : _location);
        }

        if (scene.Now < _nextBattery || scene.Tree.Has(_path!, BluezNames.Battery)) return;
        _nextBattery = scene.Now + scene.Options.BatteryEvery;
        if (scene.Tree.Characteristic(_path!, BluezNames.BatteryService, BluezNames.BatteryLevel) is { } level)
            _batteryCall = scene.Call(BluezCallKind.ReadValue, level, scene.Options.CallLimit, reply => _battery = reply.Bytes is { } b && BatteryLevel.TryDecode(b.Span, out var read) ? read : _battery);
    }

    /// <summary>A text of the device itself; one that cannot be read, or is empty, leaves what was known.</summary>
    private void AskText(int slot, string characteristic, Action<string> take)
    {
        if (scene.Tree.Characteristic(_path!, BluezNames.InformationService, characteristic) is not { } found) return;
        var address = AddressOf(_path!);
        _textCalls[slot] = scene.Call(BluezCallKind.ReadValue, found, scene.Options.CallLimit, reply =>
        {
            if (reply.Bytes is { } bytes && DeviceText.Of(bytes.Span) is { } text) take(DeviceText.Holds(text, address) ? device : text);
        });
    }

    private string? AddressOf(string path) => scene.Tree.Get<string>(path, BluezNames.Device, "Address");

    private void ForgetReadings()
    {
        scene.Calls.Abandon(_batteryCall, scene.Output);
        scene.Calls.Abandon(_locationCall, scene.Output);
        foreach (var call in _textCalls) scene.Calls.Abandon(call, scene.Output);
        (_hasAsked, _nextBattery) = (false, DateTimeOffset.MinValue);
    }

    private void TellStatus()
    {
        var status = Status();
        var isUrgent = _told is null || status.Link != _told.Link || status.Battery != _told.Battery || status.IsBound != _told.IsBound;
        var isNews = status != _told && scene.Now - _toldAt >= StatusSpacing;
        if (!isUrgent && !isNews && scene.Now - _toldAt < scene.Options.StatusEvery) return;
        (_told, _toldAt) = (status, scene.Now);
        scene.Output.Events.Add(new(SourceEventKind.Status, device, scene.Now, Status: status));
    }

    private StrapStatus Status()
    {
        var path = _path ?? Paths.Where(p => scene.Tree.Has(p, BluezNames.Device)).OrderByDescending(scene.IsHeard).ThenBy(p => p, StringComparer.Ordinal).FirstOrDefault();
        if (path is not null && scene.Tree.Get<object>(path, BluezNames.Battery, "Percentage") is byte percent && BatteryLevel.TryDecode([percent], out var level)) _battery = level;
        return new(LinkNow())
        {
            IsBound = IsWanted,
            Battery = _battery,
            Name = path is null ? null : DeviceText.NameOf(scene.Tree, path),
            Serial = _serial,
            Firmware = _firmware,
            Location = _location,
            RssiDbm = path is not null && scene.Tree.Get<object>(path, BluezNames.Device, "RSSI") is short rssi ? rssi : null,
            Retries = _retries,
            Losses = _losses,
            Refused = _refused,
            LastError = Phase == StrapPhase.Waiting && scene.Trouble is { } trouble ? trouble : _lastError,
            Adapter = path is not null && scene.AdapterOf(path) is { } adapter ? BluezTree.ShortName(adapter) : null,
        };
    }

    private LinkState LinkNow() => Phase switch
    {
        StrapPhase.Live => LinkState.Up,
        StrapPhase.Waiting when !Paths.Any(IsNear) => LinkState.Searching,
        _ => LinkState.Down,
    };

    private void TellFull(string adapter)
    {
        var name = BluezTree.ShortName(adapter);
        _lastError = $"no free connection: {name} holds its {scene.Budget.MostEach}";
        _due = scene.Now + scene.Options.PollEvery;
        if (_wasFull) return;
        _wasFull = true;
        scene.Output.Notes.Add(new(true, $"Bluetooth: {device} is near, but {name} holds its {scene.Budget.MostEach} connections; add an adapter, or raise Bluetooth:MaxLinks if this one can hold more."));
    }
}
