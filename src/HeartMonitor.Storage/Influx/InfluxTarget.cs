using System.Text.Json;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Influx;

/// <summary>
/// Writes journal rows to InfluxDB 1.x, 2.x or 3.x or VictoriaMetrics, as the measurements <c>hr</c>, <c>rr</c>, <c>rpe</c>, <c>ev</c> and
/// <c>dose</c>. Sending a row twice writes the same points twice, so nothing doubles. Only pseudonyms leave.
/// </summary>
/// <remarks>
/// VictoriaMetrics skips a malformed line with a 204, so its status codes do not reveal loss; <see cref="InfluxAudit"/> compares counts. Beats of two
/// packets that were delivered within one microsecond (one millisecond there) would share a stamp, and the later one wins.
/// </remarks>
public sealed class InfluxTarget : IForwardTarget, IDisposable
{
    private readonly LineBatch _batch = new();
    private readonly JournalLines _lines;
    private readonly LiveDose _dose = new();
    private readonly SendPlaces _places = new();

    /// <summary>Over our own HTTP.</summary>
    /// <exception cref="ArgumentException"><paramref name="options"/> cannot be used; the message names every fault.</exception>
    public InfluxTarget(InfluxOptions options, TimeProvider time, ILogger log)
        : this(options, new InfluxSender(options, new InfluxConnection(options, time), log))
    {
    }

    /// <param name="options">The tags.</param>
    /// <param name="sender">Where to and how; disposed with this.</param>
    public InfluxTarget(InfluxOptions options, InfluxSender sender)
    {
        Sender = sender;
        _lines = new(options.Site, options.Source, _batch);
    }

    public string Name => "influx";

    /// <summary>What sends the lines.</summary>
    public InfluxSender Sender { get; }

    /// <summary>Minutes of a dose that are final while their session goes on; sent with the next rows, and again with the session's summary.</summary>
    public void Offer(string session, LiveData live) => _dose.Offer(session, live);

    public async Task<ForwardResult> SendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation)
    {
        var (dialect, why) = await Sender.FindAsync(cancellation).ConfigureAwait(false);
        if (dialect is null) return why!;
        var rejected = new List<RejectedRow>();
        _batch.Clear();
        Write(rows, dialect, rejected);
        var told = _dose.Write(_lines, dialect);
        var place = _places.Find(rows[0].Seq, dialect, _batch.Lines.Count);
        var (kept, settled) = await Sender.SendAsync(_batch, place.Settled, dialect, place.Rejected, cancellation).ConfigureAwait(false);
        if (kept is not null)
        {
            _places.Keep(place with { Settled = settled });
            return kept;
        }

        rejected.AddRange(place.Rejected);
        _places.Forget(place);
        _dose.Sent(told);
        rejected.RemoveAll(row => row.Seq == 0); // A minute of a dose comes again with its summary, as a row that can be dead-lettered.
        return rejected.Count == 0 ? ForwardResult.Accepted.All : new ForwardResult.Accepted(OnePerRow(rejected));
    }

    public void Dispose() => Sender.Dispose();

    /// <summary>A row that cannot be read will never be written; it is rejected, and the others go on.</summary>
    private void Write(IReadOnlyList<JournalRow> rows, InfluxDialect dialect, List<RejectedRow> rejected)
    {
        foreach (var row in rows)
        {
            try
            {
                _lines.Add(row, dialect);
            }
            catch (JsonException unreadable)
            {
                rejected.Add(new(row.Seq, $"The row cannot be read: {unreadable.Message}"));
            }
        }
    }

    private static List<RejectedRow> OnePerRow(List<RejectedRow> rejected) => [.. rejected.DistinctBy(row => row.Seq).OrderBy(row => row.Seq)];
}
