using HeartMonitor.Host.Tablet;

namespace HeartMonitor.Host.Composition;

/// <summary>
/// The hosted worker: runs the monitor for as long as the host lives. When a part fails for good the host stops with exit code 70, so that
/// whoever supervises the process starts it again; a crash must never look like a clean end.
/// </summary>
internal sealed class MonitorWorker(MonitorHost monitor, LiveBoard board, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await monitor.RunAsync(board, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // an ordinary stop
        }
#pragma warning disable CA1031 // Whatever it was: staff see the connection lost, the supervisor sees the exit code.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            monitor.Fail(failure);
            lifetime.StopApplication();
        }
    }
}
