using HeartMonitor.DBus;

namespace HeartMonitor.Simulator.BlueZ;

/// <summary>Answers what is asked of the objects: their own methods, and those that every object has. Guarded by the simulation's lock.</summary>
internal sealed class BlueZCalls(BlueZTree tree)
{
    private static readonly IReadOnlyList<DBusValue> Nothing = [];

    /// <summary>An answer without a body.</summary>
    internal static Task<IReadOnlyList<DBusValue>> Done { get; } = Task.FromResult(Nothing);

    internal static Task<IReadOnlyList<DBusValue>> With(DBusValue value) => Task.FromResult<IReadOnlyList<DBusValue>>([value]);

    internal static DBusErrorException Error(string name, string text) => new(BlueZNames.Error + name, text);

    internal Task<IReadOnlyList<DBusValue>> Answer(DBusMessage call)
    {
        if (call is { Path: { Value: "/" }, Interface: DBusNames.ObjectManager or null, Member: "GetManagedObjects" }) return With(tree.ToManagedObjects());

        var target = tree.Find(call.Path!.Value) ?? throw new DBusErrorException(DBusErrors.UnknownObject, $"there is no object {call.Path}");
        if (call.Interface == DBusNames.Properties) return OfProperties(target, call);
        if (call.Interface is null || target.Interfaces.ContainsKey(call.Interface))
            if (target.Call?.Invoke(call) is { } answer) return answer;
        throw new DBusErrorException(DBusErrors.UnknownMethod, $"{call.Path} has no {call.Interface}.{call.Member}({call.Signature})");
    }

    private static Task<IReadOnlyList<DBusValue>> OfProperties(BlueZObject target, DBusMessage call)
    {
        var name = call.Body is [{ Signature: "s" } first, ..] ? first.AsString() : "";
        if (!target.Interfaces.TryGetValue(name, out var properties))
            throw new DBusErrorException(DBusErrors.InvalidArgs, $"No such interface '{name}'");

        return (call.Member, call.Signature) switch
        {
            ("GetAll", "s") => With(DBusValue.Properties(properties)),
            ("Get", "ss") => With(DBusValue.AsVariant(properties.GetValueOrDefault(call.Body[1].AsString()) ?? throw Unknown(call))),
            ("Set", "ssv") => Set(target, call),
            _ => throw new DBusErrorException(DBusErrors.UnknownMethod, $"there is no {call.Member}({call.Signature})"),
        };
    }

    private static Task<IReadOnlyList<DBusValue>> Set(BlueZObject target, DBusMessage call) =>
        target.Set?.Invoke(call.Body[1].AsString(), call.Body[2].Unwrapped) == true
            ? Done
            : throw new DBusErrorException(DBusErrors.PropertyReadOnly, $"{call.Body[1].AsString()} is not to be set");

    private static DBusErrorException Unknown(DBusMessage call) => new(DBusErrors.InvalidArgs, $"No such property '{call.Body[1].AsString()}'");
}
