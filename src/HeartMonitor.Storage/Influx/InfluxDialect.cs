namespace HeartMonitor.Storage.Influx;

/// <summary>What the server at the other end turned out to be.</summary>
/// <param name="Version">Which write interface; never <see cref="InfluxVersion.Auto"/>.</param>
/// <param name="HasStringFields">String fields are kept as such. Without them: an alert's words are tags, stamps are whole milliseconds.</param>
/// <param name="HasSessionTag">The session id is a tag: a series a session. Else it is a field, or is left out where there are no string fields.</param>
public sealed record InfluxDialect(InfluxVersion Version, bool HasStringFields, bool HasSessionTag = false)
{
    /// <summary>It is a VictoriaMetrics, or is written as one.</summary>
    public bool IsVictoria => !HasStringFields;
}
