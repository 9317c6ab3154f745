using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Pipeline.Tests.Support;

/// <summary>Two people at steady work side by side, a strap each, through the whole pipeline; at a time each wears the other's strap.</summary>
internal sealed class TwoPeople : IDisposable
{
    internal const string FirstStrap = "strap-1";
    internal const string SecondStrap = "strap-2";
    private const int WarmedUpSeconds = 300;

    private readonly StrapSwap _swap;

    /// <param name="seed">Of noise, build and effort.</param>
    /// <param name="swap">When.</param>
    /// <param name="profile">Of both straps.</param>
    /// <param name="faults">Of both straps beside the exchange.</param>
    internal TwoPeople(int seed, Swapped swap, StrapProfile profile = StrapProfile.ChestWithContact, params StrapFault[] faults)
    {
        var roll = SeededNoise.For(seed, 20);
        var (low, high) = (0.15 + (0.2 * roll.NextUniform()), 0.55 + (0.3 * roll.NextUniform()));
        _swap = new(
            Wearer(FirstStrap, low, seed * 2, profile, [swap, .. faults]),
            Wearer(SecondStrap, high, (seed * 2) + 1, profile, [swap, .. faults]),
            swap);
        First = Monitor.Begin(Shipped.InZones("p_first"), FirstStrap);
        Second = Monitor.Begin(Shipped.InZones("p_second"), SecondStrap);
    }

    internal VirtualMonitor Monitor { get; } = new();

    internal string First { get; }

    internal string Second { get; }

    internal IEnumerable<AlertEvent> Conflicts => Monitor.Events.OfType<AlertEvent>().Where(a => a.Code == AlertCode.IdentityConflict);

    internal SessionEngine Engine(string session) => Monitor.Registry.OfId(session)!.Engine;

    internal TwoPeople Run(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            var (first, second) = _swap.Tick();
            Monitor.Clock.AdvanceBy(TimeSpan.FromSeconds(1));
            Say(FirstStrap, first);
            Say(SecondStrap, second);
        }

        Monitor.Settle();
        return this;
    }

    public void Dispose() => Monitor.Dispose();

    private void Say(string strap, in StrapSecond sent)
    {
        if (sent.Link == StrapLink.Lost) Monitor.Straps.Tell(new(SourceEventKind.Lost, strap, Monitor.Clock.Now));
        if (sent.Link == StrapLink.Returned) Monitor.Straps.Tell(new(SourceEventKind.Connected, strap, Monitor.Clock.Now));
        foreach (var packet in sent.Packets) Monitor.Straps.Tell(new(SourceEventKind.Packet, strap, Monitor.Clock.Now, packet));
    }

    private static VirtualWearer Wearer(string device, double fraction, int seed, StrapProfile profile, IReadOnlyList<StrapFault> faults)
    {
        var work = new Work(Presets.Unmedicated.MetsAt(fraction));
        var heart = new HeartModel(Presets.Unmedicated, SeededNoise.For(seed, 21));
        for (var second = 0; second < WarmedUpSeconds; second++) heart.Step(work.Mets);
        return new(heart, new VirtualStrap(device, profile, new BeatSeries(SeededNoise.For(seed, 22)), faults, SeededNoise.For(seed, 23)), _ => work);
    }
}
