using System.Diagnostics.CodeAnalysis;

namespace HeartMonitor.Core.Recordings;

/// <summary>The RR intervals of a file in the order of the file, or what is wrong with it. Nothing is repaired or left out.</summary>
public sealed record RrSeries
{
    private RrSeries(IReadOnlyList<double>? intervalsMs, RecordingFault? fault)
    {
        IntervalsMs = intervalsMs;
        Fault = fault;
    }

    /// <summary>At least one interval, milliseconds, over 0 and at most <see cref="RrSeriesReader.LongestMs"/>; null with a fault.</summary>
    public IReadOnlyList<double>? IntervalsMs { get; }

    public RecordingFault? Fault { get; }

    [MemberNotNullWhen(true, nameof(IntervalsMs))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsSeries => IntervalsMs is not null;

    internal static RrSeries Of(IReadOnlyList<double> intervalsMs) => new(intervalsMs, null);

    internal static RrSeries Failed(RecordingFault fault) => new(null, fault);
}
