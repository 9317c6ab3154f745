using System.Globalization;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Signal;

/// <summary>Hours in which eight people work side by side and every strap stays where it is: each exchange that is told is false.</summary>
public sealed class SideBySideTests(ITestOutputHelper output)
{
    private const int People = 8;
    private const int TurnSeconds = 90;
    private static readonly int[] RiseSeconds = [22, 30, 45, 60];

    [Fact]
    public void Ordinary_sessions_side_by_side_never_look_like_an_exchange() =>
        AssertNothingTold(Effort.Of(50), Ordinary, "ordinary sessions with ordinary trouble", offPer100PairHours: 0);

    /// <summary>
    /// Half of them work while the others rest, of the same build two by two, and they change at the same second. Where both straps happen to be
    /// off meanwhile, nothing tells the two apart; that is rare.
    /// </summary>
    [Fact]
    public void Partners_who_take_turns_to_the_second_look_like_an_exchange_only_when_both_straps_are_off_meanwhile() =>
        AssertNothingTold(Effort.Of(50), TakingTurns, "partners who take turns", offPer100PairHours: 1);

    private void AssertNothingTold(int groups, Func<int, IReadOnlyList<Neighbour>> make, string what, double offPer100PairHours)
    {
        var told = new List<(bool Off, string Text)>();
        for (var group = 0; group < groups; group++) told.AddRange(Play(make(group)).Select(t => (t.Swap.First.StrapWasOff, string.Create(CultureInfo.InvariantCulture, $"group {group} at {t.Second} s: {t.Swap}"))));

        var pairHours = groups * (People * (People - 1) / 2) * QuietProgramme.Seconds / 3_600.0;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {told.Count} told in {pairHours:0} pair-hours ({groups * People * QuietProgramme.Seconds / 3_600.0:0} patient-hours)"));
        foreach (var (_, text) in told) output.WriteLine(text);
        Assert.DoesNotContain(told, t => !t.Off);
        Assert.InRange(told.Count, 0, offPer100PairHours * pairHours / 100);
    }

    private static IEnumerable<(int Second, LevelSwap Swap)> Play(IReadOnlyList<Neighbour> people)
    {
        var watch = new SwapWatch(new RuleOptions());
        for (var second = 0; second < QuietProgramme.Seconds; second++)
        {
            foreach (var one in people) one.Tick(second);
            foreach (var swap in watch.Second(second, [.. people.Select(one => one.Engine.Seen)]))
                yield return (second, swap);
        }
    }

    private static IReadOnlyList<Neighbour> Ordinary(int group) =>
    [
        .. QuietPerson.All.Take(People).Select((who, i) =>
        {
            var seed = (group * People) + i;
            var programme = new QuietProgramme(who, SeededNoise.For(seed, 12));
            return new Neighbour(seed, who, second => new(programme.MetsAt(second)));
        }),
    ];

    private static IReadOnlyList<Neighbour> TakingTurns(int group) =>
    [
        .. Enumerable.Range(0, People).Select(i =>
        {
            var roll = SeededNoise.For((group * People) + (i / 2), 30); // two by two of the same build and the same work
            var heart = Presets.Unmedicated with
            {
                RestingHr = roll.NextWhole(56, 80),
                PeakHr = roll.NextWhole(150, 186),
                TauOn = TimeSpan.FromSeconds(RiseSeconds[roll.NextWhole(0, RiseSeconds.Length)]),
                TauOff = TimeSpan.FromSeconds(roll.NextWhole(30, 75)),
                SplitsFall = roll.NextUniform() < 0.5,
                NoiseBpm = 1 + roll.NextUniform(),
            };
            var (rest, work) = (0.2 * roll.NextUniform(), 0.4 + (0.55 * roll.NextUniform()));
            var turn = TurnSeconds + (30 * roll.NextWhole(0, 3));
            var who = new QuietPerson("turn", heart, Shipped.InZones("p_turn"), 0, 0);
            return new Neighbour((group * People) + i, who, second => new(heart.MetsAt((second / turn % 2 == 0) == (i % 2 == 0) ? work : rest)));
        }),
    ];

    /// <summary>One of them: heart, strap with ordinary trouble, and the session that is fed by it.</summary>
    private sealed class Neighbour
    {
        private const string Device = "strap";

        private readonly VirtualWearer _wearer;
        private readonly SessionStep _step = new();

        internal Neighbour(int seed, QuietPerson who, Func<int, Work> work)
        {
            var beats = new BeatSeries(SeededNoise.For(seed, 14), who.Heart.IsBlunted, isIrregular: who.Heart.IsIrregular);
            var strap = new VirtualStrap(Device, StrapProfile.ChestWithContact, beats, QuietProgramme.Trouble(StrapProfile.ChestWithContact, SeededNoise.For(seed, 13)), SeededNoise.For(seed, 15));
            _wearer = new(new HeartModel(who.Heart, SeededNoise.For(seed, 16)), strap, work);
            Engine = new($"{who.Name} {seed}", new() { Participant = who.Person, Device = Device }, VirtualMonitor.Start, Shipped.Setup);
            Tell(0, new PhaseEntered(SessionPhase.Work));
        }

        internal SessionEngine Engine { get; }

        internal void Tick(int second)
        {
            var at = VirtualMonitor.Start.AddSeconds(second + 1.35);
            foreach (var packet in _wearer.Tick().Packets) Engine.Apply(SessionInput.OfPacket(at, packet), _step.ForSample("s", "p", at, packet));
            at = VirtualMonitor.Start.AddSeconds(second + 2);
            Engine.AdvanceTo(at, _step.ForFact("s", "p", at, null));
        }

        private void Tell(int second, SessionFact fact)
        {
            var at = VirtualMonitor.Start.AddSeconds(second);
            Engine.Apply(SessionInput.OfFact(at, fact), _step.ForFact("s", "p", at, fact));
        }
    }
}
