using System.CommandLine;
using System.Diagnostics;

namespace HeartMonitor.Simulator.Cli;

/// <summary>Simulated seconds on the machine's clock: each is due by the start alone, so that nothing drifts; late ones come at once.</summary>
/// <param name="speed">Simulated seconds per second; null for virtual time, which never waits.</param>
internal sealed class Pace(double? speed)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    internal static Option<double> SpeedOption()
    {
        var speed = new Option<double>("--speed") { Description = "How many times faster than life, 0.1 to 1000 (1)", HelpName = "N", DefaultValueFactory = _ => 1 };
        speed.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is >= 0.1 and <= 1_000)) result.AddError("--speed is a number from 0.1 to 1000");
        });
        return speed;
    }

    /// <summary>Waits until <paramref name="second"/>; what was written before is seen meanwhile.</summary>
    /// <exception cref="OperationCanceledException">The end was asked for.</exception>
    internal async Task UntilAsync(int second, CancellationToken cancellation, TextWriter? written = null)
    {
        cancellation.ThrowIfCancellationRequested();
        if (speed is not { } factor) return;
        if (written is not null) await written.FlushAsync(cancellation);
        var wait = TimeSpan.FromSeconds(second / factor) - _clock.Elapsed;
        if (wait > TimeSpan.Zero) await Task.Delay(wait, cancellation);
    }
}
