namespace HeartMonitor.Ble.Bus;

/// <summary>
/// Something that the source's fold hears. Values of properties are <see cref="bool"/>, <see cref="byte"/>, <see cref="short"/> and the other
/// numbers, <see cref="string"/> (object paths too), <c>byte[]</c>, or lists and dictionaries of these; what they should be is checked later.
/// </summary>
internal abstract record BluezInput
{
    private BluezInput() { }

    /// <summary>Time went by.</summary>
    internal sealed record Tick : BluezInput
    {
        internal static readonly Tick Now = new();
    }

    /// <summary>bluetoothd has come, or another one has taken its place, or it has gone.</summary>
    internal sealed record Daemon(bool IsThere) : BluezInput;

    /// <summary>The bus is gone, or could not be had.</summary>
    /// <param name="Why">For the operator.</param>
    internal sealed record Closed(string Why) : BluezInput;

    internal sealed record Added(string Path, IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>> Interfaces) : BluezInput;

    internal sealed record Removed(string Path, IReadOnlyList<string> Interfaces) : BluezInput;

    internal sealed record Changed(string Path, string Interface, IReadOnlyDictionary<string, object?> Properties, IReadOnlyList<string> Invalidated) : BluezInput;

    /// <summary>The straps to be connected are these from now on, by their ids.</summary>
    internal sealed record Wanted(IReadOnlyCollection<string> Straps) : BluezInput;

    /// <summary>A call has its answer.</summary>
    internal sealed record Ended(long Call, BluezReply Reply) : BluezInput;
}
