using HeartMonitor.DBus;

namespace HeartMonitor.Simulator.BlueZ;

/// <summary>An object as the bus shows it.</summary>
internal sealed class BlueZObject(ObjectPath path)
{
    internal ObjectPath Path => path;

    /// <summary>Properties by interface.</summary>
    internal SortedDictionary<string, SortedDictionary<string, DBusValue>> Interfaces { get; } = new(StringComparer.Ordinal)
    {
        [DBusNames.Introspectable] = [],
        [DBusNames.Properties] = [],
    };

    /// <summary>Answers a method by its name; null from it for a method that there is not.</summary>
    internal Func<DBusMessage, Task<IReadOnlyList<DBusValue>>?>? Call { get; init; }

    /// <summary>Takes a new value of a property; false when it is not to be written.</summary>
    internal Func<string, DBusValue, bool>? Set { get; init; }

    internal BlueZObject With(string @interface, params (string Name, DBusValue Value)[] properties)
    {
        Interfaces[@interface] = new(properties.ToDictionary(property => property.Name, property => property.Value), StringComparer.Ordinal);
        return this;
    }

    internal DBusValue ToInterfaces() => DBusValue.Dictionary(
        "s", "a{sv}", Interfaces.Select(pair => KeyValuePair.Create<DBusValue, DBusValue>(pair.Key, DBusValue.Properties(pair.Value))));
}
