namespace HeartMonitor.Ble;

/// <summary>Settings of the BlueZ source. Every time is a default of ours unless it says otherwise; tests run them shorter.</summary>
public sealed record BluezOptions
{
    /// <summary>The one adapter to use, as <c>hci0</c> or by its address; null takes all.</summary>
    public string? Adapter { get; init; }

    /// <summary>
    /// Connections at once on one adapter, 1 to 64. Ours: controllers hold 7 to 20 low-energy links; 8 is what most do, and half a class.
    /// Links of other programs on the same adapter count.
    /// </summary>
    public int MaxLinks { get; init; } = 8;

    /// <summary>
    /// No value for this long on a link that is up: everything is built anew. Longer than the few seconds that a strap may be silent by itself,
    /// shorter than the 10 s after which staff are told (domain-facts 8.3).
    /// </summary>
    public TimeSpan Watchdog { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>A connection attempt is given up after this. BlueZ itself may take 20 s and more.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Services of a strap must be known this long after the connection (8 s is too short: bluetooth-and-influx 2, row 9).</summary>
    public TimeSpan ResolveLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Any other call is given up after this.</summary>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>While something is waited for, the properties are asked for this often: a signal may be missed.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>All objects are listed anew this often, for what every signal failed to say.</summary>
    public TimeSpan RelistEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How fine the source's own time is.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Wait after the first failure; it doubles with each. See <see cref="Straps.Backoff"/>.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait never passes this.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A strap whose advertisement came this long ago counts as near.</summary>
    public TimeSpan HeardFor { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A strap that was lost this long ago at most is tried as if it were heard: it usually comes back at once.</summary>
    public TimeSpan RecentFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Straps that BlueZ remembers and nobody hears are tried one after another, so many at once on an adapter.</summary>
    public int BlindAtOnce { get; init; } = 1;

    /// <summary>
    /// A live strap that nobody wants any more keeps its link this long: staff who took the wrong one take the other back within the minute that a
    /// confirmation has. It goes at once when a strap that is wanted and heard finds its adapter full.
    /// </summary>
    public TimeSpan KeepUnwanted { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>With every wanted strap there, spares in range are looked for so often and so long. Ours: a strap advertises several times a second, and
    /// whoever wants a spare has walked to the box meanwhile.</summary>
    public TimeSpan SparesEvery { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan SparesFor { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>The status of a strap is told at least this often (ecosystem-reliability 1a: 30 s or on change).</summary>
    public TimeSpan StatusEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A strap whose battery BlueZ does not watch is asked for its level this often.</summary>
    public TimeSpan BatteryEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>First wait before a bus that is gone is tried again; doubles up to <see cref="LongestWait"/>.</summary>
    public TimeSpan ReopenAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>All faults at once, each naming its key; empty when the settings are fine.</summary>
    public IReadOnlyList<string> Faults() =>
        MaxLinks is >= 1 and <= 64 ? [] : ["Bluetooth:MaxLinks must be from 1 to 64."];

    /// <summary>Every time shorter by <paramref name="factor"/>, for tests.</summary>
    internal BluezOptions Faster(double factor) => this with
    {
        Watchdog = Watchdog / factor,
        ConnectLimit = ConnectLimit / factor,
        ResolveLimit = ResolveLimit / factor,
        CallLimit = CallLimit / factor,
        PollEvery = PollEvery / factor,
        RelistEvery = RelistEvery / factor,
        Tick = Tick / factor,
        FirstWait = FirstWait / factor,
        LongestWait = LongestWait / factor,
        HeardFor = HeardFor / factor,
        RecentFor = RecentFor / factor,
        KeepUnwanted = KeepUnwanted / factor,
        SparesEvery = SparesEvery / factor,
        SparesFor = SparesFor / factor,
        StatusEvery = StatusEvery / factor,
        BatteryEvery = BatteryEvery / factor,
        ReopenAfter = ReopenAfter / factor,
    };
}
