using HeartMonitor.Core.Ports;

namespace HeartMonitor.Storage.Influx;

/// <summary>
/// How far a send came that was kept. The same rows come again and make the same lines, so it goes on there: otherwise a batch whose bad lines take many
/// requests to find would never be through on a way on which every third request fails.
/// </summary>
internal sealed class SendPlaces
{
    /// <summary>Fresh rows, a backlog, and what is sent again between them.</summary>
    private const int Most = 4;

    private readonly List<SendPlace> _kept = [];

    /// <summary>Where a send that begins with this row goes on; at its first line when it is new or the server is another.</summary>
    internal SendPlace Find(long first, InfluxDialect dialect, int lines) =>
        _kept.Find(place => place.First == first && place.Dialect == dialect && place.Settled <= lines) ?? new(first, dialect, 0, []);

    internal void Keep(SendPlace place)
    {
        Forget(place);
        if (place.Settled == 0) return;
        if (_kept.Count == Most) _kept.RemoveAt(0);
        _kept.Add(place);
    }

    internal void Forget(SendPlace place) => _kept.RemoveAll(kept => kept.First == place.First);
}

/// <param name="First">Journal position of the first row.</param>
/// <param name="Dialect">What the lines were written for.</param>
/// <param name="Settled">Lines before this are stored or refused for good.</param>
/// <param name="Rejected">Those that were refused.</param>
internal sealed record SendPlace(long First, InfluxDialect Dialect, int Settled, List<RejectedRow> Rejected);
