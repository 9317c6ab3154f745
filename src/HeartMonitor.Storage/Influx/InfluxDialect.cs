namespace HeartMonitor.Storage.Influx;

/// <summary>What the server at the other end turned out to be.</summary>
/// <param name="Version">Which write interface; never <see cref="InfluxVersion.Auto"/>.</param>
/// <param name="HasStringFields">String fields are kept as such. Without them: session id as a tag, stamps in whole milliseconds.</param>
internal sealed record InfluxDialect(InfluxVersion Version, bool HasStringFields);
