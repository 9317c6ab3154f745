using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Service;

/// <summary>Everything that a rule about the service may look at, at one moment: the last that was told of each part.</summary>
public readonly record struct ServiceMoment
{
    public required DateTimeOffset At { get; init; }

    public required RuleOptions Rules { get; init; }

    /// <summary>Receivers of stored rows, by name.</summary>
    public required IReadOnlyCollection<SinkTold> Sinks { get; init; }

    /// <summary>Since when one of them has been down without a break; null while all are up.</summary>
    public DateTimeOffset? SinkDownSince { get; init; }

    /// <summary>Radios, by name.</summary>
    public required IReadOnlyCollection<AdapterTold> Adapters { get; init; }

    public StorageTold? Storage { get; init; }

    /// <summary>When the journal was set aside; null when it was not.</summary>
    public DateTimeOffset? JournalSetAsideAt { get; init; }

    public ClockStepped? Clock { get; init; }

    public DateTimeOffset? ClockSteppedAt { get; init; }

    /// <summary>Whose signals were lost at once; empty when none were.</summary>
    public required IReadOnlyList<string> LostTogether { get; init; }

    public CertificateTold? Certificate { get; init; }

    /// <summary>True for a while after something that happened once.</summary>
    public bool IsRecent(DateTimeOffset? happened) => happened is { } at && (At - at).TotalSeconds < Rules.HappenedSeconds;
}
