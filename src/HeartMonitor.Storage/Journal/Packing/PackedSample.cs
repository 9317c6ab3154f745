namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>A sample row without its session.</summary>
/// <param name="Seq">Position in the journal.</param>
/// <param name="Microseconds">Stamp, microseconds since 1970.</param>
/// <param name="Body">As <see cref="Core.Ports.SampleBody"/>, or any bytes.</param>
internal readonly record struct PackedSample(long Seq, long Microseconds, ReadOnlyMemory<byte> Body);
