using HeartMonitor.DBus;

namespace HeartMonitor.Simulator.BlueZ;

/// <summary>
/// All objects of the service, and the signals that tell of their changes (specification, "Standard Interfaces"). Guarded by the simulation's
/// lock.
/// </summary>
/// <param name="send">Sends a signal, in the order of the calls; does nothing while the daemon is down.</param>
internal sealed class BlueZTree(Action<DBusMessage> send)
{
    private readonly SortedDictionary<ObjectPath, BlueZObject> _objects = [];

    internal BlueZObject? Find(ObjectPath path) => _objects.GetValueOrDefault(path);

    internal DBusValue ToManagedObjects() => DBusValue.Dictionary(
        "o", "a{sa{sv}}", _objects.Select(pair => KeyValuePair.Create<DBusValue, DBusValue>(pair.Key, pair.Value.ToInterfaces())));

    internal void Add(BlueZObject added)
    {
        _objects.Add(added.Path, added);
        TellAdded(added.Path, added.ToInterfaces());
    }

    /// <summary>One more interface on an object that is there.</summary>
    internal void AddInterface(ObjectPath path, string @interface, params (string Name, DBusValue Value)[] properties)
    {
        if (Find(path) is not { } target) return;
        target.With(@interface, properties);
        var only = DBusValue.Properties(target.Interfaces[@interface]);
        TellAdded(path, DBusValue.Dictionary("s", "a{sv}", KeyValuePair.Create<DBusValue, DBusValue>(@interface, only)));
    }

    internal void RemoveInterface(ObjectPath path, string @interface)
    {
        if (Find(path)?.Interfaces.Remove(@interface) == true) TellRemoved(path, [@interface]);
    }

    /// <summary>The object and all below it, the deepest first.</summary>
    internal void Remove(ObjectPath path)
    {
        foreach (var gone in _objects.Values.Where(candidate => candidate.Path.IsAtOrUnder(path)).Reverse().ToArray())
        {
            _objects.Remove(gone.Path);
            TellRemoved(gone.Path, gone.Interfaces.Keys);
        }
    }

    /// <summary>The daemon has ended: nobody tells.</summary>
    internal void Forget() => _objects.Clear();

    internal DBusValue? Get(ObjectPath path, string @interface, string property) =>
        Find(path)?.Interfaces.GetValueOrDefault(@interface)?.GetValueOrDefault(property);

    /// <summary>Sets a property and tells, whether it differs or not: a value that is notified twice is two values.</summary>
    internal void Set(ObjectPath path, string @interface, string property, DBusValue value, bool tells = true)
    {
        if (Find(path)?.Interfaces.GetValueOrDefault(@interface) is not { } properties) return;
        properties[property] = value;
        if (tells) TellChanged(path, @interface, [KeyValuePair.Create(property, value)], []);
    }

    /// <summary>A property has no value any more.</summary>
    internal void Invalidate(ObjectPath path, string @interface, string property)
    {
        if (Find(path)?.Interfaces.GetValueOrDefault(@interface)?.Remove(property) == true) TellChanged(path, @interface, [], [property]);
    }

    private void TellChanged(ObjectPath path, string @interface, KeyValuePair<string, DBusValue>[] changed, string[] invalidated) =>
        send(DBusMessage.Signal(path, DBusNames.Properties, "PropertiesChanged", @interface, DBusValue.Properties(changed), DBusValue.Strings(invalidated)));

    private void TellAdded(ObjectPath path, DBusValue interfaces) =>
        send(DBusMessage.Signal(ObjectPath.Root, DBusNames.ObjectManager, "InterfacesAdded", path, interfaces));

    private void TellRemoved(ObjectPath path, IEnumerable<string> interfaces) =>
        send(DBusMessage.Signal(ObjectPath.Root, DBusNames.ObjectManager, "InterfacesRemoved", path, DBusValue.Strings(interfaces)));
}
