namespace HeartMonitor.Core.Intensity;

/// <content>Numbers of the alerts about the service as a whole.</content>
public sealed partial record RuleOptions
{
    /// <summary>Signals lost within <see cref="ManySignalsWithinSeconds"/> that one alert tells (ecosystem-reliability 1d: 10 in 5 s).</summary>
    public int ManySignals { get; set; } = 10;

    public int ManySignalsWithinSeconds { get; set; } = 5;

    /// <summary>On a small floor this share of those watched is enough, per cent, and at least so many. Ours: 5 of 8, all of 4; of 3 each is told.</summary>
    public int ManySignalsPercent { get; set; } = 60;

    public int ManySignalsAtLeast { get; set; } = 4;

    /// <summary>Rows of an hour that a receiver will never take, from which that is told (ecosystem-reliability 1b).</summary>
    public int DeadLettersAnHour { get; set; } = 10;

    /// <summary>For so long what happened once and is over stays open, seconds. Ours: somebody walks by within that.</summary>
    public int HappenedSeconds { get; set; } = 300;

    private void ValidateService(Action<string, double, double, double> range)
    {
        range(nameof(ManySignals), ManySignals, 3, 50);
        range(nameof(ManySignalsWithinSeconds), ManySignalsWithinSeconds, 2, 15);
        range(nameof(ManySignalsPercent), ManySignalsPercent, 30, 100);
        range(nameof(ManySignalsAtLeast), ManySignalsAtLeast, 3, 10);
        range(nameof(DeadLettersAnHour), DeadLettersAnHour, 1, 1000);
        range(nameof(HappenedSeconds), HappenedSeconds, 30, 3600);
    }
}
