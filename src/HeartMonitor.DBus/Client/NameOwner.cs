namespace HeartMonitor.DBus.Client;

/// <summary>What the bus tells about owners of names (specification, "org.freedesktop.DBus.NameOwnerChanged").</summary>
internal static class NameOwner
{
    /// <summary>Null for any other signal, and for one of that name that the bus did not send.</summary>
    internal static NameOwnerChange? ChangeIn(DBusMessage signal) =>
        signal.Sender == DBusNames.Bus && signal.IsSignal(DBusNames.Bus, "NameOwnerChanged") && signal.Signature == "sss"
            ? new(signal.Body[0].Text, NullIfEmpty(signal.Body[1].Text), NullIfEmpty(signal.Body[2].Text))
            : null;

    /// <summary>The owner in the answer of GetNameOwner; null in an error.</summary>
    internal static string? InAnswer(DBusMessage answer) =>
        answer.Kind == DBusMessageKind.MethodReturn && answer.Signature == "s" ? answer.Body[0].Text : null;

    private static string? NullIfEmpty(string name) => name.Length == 0 ? null : name;
}
