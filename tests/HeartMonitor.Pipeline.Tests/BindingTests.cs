using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline.Tests.Support;
using Xunit;

namespace HeartMonitor.Pipeline.Tests;

/// <summary>Whose packets are whose: no two sessions have one strap, and another strap counts from the instant of its binding.</summary>
public sealed class BindingTests
{
    [Fact]
    public void The_strap_before_counts_no_longer_from_that_instant_and_the_new_one_does()
    {
        using var monitor = new VirtualMonitor();
        var session = monitor.Begin(Shipped.InZones("p_1"), "a");
        monitor.Run(60, ("a", 120));

        Bind(monitor, session, "spare");
        var before = monitor.Inputs.Count(i => i.Input.Fact is null);
        monitor.Run(30, ("a", 190), ("spare", 121));

        Assert.Equal(30, monitor.Inputs.Count(i => i.Input.Fact is null) - before);
        Assert.Equal((121, BindingState.Unconfirmed), (monitor.Live[^1].Hr, monitor.Live[^1].Binding));
        Assert.Null(monitor.Registry.OfDevice("a"));
        Assert.DoesNotContain(monitor.Events.OfType<AlertEvent>(), a => a.Nature == AlertNature.Technical);
    }

    [Fact]
    public void A_strap_of_another_open_session_is_refused_with_a_sentence_that_names_whose_it_is()
    {
        using var monitor = new VirtualMonitor();
        var first = monitor.Begin(Shipped.InZones("p_1"), "a");
        monitor.Begin(Shipped.InZones("p_2"), "b");

        var receipt = Bind(monitor, first, "b");

        Assert.Equal(CommandResult.Invalid, receipt.Result);
        Assert.Contains("p_2", receipt.Detail, StringComparison.Ordinal);
        Assert.Equal(("a", "b"), (Device(monitor, "a"), Device(monitor, "b")));
    }

    [Fact]
    public void Staff_who_say_so_take_it_over_and_whoever_loses_it_has_none_first()
    {
        using var monitor = new VirtualMonitor();
        var first = monitor.Begin(Shipped.InZones("p_1"), "a");
        var second = monitor.Begin(Shipped.InZones("p_2"), "b");
        monitor.Run(30, ("a", 100), ("b", 140));

        Bind(monitor, first, "b", takeOver: true);
        monitor.Run(30, ("a", 100), ("b", 140));

        Assert.Equal(first, monitor.Registry.OfDevice("b")!.Engine.Id);
        Assert.Null(monitor.Registry.OfId(second)!.Engine.Device);
        var facts = monitor.Inputs.Where(i => i.Input.Fact is StrapBound or StrapUnbound).ToList();
        Assert.Equal([(second, typeof(StrapUnbound)), (first, typeof(StrapBound))], facts.Select(f => (f.Session, f.Input.Fact!.GetType())));
        Assert.Contains(monitor.Events.OfType<AlertEvent>(), a => a.Code == AlertCode.SignalLost);
    }

    [Fact]
    public void A_binding_that_cannot_be_takes_no_strap_from_anybody()
    {
        using var monitor = new VirtualMonitor { Unheard = "c" };
        var first = monitor.Begin(Shipped.InZones("p_1"), "a");
        monitor.Begin(Shipped.InZones("p_2"), "b");

        Assert.Equal(CommandResult.Invalid, Bind(monitor, first, "b", takeOver: true, by: "").Result);
        Assert.Contains("No strap of that id", Bind(monitor, first, "c").Detail, StringComparison.Ordinal);
        monitor.Ask(first, new SessionEnded());
        Assert.Contains("ended", Bind(monitor, first, "b", takeOver: true).Detail, StringComparison.Ordinal);

        Assert.Equal("b", Device(monitor, "b"));
        Assert.Null(monitor.Registry.OfDevice("a"));
    }

    [Fact]
    public void Two_sessions_that_fight_over_one_strap_end_with_one_that_has_it()
    {
        using var monitor = new VirtualMonitor();
        var first = monitor.Begin(Shipped.InZones("p_1"), "a");
        var second = monitor.Begin(Shipped.InZones("p_2"), "b");
        monitor.Run(30, ("a", 100), ("b", 104));

        for (var i = 0; i < 40; i++)
        {
            Bind(monitor, i % 2 == 0 ? first : second, "a", takeOver: true);
            monitor.Beat("a", 100 + (i % 3));
            Assert.Single(monitor.Registry.Running, s => s.Engine.Device == "a");
        }

        monitor.Run(15, ("a", 100), ("b", 104));
        Assert.Equal(second, monitor.Registry.OfDevice("a")!.Engine.Id);
        Assert.DoesNotContain(monitor.Events.OfType<AlertEvent>(), a => a.Code is AlertCode.IdentityConflict or AlertCode.HrStepChange);
    }

    /// <summary>Two people were bound to each other's straps; staff put it right. The levels change places, and nobody is in doubt.</summary>
    [Fact]
    public void Bindings_put_right_are_no_exchange_of_straps()
    {
        using var monitor = new VirtualMonitor();
        var first = monitor.Begin(Shipped.InZones("p_1"), "a");
        var second = monitor.Begin(Shipped.InZones("p_2"), "b");
        monitor.Run(120, ("a", 95), ("b", 140));

        Bind(monitor, first, "b", takeOver: true);
        Bind(monitor, second, "a");
        monitor.Run(90, ("a", 95), ("b", 140));

        Assert.DoesNotContain(monitor.Events.OfType<AlertEvent>(), a => a.Code == AlertCode.IdentityConflict);
    }

    [Fact]
    public void The_class_of_a_strap_is_what_the_house_knows_of_it()
    {
        using var monitor = new VirtualMonitor();
        monitor.Sensors["band"] = SensorClass.Optical;
        var session = monitor.Begin(Shipped.InZones("p_1"), "a");

        Bind(monitor, session, "band");

        Assert.Contains(monitor.Inputs, i => i.Input.Fact is StrapBound { Sensor: SensorClass.Optical });
    }

    [Fact]
    public void A_strap_is_free_when_its_session_ends()
    {
        using var monitor = new VirtualMonitor();
        var first = monitor.Begin(Shipped.InZones("p_1"), "a");
        var second = monitor.Begin(Shipped.InZones("p_2"), "b");
        Bind(monitor, first, "spare");
        monitor.Ask(first, new SessionEnded());

        Assert.Equal(CommandResult.Accepted, Bind(monitor, second, "spare").Result);
        Assert.Equal(second, monitor.Registry.OfDevice("spare")!.Engine.Id);
    }

    /// <summary>Stopped at any input between the binding and its confirmation, the journal alone gives the same again.</summary>
    [Fact]
    public void A_service_that_stops_between_binding_and_confirmation_goes_on_with_the_same_binding()
    {
        using var monitor = new VirtualMonitor();
        var session = monitor.Begin(Shipped.InZones("p_1"), "a");
        monitor.Run(60, ("a", 120));
        Bind(monitor, session, "spare");
        monitor.Run(20, ("spare", 121));
        monitor.Ask(session, new StrapConfirmed(121, "staff1"), "confirm");
        monitor.Run(20, ("spare", 121));
        var inputs = monitor.Inputs.Select(i => i.Input).ToList();
        var whole = Rebuilt(session, inputs);
        Assert.Equal(("spare", BindingState.Confirmed, Told(monitor.Events)), (whole.Engine.Device, whole.Engine.Binding, Told(whole.Events)));

        for (var cut = inputs.FindIndex(i => i.Fact is StrapBound) + 1; cut < inputs.Count; cut++)
        {
            var half = Rebuilt(session, inputs[..cut]);
            using var next = new VirtualMonitor(start: inputs[cut - 1].At);
            var running = next.Registry.Adopt(half.Engine);
            Assert.Same(running, next.Registry.OfDevice("spare"));
            Assert.Equal(inputs[..cut].Exists(i => i.Fact is StrapConfirmed) ? BindingState.Confirmed : BindingState.Unconfirmed, half.Engine.Binding);
            Assert.Null(next.Registry.OfDevice("a"));
        }
    }

    [Fact]
    public void Gateways_that_report_two_hearts_for_one_strap_are_told_and_clear_nothing_and_those_that_agree_are_one_strap()
    {
        var agreeing = Gateways(124);
        Assert.DoesNotContain(agreeing.OfType<AlertEvent>(), a => a.Code == AlertCode.IdentityConflict);

        var disagreeing = Gateways(80);
        var told = Assert.Single(disagreeing.OfType<AlertEvent>(), a => a is { Code: AlertCode.IdentityConflict, State: AlertState.Raised });
        Assert.InRange(told.T, 60, 66);
        Assert.Contains("Two receivers", told.Text, StringComparison.Ordinal);
        Assert.Single(disagreeing.OfType<AlertEvent>(), a => a is { Code: AlertCode.IdentityConflict, State: AlertState.Cleared });
    }

    /// <summary>One gateway hears the strap all the time, another from the first minute to the second.</summary>
    private static List<SessionEvent> Gateways(int otherBpm)
    {
        using var monitor = new VirtualMonitor();
        monitor.Begin(Shipped.InZones("p_1"), "a");
        for (var second = 0; second < 240; second++)
        {
            Heard(monitor, SourceEventKind.Packet, "gate-1", 120, second);
            if (second is >= 60 and < 120) Heard(monitor, SourceEventKind.Overheard, "gate-2", otherBpm, second);
            monitor.Clock.AdvanceBy(TimeSpan.FromSeconds(1));
        }

        return monitor.Events;
    }

    private static void Heard(VirtualMonitor monitor, SourceEventKind kind, string gateway, int bpm, int second)
    {
        var interval = RrInterval.FromMilliseconds((60_000.0 / bpm) + (second % 2));
        monitor.Straps.Tell(new(kind, "a", monitor.Clock.Now, HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(bpm), SensorContact.Detected, [interval])) { Via = gateway });
    }

    private static CommandReceipt Bind(VirtualMonitor monitor, string session, string strap, bool takeOver = false, string by = "staff1") =>
        monitor.Ask(session, new StrapBound(strap, by) { TakeOver = takeOver }).Receipt.Result;

    private static string? Device(VirtualMonitor monitor, string strap) => monitor.Registry.OfDevice(strap)?.Engine.Device;

    private static (SessionEngine Engine, List<SessionEvent> Events) Rebuilt(string session, List<SessionInput> inputs)
    {
        var step = new SessionStep();
        var engine = new SessionEngine(session, (SessionStarted)inputs[0].Fact!, inputs[0].At, Shipped.Setup);
        var events = new List<SessionEvent>();
        foreach (var input in inputs)
        {
            engine.Apply(input, step.ForFact(session, "", input.At, input.Fact));
            events.AddRange(step.Events);
        }

        return (engine, events);
    }

    private static string Told(IEnumerable<SessionEvent> events) => string.Join('\n', events
        .Where(e => e is AlertEvent or StrapEvent)
        .Select(e => e is AlertEvent alert ? $"{alert.Id} {alert.Rev} {alert.State} {alert.T}" : $"{((StrapEvent)e).State} {((StrapEvent)e).Strap} {e.T}"));
}
