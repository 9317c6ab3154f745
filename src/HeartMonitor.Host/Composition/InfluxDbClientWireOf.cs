using HeartMonitor.Storage.Influx;

namespace HeartMonitor.Host.Composition;

/// <summary>InfluxDB by the package InfluxDB.Client, where the build has it (<c>-p:WithInfluxDBClient=true</c>).</summary>
internal static class InfluxDbClientWireOf
{
    internal const string Name = "influxdb-client";

#if WITH_INFLUXDB_CLIENT
    internal const bool IsBuiltIn = true;

    internal static IInfluxWire Create(InfluxOptions options, TimeProvider time) => new InfluxDbClient.InfluxDbClientWire(options, time);
#else
    internal const bool IsBuiltIn = false;

    /// <exception cref="NotSupportedException">Always: the settings refuse this client in a build without it.</exception>
    internal static IInfluxWire Create(InfluxOptions options, TimeProvider time) => throw new NotSupportedException("This build is without InfluxDB.Client.");
#endif
}
