using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Service;

namespace HeartMonitor.Host.Service;

/// <summary>
/// Looks once a second how the parts of the service are, and tells the rules what has changed. What is told lies in the journal like any fact.
/// </summary>
/// <param name="probes">The parts: what each says now, by a name of its own; what it does not name it cannot say yet.</param>
/// <param name="isWatching">False while the clock runs through a past in which seconds of ours are minutes: no delay would mean what it says.</param>
/// <param name="tell">Where facts go; returns after the commit.</param>
internal sealed class ServiceFeed(
    IReadOnlyList<Func<IEnumerable<Finding>>> probes, Func<bool> isWatching, Func<ServiceFact, CancellationToken, Task<CommandReceipt>> tell)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Finding> _told = new(StringComparer.Ordinal);

    /// <summary>Looks until it is told to stop. Real time: disks and brokers know no other.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every);
        do await LookAsync(stop);
        while (await timer.WaitForNextTickAsync(stop));
    }

    /// <summary>One look. What could not be stored is told again at the next.</summary>
    internal async Task LookAsync(CancellationToken stop)
    {
        if (!isWatching()) return;
        foreach (var finding in probes.SelectMany(probe => probe()).ToArray())
        {
            if (_told.TryGetValue(finding.Key, out var last) && last.News.Equals(finding.News)) continue;
            var receipt = await tell(finding.Fact, stop);
            if (receipt.Result == CommandResult.Accepted) _told[finding.Key] = finding;
        }
    }
}

/// <summary>What a part says of itself.</summary>
/// <param name="Key">Which part.</param>
/// <param name="Fact">What it says.</param>
/// <param name="News">What must differ from the last time to be news.</param>
internal readonly record struct Finding(string Key, ServiceFact Fact, object News)
{
    /// <summary>Any difference is news.</summary>
    internal static Finding Of(string key, ServiceFact fact) => new(key, fact, fact);
}
