using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Host.Straps;

/// <summary>Whether a strap is on air and on somebody's skin, from its packets alone; and when it came there. Not thread-safe.</summary>
internal sealed class StrapCourse
{
    /// <summary>A strap is gone when nothing came for so long. Ours: as long as its value lives (domain-facts 5.1).</summary>
    private static readonly TimeSpan OnAirFor = TimeSpan.FromSeconds(5);

    /// <summary>It came on when it was off the skin or silent for so long before. Ours: nobody puts a strap on twice within a minute.</summary>
    private static readonly TimeSpan OffFor = TimeSpan.FromSeconds(60);

    /// <summary>And on the skin without a break for so long. Ours: the start of wear (domain-facts 5.1) and no more.</summary>
    private static readonly TimeSpan WornFor = TimeSpan.FromSeconds(10);

    private DateTimeOffset? _lastAt;
    private DateTimeOffset? _wornAt;
    private DateTimeOffset? _wornSince;
    private bool _isNews = true;

    /// <summary>What the strap said last about contact.</summary>
    internal SensorContact Contact { get; private set; }

    internal bool IsOnAir(DateTimeOffset now) => _lastAt is { } at && now - at < OnAirFor;

    /// <summary>Takes a packet; true once for each time that the strap has come onto somebody's skin.</summary>
    internal bool Take(ReadOnlyMemory<byte> packet, DateTimeOffset at)
    {
        if (HeartRateMeasurementCodec.Decode(packet) is not { IsMeasurement: true, Measurement: var measurement }) return false;
        (_lastAt, Contact) = (at, measurement.Contact);
        if (measurement.Contact != SensorContact.Detected || !measurement.HeartRate.IsReading) return false;
        if (_wornAt is not { } before || at - before >= OnAirFor) _wornSince = at;
        if (_wornAt is { } worn && at - worn >= OffFor) _isNews = true;
        _wornAt = at;
        if (!_isNews || at - _wornSince < WornFor) return false;
        _isNews = false;
        return true;
    }
}
