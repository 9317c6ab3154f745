namespace HeartMonitor.DBus;

/// <summary>
/// Which signals somebody wants (specification, "Match Rules"). The sender is always named: the bus lets every peer send signals straight to
/// everybody, so a signal counts only when it comes from the connection that owns that name now.
/// </summary>
/// <param name="Sender">A well-known or a unique name.</param>
public sealed record DBusMatch(string Sender)
{
    public string? Interface { get; init; }

    public string? Member { get; init; }

    /// <summary>Exactly this object.</summary>
    public ObjectPath? Path { get; init; }

    /// <summary>This object and all below it.</summary>
    public ObjectPath? PathNamespace { get; init; }

    /// <summary>The first argument is this string.</summary>
    public string? Arg0 { get; init; }

    /// <summary>Everything but the sender, which needs to know who owns the name.</summary>
    internal bool Fits(DBusMessage signal) =>
        (Interface is null || signal.Interface == Interface)
        && (Member is null || signal.Member == Member)
        && (Path is null || signal.Path == Path)
        && (PathNamespace is not { } above || signal.Path is { } path && path.IsAtOrUnder(above))
        && (Arg0 is null || (signal.Body is [{ Signature: "s" } first, ..] && first.Text == Arg0));

    /// <summary>As AddMatch wants it. No name that passed its grammar holds an apostrophe.</summary>
    internal string ToRule()
    {
        Check(DBusNames.IsBusName(Sender), nameof(Sender));
        Check(Interface is null || DBusNames.IsInterface(Interface), nameof(Interface));
        Check(Member is null || DBusNames.IsMember(Member), nameof(Member));
        Check(Arg0?.Contains('\'', StringComparison.Ordinal) != true, nameof(Arg0));
        Check(Path is null || PathNamespace is null, nameof(PathNamespace));
        (string Key, string? Value)[] keys =
        [
            ("type", "signal"), ("sender", Sender), ("interface", Interface), ("member", Member), ("path", Path?.Value),
            ("path_namespace", PathNamespace?.Value), ("arg0", Arg0),
        ];
        return string.Join(',', keys.Where(key => key.Value is not null).Select(key => $"{key.Key}='{key.Value}'"));
    }

    private static void Check(bool isValid, string what)
    {
        if (!isValid) throw new ArgumentException($"{what} breaks the grammar of match rules", what);
    }
}
