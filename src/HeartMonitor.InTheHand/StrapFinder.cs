using HeartMonitor.Core.Ports;

namespace HeartMonitor.InTheHand;

/// <summary>One scan at a time for all straps that wait to be found; none while nobody waits.</summary>
internal sealed class StrapFinder(IStrapRadio radio, Func<StrapAddress, string> nameOf, InTheHandOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<Dictionary<string, object>>? _running;

    internal IStrapRadio Radio => radio;

    /// <summary>Waits for a whole scan and gives what it found of the strap; null when it did not.</summary>
    /// <exception cref="RadioException">The scan could not be made.</exception>
    internal async Task<object?> FindAsync(string strap, CancellationToken stop)
    {
        Task<Dictionary<string, object>> scan;
        lock (_gate)
        {
            if (_running is null or { IsCompleted: true }) _running = ScanAsync(stop);
            scan = _running;
        }

        var found = await scan.WaitAsync(stop).ConfigureAwait(false);
        return found.GetValueOrDefault(strap);
    }

    private async Task<Dictionary<string, object>> ScanAsync(CancellationToken stop)
    {
        var scan = radio.ScanAsync(options.Scan, stop);
        if (await scan.EndsWithinAsync(options.Scan + options.Overdue, time, stop).ConfigureAwait(false))
        {
            var found = await scan.ConfigureAwait(false);
            var byName = new Dictionary<string, object>();
            foreach (var (address, device) in found) byName[nameOf(address)] = device; // several strangers may go by one name
            return byName;
        }

        // row 2: with the radio unpowered, and after any error at its start, a scan never ends; it is left behind
        Forget(scan);
        throw new RadioException("a scan did not end: is Bluetooth switched on?");
    }

    /// <summary>Observes the end of work that nobody waits for any more.</summary>
    private static void Forget(Task task) =>
        _ = task.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
