namespace HeartMonitor.DBus;

/// <remarks>What everybody asks of the bus and of standard interfaces.</remarks>
public sealed partial class DBusConnection
{
    /// <summary>Asks for a well-known name, never queueing for it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="takeOver">Takes it from an owner who allows that, and lets others take it from us.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>True when it is ours now.</returns>
    public async Task<bool> RequestNameAsync(string name, bool takeOver = false, CancellationToken cancellation = default)
    {
        // Flags of RequestName: 1 allow replacement, 2 replace existing, 4 do not queue. Answers: 1 primary owner, 4 already owner.
        var answer = await CallBusAsync("RequestName", cancellation, name, takeOver ? 7u : 4u);
        return answer[0].AsUInt32() is 1 or 4;
    }

    /// <summary>Gives a name back.</summary>
    /// <returns>False when it was not ours.</returns>
    public async Task<bool> ReleaseNameAsync(string name, CancellationToken cancellation = default) =>
        (await CallBusAsync("ReleaseName", cancellation, name))[0].AsUInt32() == 1;

    /// <summary>Unique name of a name's owner; null when nobody owns it.</summary>
    public async Task<string?> GetNameOwnerAsync(string name, CancellationToken cancellation = default)
    {
        try
        {
            return (await CallBusAsync("GetNameOwner", cancellation, name))[0].AsString();
        }
        catch (DBusErrorException error) when (error.Name == DBusErrors.NameHasNoOwner)
        {
            return null;
        }
    }

    /// <summary>One property (specification, "org.freedesktop.DBus.Properties"), unwrapped.</summary>
    public async Task<DBusValue> GetPropertyAsync(string destination, ObjectPath path, string @interface, string property, CancellationToken cancellation = default)
    {
        var answer = await CallAsync(new(destination, path, DBusNames.Properties, "Get", @interface, property), cancellation);
        return answer is [var value] ? value.Unwrapped : throw new DBusTypeException("v", string.Concat(answer.Select(item => item.Signature)));
    }

    public Task SetPropertyAsync(
        string destination, ObjectPath path, string @interface, string property, DBusValue value, CancellationToken cancellation = default) =>
        CallAsync(new(destination, path, DBusNames.Properties, "Set", @interface, property, DBusValue.AsVariant(value)), cancellation);

    /// <summary>All objects below <paramref name="root"/> with their interfaces and properties, unwrapped ("org.freedesktop.DBus.ObjectManager").</summary>
    public async Task<Dictionary<ObjectPath, Dictionary<string, Dictionary<string, DBusValue>>>> GetManagedObjectsAsync(
        string destination, ObjectPath root, CancellationToken cancellation = default)
    {
        var answer = await CallAsync(new(destination, root, DBusNames.ObjectManager, "GetManagedObjects"), cancellation);
        return answer is [var objects] ? objects.AsManagedObjects() : throw new DBusTypeException("a{oa{sa{sv}}}", "nothing");
    }

    private Task<IReadOnlyList<DBusValue>> CallBusAsync(string member, CancellationToken cancellation, params DBusValue[] body) =>
        CallAsync(new(DBusNames.Bus, DBusNames.BusPath, DBusNames.Bus, member, body), cancellation);
}
