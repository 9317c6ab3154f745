namespace HeartMonitor.Ble.Bus;

/// <summary>
/// Signals that came while a listing of all objects was under way. Answers and signals come by different ways, so a listing may be older than a
/// signal that came before it: what the signals said is applied to it again. Where a signal is older than the listing, the newer one follows.
/// </summary>
internal sealed class ListingLog
{
    /// <summary>Far above what a listing's few milliseconds bring; beyond it the next listing mends what is lost.</summary>
    private const int Most = 2_000;

    private readonly HashSet<long> _listings = [];
    private readonly List<BluezInput> _since = [];

    internal IReadOnlyList<BluezInput> Since => _since;

    internal void Note(BluezInput input)
    {
        if (_listings.Count > 0 && _since.Count < Most && input is BluezInput.Added or BluezInput.Removed or BluezInput.Changed) _since.Add(input);
    }

    /// <summary>Which listings are under way after an input; the answered and abandoned ones are forgotten.</summary>
    internal void Follow(BluezOutput output, BluezInput input)
    {
        foreach (var call in output.Calls) if (call.Kind == BluezCallKind.List) _listings.Add(call.Id);
        foreach (var id in output.Abandoned) _listings.Remove(id);
        if (input is BluezInput.Ended ended) _listings.Remove(ended.Call);
        if (_listings.Count == 0) _since.Clear();
    }

    internal void Clear()
    {
        _listings.Clear();
        _since.Clear();
    }
}
