using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Service.Rules;

/// <summary>The rules about the service, in the order they are judged. A new one is a class here, a line in the list and an entry in <c>alarms.json</c>.</summary>
public static class ServiceRules
{
    public static IReadOnlyList<IAlarmRule<ServiceMoment>> InOrder { get; } =
    [
        new ManySignalsLostRule(), new AdapterLostRule(), new JournalCorruptRule(), new StorageLowRule(), new SinkDownRule(), new ClockStepRule(),
        new CertificateExpiringRule(),
    ];

    internal static RuleVerdict Of(bool isPresent) => isPresent ? new(Judgement.Present) : RuleVerdict.Absent;
}

/// <summary>A receiver of stored rows does not answer, or refuses rows for good (ecosystem-reliability 1b).</summary>
public sealed class SinkDownRule : IAlarmRule<ServiceMoment>
{
    public AlertCode Code => AlertCode.SinkDown;

    /// <summary>What is refused has happened already: only silence is waited for.</summary>
    public RuleVerdict Judge(in ServiceMoment moment) =>
        Refuses(moment) ? new(Judgement.Present, OnDelaySeconds: 0)
        : moment.SinkDownSince is { } since ? new(Judgement.Present, Since: since)
        : RuleVerdict.Absent;

    public IReadOnlyList<Evidence> Explain(in ServiceMoment moment)
    {
        if (moment.SinkDownSince is { } since) return [.. moment.Sinks.Where(s => !s.IsUp).Select(s => Name(s, 0)), new("seconds", Math.Floor((moment.At - since).TotalSeconds), "s")];
        var most = moment.Rules.DeadLettersAnHour;
        var refusing = moment.Sinks.Where(s => s.DeadLettersLastHour >= most).ToArray();
        return [new("refused", 1, Evidence.Circumstance), .. refusing.Select(s => Name(s, s.DeadLettersLastHour)), new("count", refusing.Sum(s => s.DeadLettersLastHour), "rows")];
    }

    private static bool Refuses(in ServiceMoment moment)
    {
        var most = moment.Rules.DeadLettersAnHour;
        return moment.Sinks.Any(s => s.DeadLettersLastHour >= most);
    }

    private static Evidence Name(SinkTold sink, int rows) => new(sink.Sink, rows, Evidence.Sink);
}

/// <summary>A radio is gone or switched off: no strap of it can be heard.</summary>
public sealed class AdapterLostRule : IAlarmRule<ServiceMoment>
{
    public AlertCode Code => AlertCode.AdapterLost;

    public RuleVerdict Judge(in ServiceMoment moment) => ServiceRules.Of(moment.Adapters.Any(a => !a.IsUp));

    public IReadOnlyList<Evidence> Explain(in ServiceMoment moment) => [.. moment.Adapters.Where(a => !a.IsUp).Select(a => new Evidence(a.Adapter, 0, Evidence.Adapter))];
}

/// <summary>Signals that were lost at once, told by one alert with a list of people.</summary>
public sealed class ManySignalsLostRule : IAlarmRule<ServiceMoment>
{
    /// <summary>Longest list that anybody reads in a hurry. Ours: a hall's; the number tells the rest.</summary>
    private const int MostNamed = 20;

    public AlertCode Code => AlertCode.ManySignalsLost;

    public RuleVerdict Judge(in ServiceMoment moment) => ServiceRules.Of(moment.LostTogether.Count > 0);

    public IReadOnlyList<Evidence> Explain(in ServiceMoment moment)
    {
        var lost = moment.LostTogether;
        return [.. lost.Count > MostNamed ? [new("too-many-to-name", 1, Evidence.Circumstance)] : Array.Empty<Evidence>(),
            new("count", lost.Count, "people"), .. lost.Take(MostNamed).Select(person => new Evidence(person, 0, Evidence.Person))];
    }
}

/// <summary>The journal was damaged and set aside.</summary>
public sealed class JournalCorruptRule : IAlarmRule<ServiceMoment>
{
    public AlertCode Code => AlertCode.JournalCorrupt;

    public RuleVerdict Judge(in ServiceMoment moment) => ServiceRules.Of(moment.IsRecent(moment.JournalSetAsideAt));

    public IReadOnlyList<Evidence> Explain(in ServiceMoment moment) => [new("set-aside", 1, "files")];
}

/// <summary>The disk runs full; high when nothing more can be stored (decisions 44).</summary>
public sealed class StorageLowRule : IAlarmRule<ServiceMoment>
{
    public AlertCode Code => AlertCode.StorageLow;

    public RuleVerdict Judge(in ServiceMoment moment) => moment.Storage is { IsFine: false } storage
        ? new(Judgement.Present, Priority: storage.Level == StorageLevel.Full ? AlertPriority.High : AlertPriority.Low, PriorityAtOnce: true)
        : RuleVerdict.Absent;

    public IReadOnlyList<Evidence> Explain(in ServiceMoment moment) => moment.Storage is not { } storage ? []
        : [.. storage.Level == StorageLevel.Full ? [new("full", 1, Evidence.Circumstance)] : Array.Empty<Evidence>(), new("megabytes", Math.Floor(storage.FreeMegabytes), "MB")];
}

/// <summary>The machine's clock was set: what it says elsewhere may not fit what is stored.</summary>
public sealed class ClockStepRule : IAlarmRule<ServiceMoment>
{
    public AlertCode Code => AlertCode.ClockStep;

    public RuleVerdict Judge(in ServiceMoment moment) => ServiceRules.Of(moment.IsRecent(moment.ClockSteppedAt));

    public IReadOnlyList<Evidence> Explain(in ServiceMoment moment) => [new("seconds", Math.Round(moment.Clock?.Seconds ?? 0), "s")];
}

/// <summary>A certificate ends soon (ecosystem-reliability F30: 30 days ahead).</summary>
public sealed class CertificateExpiringRule : IAlarmRule<ServiceMoment>
{
    public AlertCode Code => AlertCode.CertificateExpiring;

    public RuleVerdict Judge(in ServiceMoment moment) => ServiceRules.Of(moment.Certificate is { IsFine: false });

    public IReadOnlyList<Evidence> Explain(in ServiceMoment moment)
    {
        var days = moment.Certificate?.Days ?? 0;
        return days > 0 ? [new("days", days, "days")] : [new("ended", 1, Evidence.Circumstance), new("days", days, "days")];
    }
}
