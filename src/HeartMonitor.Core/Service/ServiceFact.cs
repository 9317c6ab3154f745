using System.Text.Json.Serialization;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Service;

/// <summary>Something about the service as a whole, told by itself and by nobody from outside. No session takes it.</summary>
public abstract record ServiceFact : SessionFact
{
    /// <summary>Nothing is wrong by this: it begins no watch.</summary>
    [JsonIgnore]
    public abstract bool IsFine { get; }
}

/// <summary>How a receiver of stored rows is.</summary>
/// <param name="Sink">Its name, such as <c>mqtt</c> or <c>influxdb</c>.</param>
/// <param name="IsUp">It takes rows, or has nothing to take and did before.</param>
public sealed record SinkTold(string Sink, bool IsUp) : ServiceFact
{
    /// <summary>Rows of the last hour that it will never take.</summary>
    public int DeadLettersLastHour { get; init; }

    public override bool IsFine => IsUp && DeadLettersLastHour == 0;
}

/// <summary>How a radio is.</summary>
/// <param name="Adapter">Its name, such as <c>hci0</c>.</param>
/// <param name="IsUp">It is there and switched on.</param>
public sealed record AdapterTold(string Adapter, bool IsUp) : ServiceFact
{
    public override bool IsFine => IsUp;
}

/// <summary>Room on the disk that the journal is on.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<StorageLevel>))]
public enum StorageLevel
{
    Fine,
    Low,

    /// <summary>Nothing more can be stored, or soon.</summary>
    Full,
}

/// <summary>The level of the storage, told when it changes.</summary>
/// <param name="Level">What it means.</param>
/// <param name="FreeMegabytes">What is left, in units of 1,000,000 bytes.</param>
public sealed record StorageTold(StorageLevel Level, double FreeMegabytes) : ServiceFact
{
    public override bool IsFine => Level == StorageLevel.Fine;
}

/// <summary>The journal was damaged; it was set aside and a new one was begun.</summary>
public sealed record JournalSetAside : ServiceFact
{
    public override bool IsFine => false;
}

/// <summary>The machine's clock was set while the service ran; the service's own runs on steadily.</summary>
/// <param name="Seconds">How far, below zero for back.</param>
public sealed record ClockStepped(double Seconds) : ServiceFact
{
    public override bool IsFine => false;
}

/// <summary>Signals that were lost at once.</summary>
/// <param name="Participants">Pseudonyms of all whose loss is told by one alert; empty when that is over.</param>
public sealed record SignalsLostTogether(IReadOnlyList<string> Participants) : ServiceFact
{
    public override bool IsFine => Participants is null or { Count: 0 };
}

/// <summary>When a certificate that the service lives by ends.</summary>
/// <param name="Days">Days that are left, 0 and below when it has ended.</param>
public sealed record CertificateTold(int Days) : ServiceFact
{
    /// <summary>Longest time before the end that is told, days (ecosystem-reliability F30).</summary>
    public const int WarnedDays = 30;

    public override bool IsFine => Days > WarnedDays;
}
