using System.Globalization;

namespace HeartMonitor.Ble.Bus;

/// <summary>
/// The objects of bluetoothd as far as they matter here, kept from listings and signals. Takes only properties that are known, of the type
/// that they must have. Bounded; what is refused is counted.
/// </summary>
internal sealed class BluezTree
{
    /// <summary>Far above a full hall: each strap has some 20 objects.</summary>
    internal const int MostObjects = 5_000;

    /// <summary>Longest object path that is kept; BlueZ's have some 60 characters.</summary>
    private const int LongestPath = 200;
    private const int LongestText = 100;

    /// <summary>Bytes of a device's name (Core Specification, Vol 3 Part C, 3.2.2); BlueZ's alias is no longer.</summary>
    private const int LongestName = 248;
    private const int MostTexts = 100;

    private static readonly Dictionary<(string Interface, string Property), Func<object?, object?>> Known = new()
    {
        [(BluezNames.Adapter, "Powered")] = Flag,
        [(BluezNames.Adapter, "Discovering")] = Flag,
        [(BluezNames.Adapter, "Address")] = Text,
        [(BluezNames.Device, "Address")] = Text,
        [(BluezNames.Device, "Adapter")] = Text,
        [(BluezNames.Device, "Name")] = Name,
        [(BluezNames.Device, "Alias")] = Name,
        [(BluezNames.Device, "Connected")] = Flag,
        [(BluezNames.Device, "ServicesResolved")] = Flag,
        [(BluezNames.Device, "RSSI")] = Rssi,
        [(BluezNames.Device, "UUIDs")] = Texts,
        [(BluezNames.Battery, "Percentage")] = value => value is byte ? value : null,
        [(BluezNames.GattService, "UUID")] = Text,
        [(BluezNames.GattCharacteristic, "UUID")] = Text,
        [(BluezNames.GattCharacteristic, "Service")] = Text,
        [(BluezNames.GattCharacteristic, "Notifying")] = Flag,
    };

    private static readonly HashSet<string> Interfaces = [.. Known.Keys.Select(key => key.Interface)];

    private readonly Dictionary<string, Dictionary<string, Dictionary<string, object>>> _objects = new(StringComparer.Ordinal);

    /// <summary>Properties, objects and paths that were not as they must be.</summary>
    internal long Refused { get; private set; }

    internal int Count => _objects.Count;

    internal void Clear() => _objects.Clear();

    /// <summary>Takes a listing in place of everything.</summary>
    internal void Replace(IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>> objects)
    {
        _objects.Clear();
        foreach (var (path, interfaces) in objects) Add(path, interfaces);
    }

    internal void Add(string path, IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>> interfaces)
    {
        foreach (var (name, properties) in interfaces)
        {
            if (!Interfaces.Contains(name)) continue;
            if (path.Length > LongestPath || (_objects.Count >= MostObjects && !_objects.ContainsKey(path)))
            {
                Refused++;
                return;
            }

            if (!_objects.TryGetValue(path, out var known)) _objects[path] = known = new(StringComparer.Ordinal);
            Merge(known[name] = new(StringComparer.Ordinal), name, properties);
        }
    }

    internal void Remove(string path, IEnumerable<string> interfaces)
    {
        if (!_objects.TryGetValue(path, out var known)) return;
        foreach (var name in interfaces) known.Remove(name);
        if (known.Count == 0) _objects.Remove(path);
    }

    /// <summary>Takes changed properties of an object that is known; others are of no interest.</summary>
    internal void Change(string path, string name, IReadOnlyDictionary<string, object?> changed, IEnumerable<string> invalidated)
    {
        if (!_objects.TryGetValue(path, out var known) || !known.TryGetValue(name, out var properties)) return;
        Merge(properties, name, changed);
        foreach (var gone in invalidated) properties.Remove(gone);
    }

    internal bool Has(string path, string name) => _objects.TryGetValue(path, out var known) && known.ContainsKey(name);

    internal IEnumerable<string> PathsOf(string name) => _objects.Where(o => o.Value.ContainsKey(name)).Select(o => o.Key);

    internal T? Get<T>(string path, string name, string property) =>
        _objects.TryGetValue(path, out var known) && known.TryGetValue(name, out var properties) && properties.TryGetValue(property, out var value) && value is T wanted
            ? wanted
            : default;

    internal bool IsConnected(string device) => Get<bool>(device, BluezNames.Device, "Connected");

    internal bool IsResolved(string device) => Get<bool>(device, BluezNames.Device, "ServicesResolved");

    /// <summary>The characteristic of this device, under a service of the right kind; null when it is not there.</summary>
    internal string? Characteristic(string device, string service, string characteristic)
    {
        foreach (var path in PathsOf(BluezNames.GattCharacteristic))
        {
            if (!path.StartsWith(device + "/", StringComparison.Ordinal) || !Is(Get<string>(path, BluezNames.GattCharacteristic, "UUID"), characteristic)) continue;
            var parent = Get<string>(path, BluezNames.GattCharacteristic, "Service");
            if (parent is not null && path.StartsWith(parent + "/", StringComparison.Ordinal) && Is(Get<string>(parent, BluezNames.GattService, "UUID"), service)) return path;
        }

        return null;
    }

    /// <summary>Advertises, or is known to have, the heart-rate service.</summary>
    internal bool HasHeartRate(string device) =>
        Get<IReadOnlyList<string>>(device, BluezNames.Device, "UUIDs")?.Any(uuid => Is(uuid, BluezNames.HeartRateService)) == true;

    /// <summary>Last level of a path: <c>hci0</c>, for people.</summary>
    internal static string ShortName(string path) => path[(path.LastIndexOf('/') + 1)..];

    private void Merge(Dictionary<string, object> into, string name, IReadOnlyDictionary<string, object?> properties)
    {
        foreach (var (property, value) in properties)
        {
            if (!Known.TryGetValue((name, property), out var check)) continue;
            if (check(value) is { } right) into[property] = right;
            else Refused++;
        }
    }

    private static bool Is(string? uuid, string wanted) => string.Equals(uuid, wanted, StringComparison.OrdinalIgnoreCase);

    private static object? Flag(object? value) => value is bool ? value : null;

    private static object? Text(object? value) => value is string { Length: <= LongestPath } ? value : null;

    private static object? Name(object? value) => value is string { Length: <= LongestName } ? value : null;

    /// <summary>127 means "not known" (Core Specification, HCI); the radio's range is -127 to 20 dBm.</summary>
    private static object? Rssi(object? value) => value is short and >= -127 and <= 20 ? value : null;

    private static object? Texts(object? value) => value switch
    {
        IReadOnlyList<string> texts => Few(texts),
        IReadOnlyList<object?> list when list.All(item => item is string) => Few([.. list.Cast<string>()]),
        _ => null,
    };

    private static IReadOnlyList<string>? Few(IReadOnlyList<string> texts) => texts.Count <= MostTexts && texts.All(t => t.Length <= LongestText) ? texts : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} objects");
}
