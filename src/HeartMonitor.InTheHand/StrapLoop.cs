using HeartMonitor.Core.Ports;

namespace HeartMonitor.InTheHand;

/// <summary>One strap: find it, connect, listen until nothing comes any more, and again. Ends only when it is told to.</summary>
internal sealed class StrapLoop(
    string strap, StrapFinder finder, SemaphoreSlim attempts, Outlet outlet, InTheHandOptions options, TimeProvider time)
{
    private StrapStatus _status = new(LinkState.Searching);
    private int _failures;

    /// <summary>Never faults: whatever happens to this strap is told in its status.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await finder.FindAsync(strap, stop).ConfigureAwait(false) is { } found)
                    await HoldAsync(found, stop).ConfigureAwait(false);
                else
                    Tell(_status with { Link = LinkState.Searching });
                await PauseAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever the library or we ourselves throw: a strap whose loop has ended would never come back, and nobody would say so.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failures++;
                var why = failure is RadioException ? failure.Message : $"the Bluetooth library failed ({failure.GetType().Name})";
                Tell(_status with { Link = LinkState.Down, Retries = _status.Retries + 1, LastError = why });
                await PauseAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Connects and listens until the link is lost, or silent for too long.</summary>
    /// <exception cref="RadioException">It could not be connected.</exception>
    private async Task HoldAsync(object found, CancellationToken stop)
    {
        var ears = new StrapEars(strap, outlet, options.Watchdog, time);
        var link = await ConnectAsync(found, ears, stop).ConfigureAwait(false);
        try
        {
            ears.Connected();
            _failures = 0;
            Tell(_status with { Link = LinkState.Up, Battery = link.Battery, Location = link.Location, Retries = _status.Retries + 1, LastError = null });
            var why = await ears.LostAsync(stop).ConfigureAwait(false);
            ears.Close(why);
            Tell(_status with { Link = LinkState.Down, Losses = _status.Losses + 1, Retries = 0, LastError = why });
        }
        finally
        {
            ears.Close("stopped");
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<IStrapLink> ConnectAsync(object found, StrapEars ears, CancellationToken stop)
    {
        await attempts.WaitAsync(stop).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var attempt = finder.Radio.ConnectAsync(found, ears.Hear, ears.Lose, limit.Token);
        var isHeld = false;
        try
        {
            if (!await attempt.EndsWithinAsync(options.ConnectLimit, time, stop).ConfigureAwait(false))
                throw new RadioException("the strap did not connect in time");
            var link = await attempt.ConfigureAwait(false);
            isHeld = true;
            return link;
        }
        finally
        {
            if (!isHeld)
            {
                // the library cannot be told to stop; should it connect after all, that link is taken down again
                ears.Close("the connection failed");
                limit.Cancel();
                _ = DropAsync(attempt);
            }

            attempts.Release();
        }
    }

    private static async Task DropAsync(Task<IStrapLink> attempt)
    {
        try
        {
            await using var link = await attempt.ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is RadioException or OperationCanceledException)
        {
            // it failed in the end, as was taken for granted
        }
    }

    private Task PauseAsync(CancellationToken stop)
    {
        if (_failures == 0) return Waits.PauseAsync(options.ScanPause, time, stop);
        var upperEnd = Math.Min(options.LongestWait.TotalSeconds, options.FirstWait.TotalSeconds * Math.Pow(2, Math.Min(_failures - 1, 20)));
#pragma warning disable CA5394 // Spreads attempts in time; nothing secret hangs on it.
        return Waits.PauseAsync(TimeSpan.FromSeconds(upperEnd * (0.5 + (Random.Shared.NextDouble() / 2))), time, stop);
#pragma warning restore CA5394
    }

    private void Tell(StrapStatus status)
    {
        if (status == _status) return;
        _status = status;
        outlet.Say(SourceEventKind.Status, strap, status: status);
    }
}
