namespace HeartMonitor.Simulator.Straps;

/// <summary>A kind of fault as it is asked for by its name: what it does, how long it usually is, what can be said about it.</summary>
/// <param name="Kind">The kind; its name is the same in kebab-case.</param>
/// <param name="About">What is sent, in plain words.</param>
/// <param name="Usual">Shortest and longest, seconds, where nothing is said; zero for single beats.</param>
/// <param name="Options">Members that only this kind has.</param>
/// <param name="Make">From, length, the wishes, and where what they leave open is drawn.</param>
public sealed record FaultWord(
    FaultKind Kind,
    string About,
    (double Shortest, double Longest) Usual,
    IReadOnlyList<string> Options,
    Func<TimeSpan, TimeSpan, FaultSpec, SeededNoise, StrapFault> Make)
{
    /// <summary>It may be drawn by rate; what leaves for good, or is between two people, is only ever told by time.</summary>
    public bool ByRate { get; init; } = true;

    /// <summary>Every fault that there is, but none.</summary>
    public static IReadOnlyList<FaultWord> All { get; } =
    [
        new(FaultKind.MissedBeat, "two intervals as one", (0, 0), [], (from, _, _, _) => new MissedBeat(from)),
        new(FaultKind.ExtraBeat, "one interval as two, 0.3 and 0.7", (0, 0), [], (from, _, _, _) => new ExtraBeat(from)),
        new(FaultKind.Ectopic, "0.7 of an interval, then 1.3", (0, 0), [], (from, _, _, _) => new Ectopic(from)),
        new(FaultKind.EctopicRun, "five intervals of 0.7, then 1.5", (0, 0), [], (from, _, _, _) => new EctopicRun(from)),
        new(FaultKind.RrFiller, "every interval 500 ms", (10, 120), [], (from, length, _, _) => new RrFiller(from, length)),
        new(FaultKind.OverEmission, "eight intervals in a packet", (1, 3), [], (from, length, _, _) => new OverEmission(from, length)),
        new(FaultKind.StartOfWear, "garbage intervals, the rate right", (10, 10), [], (from, length, _, _) => new StartOfWear(from, length)),
        new(FaultKind.DrySpike, "chest: 180 to 230 bpm", (2, 8), ["intervals"], (from, length, wish, noise) =>
            new DrySpike(from, length, wish.Intervals ?? Either(noise))),
        new(FaultKind.ContactLost, "14 00, or the last value", (4, 40), ["frozen"], (from, length, wish, noise) =>
            new ContactLost(from, length, wish.Frozen ?? Either(noise))),
        new(FaultKind.ZeroRun, "heart rate 0 while worn", (3, 12), [], (from, length, _, _) => new ZeroRun(from, length)),
        new(FaultKind.OffBody, "optical, on a table: a walk from 60 to 110 bpm", (120, 240), ["zeroAfter"], (from, length, wish, _) =>
            new OffBody(from, length) { ZeroAfter = wish.ZeroAfter is { } after ? TimeSpan.FromSeconds(after) : null }),
        new(FaultKind.CadenceLock, "optical: steps in place of beats", (60, 180), ["half"], (from, length, wish, noise) =>
            new CadenceLock(from, length, wish.Half ?? Either(noise))),
        new(FaultKind.Stuck, "the same packet, or the same rate", (20, 120), ["whole"], (from, length, wish, noise) =>
            new Stuck(from, length, wish.Whole ?? Either(noise))),
        new(FaultKind.Dropout, "nothing; the link is lost after 6 s", (3, 60), [], (from, length, _, _) => new Dropout(from, length)),
        new(FaultKind.DelayedBurst, "nothing, then all packets at once", (10, 10), [], (from, length, _, _) => new DelayedBurst(from, length)),
        new(FaultKind.Duplicated, "every packet twice", (1, 30), [], (from, length, _, _) => new DuplicatedPackets(from, length)),
        new(FaultKind.ClockJump, "stamps 5 s ahead or behind", (60, 300), ["by"], (from, length, wish, noise) =>
            new ClockJump(from, length, TimeSpan.FromSeconds(wish.By ?? (Either(noise) ? 5 : -5)))),
        new(FaultKind.AddressChange, "silence, then another strap id", (8, 30), ["address"], (from, length, wish, _) =>
            new AddressChange(from, length, wish.Address!)) { ByRate = false },
        new(FaultKind.BatteryDrain, "a level that falls to 0", (600, 600), [], (from, length, _, _) => new BatteryDrain(from, length)) { ByRate = false },
        new(FaultKind.Swapped, "somebody else's heart", (60, 300), ["with"], (from, length, _, _) => new Swapped(from, length)) { ByRate = false },
    ];

    /// <summary>The word of a kind.</summary>
    public static FaultWord Of(FaultKind kind) => All.First(word => word.Kind == kind);

    /// <summary>The fault that begins at <paramref name="from"/>; length and options that are open are drawn.</summary>
    internal static StrapFault Draw(FaultSpec spec, TimeSpan from, SeededNoise noise)
    {
        var word = Of(spec.Kind);
        var (shortest, longest) = spec.Seconds ?? word.Usual;
        var length = TimeSpan.FromSeconds(shortest == longest ? shortest : Math.Round(shortest + ((longest - shortest) * noise.NextUniform())));
        return word.Make(from, length, spec, noise);
    }

    private static bool Either(SeededNoise noise) => noise.NextUniform() < 0.5;
}
