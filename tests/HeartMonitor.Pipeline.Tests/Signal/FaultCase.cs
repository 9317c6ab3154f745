using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Pipeline.Tests.Signal;

/// <summary>One line of the confusion table: a fault, the straps that it befalls, and when it comes.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Make">The fault, from its first second on.</param>
/// <param name="Straps">Which straps have it.</param>
internal sealed record FaultCase(string Name, Func<SeededNoise, TimeSpan, StrapFault> Make, StrapProfile[] Straps)
{
    private static readonly StrapProfile[] Chest = [StrapProfile.ChestWithContact, StrapProfile.ChestWithoutContact];
    private static readonly StrapProfile[] Optical = [StrapProfile.Optical];
    private static readonly StrapProfile[] Any = [.. Chest, .. Optical];

    /// <summary>Seconds of one session.</summary>
    internal int Seconds { get; init; } = 900;

    /// <summary>The first moment that it may come, and the shortest and longest pause after it, seconds.</summary>
    internal int First { get; init; } = 75;

    internal int ShortestPause { get; init; } = 50;

    internal int LongestPause { get; init; } = 120;

    internal bool Once { get; init; }

    internal HeartKind Heart { get; init; }

    /// <summary>Everything of domain-facts 9.4, and nothing at all.</summary>
    internal static IReadOnlyList<FaultCase> All { get; } =
    [
        new("none", (_, at) => new BatteryDrain(at, Span(600)), Any) { Once = true },
        new("missed beat", (_, at) => new MissedBeat(at), Chest) { ShortestPause = 10, LongestPause = 40 },
        new("extra beat", (_, at) => new ExtraBeat(at), Chest) { ShortestPause = 10, LongestPause = 40 },
        new("ectopic", (_, at) => new Ectopic(at), Chest) { ShortestPause = 10, LongestPause = 40 },
        new("ectopic run of 5", (_, at) => new EctopicRun(at), Chest) { ShortestPause = 30, LongestPause = 60 },
        new("dry spike, no rr", (noise, at) => new DrySpike(at, Span(noise.NextWhole(2, 9)), false), Chest) { Seconds = 121, First = 8, ShortestPause = 5, LongestPause = 20 },
        new("dry spike, garbage rr", (noise, at) => new DrySpike(at, Span(noise.NextWhole(2, 9)), true), Chest) { Seconds = 121, First = 8, ShortestPause = 5, LongestPause = 20 },
        new("drop-out 3 s", (_, at) => new Dropout(at, Span(3)), Any),
        new("drop-out 10 s", (_, at) => new Dropout(at, Span(10)), Any),
        new("drop-out 60 s", (_, at) => new Dropout(at, Span(60)), Any),
        new("contact lost 14 00", (noise, at) => new ContactLost(at, Span(noise.NextWhole(5, 60)), false), [StrapProfile.ChestWithContact]),
        new("contact lost, frozen", (noise, at) => new ContactLost(at, Span(noise.NextWhole(5, 60)), true), [StrapProfile.ChestWithContact]),
        new("contact lost, frozen, no bit", (noise, at) => new ContactLost(at, Span(noise.NextWhole(40, 120)), true), [StrapProfile.ChestWithoutContact]),
        new("hr 0 while worn", (noise, at) => new ZeroRun(at, Span(noise.NextWhole(3, 13))), Any),
        new("stuck packet", (noise, at) => new Stuck(at, Span(noise.NextWhole(30, 120)), true), Any),
        new("stuck rate", (noise, at) => new Stuck(at, Span(noise.NextWhole(60, 180)), false), Any),
        new("duplicated packets", (noise, at) => new DuplicatedPackets(at, Span(noise.NextWhole(20, 120))), Any),
        new("rr filler 500 ms", (noise, at) => new RrFiller(at, Span(noise.NextWhole(20, 120))), Chest),
        new("burst of 10", (_, at) => new DelayedBurst(at, Span(10)), Any),
        new("clock +5 s", (noise, at) => new ClockJump(at, Span(noise.NextWhole(60, 300)), Span(5)), Any),
        new("clock -5 s", (noise, at) => new ClockJump(at, Span(noise.NextWhole(60, 300)), Span(-5)), Any),
        new("address change", (noise, at) => new AddressChange(at, Span(noise.NextWhole(8, 30)), "strap-anew"), Any) { Once = true, First = 200, Seconds = 300 },
        new("straps swapped", (noise, at) => new Swapped(at, Span(noise.NextWhole(60, 300))), Any) { Once = true, First = 200 },
        new("off body", (noise, at) => new OffBody(at, Span(noise.NextWhole(120, 240))), Optical) { Seconds = 1_800 },
        new("cadence lock", (noise, at) => new CadenceLock(at, Span(noise.NextWhole(60, 180))), Optical) { Seconds = 1_800 },
        new("half cadence lock", (noise, at) => new CadenceLock(at, Span(noise.NextWhole(60, 180)), Half: true), Optical) { Seconds = 1_800 },
    ];

    /// <summary>The same on hearts whose steps and intervals are not held against a strap.</summary>
    internal static IReadOnlyList<FaultCase> OnOtherHearts { get; } =
    [
        .. from heart in (HeartKind[])[HeartKind.Paced, HeartKind.Irregular]
           from fault in All
           where fault.Straps == Any || fault.Straps == Chest
           select fault with { Name = $"{fault.Name}, {heart}", Heart = heart, Straps = Chest },
    ];

    /// <summary>Faults of different kinds that may meet.</summary>
    internal static FaultCase Mixed { get; } = new("several at once", Some, Chest) { ShortestPause = 0, LongestPause = 30 };

    internal IReadOnlyList<StrapFault> Schedule(int seed)
    {
        var noise = SeededNoise.For(seed, 2);
        var faults = new List<StrapFault>();
        for (var at = First + noise.NextWhole(0, Math.Max(1, ShortestPause)); at < Seconds;)
        {
            var fault = Make(noise, Span(at));
            faults.Add(fault);
            if (Once) break;
            at += (int)fault.Length.TotalSeconds + noise.NextWhole(ShortestPause, LongestPause + 1);
        }

        return faults;
    }

    private static StrapFault Some(SeededNoise noise, TimeSpan at)
    {
        FaultCase[] few = [.. All.Where(c => !c.Once && c.Seconds == 900 && (c.Straps == Chest || c.Straps == Any))];
        return few[noise.NextWhole(0, few.Length)].Make(noise, at - Span(noise.NextWhole(0, 15)));
    }

    private static TimeSpan Span(int seconds) => TimeSpan.FromSeconds(seconds);
}
