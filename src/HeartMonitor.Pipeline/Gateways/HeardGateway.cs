namespace HeartMonitor.Pipeline.Gateways;

/// <summary>One gateway as it was heard.</summary>
internal sealed class HeardGateway(string name)
{
    /// <summary>Starts whose clock is remembered: what was sent before a restart may come after it.</summary>
    private const int MostBoots = 4;

    private readonly List<(string Boot, GatewayClock Clock)> _boots = [];

    internal string Name { get; } = name;

    internal DateTimeOffset LastAt { get; set; }

    /// <summary>When it was told as gone; null while it was heard since.</summary>
    internal DateTimeOffset? GoneAt { get; set; }

    /// <summary>False once its straps were told as lost.</summary>
    internal bool IsHeard { get; set; }

    internal GatewayClock ClockOf(string? boot)
    {
        var at = _boots.FindIndex(b => b.Boot == (boot ?? ""));
        var known = at >= 0 ? _boots[at] : (boot ?? "", new());
        if (at >= 0) _boots.RemoveAt(at); // to the end: the one not used for longest is forgotten
        else if (_boots.Count == MostBoots) _boots.RemoveAt(0);
        _boots.Add(known);
        return _boots[^1].Clock;
    }
}
