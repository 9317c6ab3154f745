namespace HeartMonitor.InTheHand;

/// <summary>Times of the source; each is a default of ours unless it says otherwise. Tests run them shorter.</summary>
public sealed record InTheHandOptions
{
    /// <summary>One scan; the library gives what it found only at the end of it (bluetooth-and-influx 2, row 4).</summary>
    public TimeSpan Scan { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause between two scans while a strap is wanted.</summary>
    public TimeSpan ScanPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A call that has not answered this long after it should have is left behind: a scan without power never ends (row 2).</summary>
    public TimeSpan Overdue { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the call to the first value asked for; the library itself waits 8 s twice, and slow straps need longer (row 9).</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// No value for this long: everything is built anew, because a restart of the system's Bluetooth service raises no event (row 8). Shorter
    /// than the 10 s after which staff are told (domain-facts 8.3).
    /// </summary>
    public TimeSpan Watchdog { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Upper end of the wait after the first failure; it doubles with each, up to <see cref="LongestWait"/>.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait never passes this.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Attempts to connect at once. Ours: controllers take one after another anyway; two, so that one strap that hangs blocks nobody.
    /// </summary>
    public int AttemptsAtOnce { get; init; } = 2;
}
