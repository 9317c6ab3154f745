namespace HeartMonitor.DBus.Client;

/// <summary>A well-known name whose owner somebody wants to know. <see cref="Owner"/> and <see cref="Users"/> are guarded by the router's lock.</summary>
internal sealed class TrackedName(string name)
{
    internal string Name => name;

    /// <summary>Unique name; null while nobody owns it.</summary>
    internal string? Owner { get; set; }

    /// <summary>How many subscriptions and watches need it.</summary>
    internal int Users { get; set; }

    /// <summary>The bus's rule for its changes.</summary>
    internal DBusMatch Match { get; } = new(DBusNames.Bus) { Interface = DBusNames.Bus, Member = "NameOwnerChanged", Arg0 = name };

    /// <summary>Held while the bus is asked: whoever else needs the name waits for the answer, or asks again when it failed.</summary>
    internal SemaphoreSlim Asking { get; } = new(1, 1);

    internal bool IsMatched { get; set; }

    internal bool IsLearned { get; set; }
}
