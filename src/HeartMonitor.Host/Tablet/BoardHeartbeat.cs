namespace HeartMonitor.Host.Tablet;

/// <summary>Beats once a second, so that a page notices within 3 s when nobody speaks to it any more (ecosystem-reliability P4).</summary>
internal sealed class BoardHeartbeat(LiveBoard board, IServiceProvider services) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, services.GetService<TimeProvider>() ?? TimeProvider.System);
        while (await Ticked(timer, stoppingToken)) board.Beat();
    }

    private static async Task<bool> Ticked(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
