using System.Reactive.Subjects;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline.Operators;
using HeartMonitor.Pipeline.Tests.Support;
using Xunit;

namespace HeartMonitor.Pipeline.Tests;

/// <summary>A clock that leaps: nobody watched between, and nobody ticks through the years of it.</summary>
public sealed class ClockLeapTests : IDisposable
{
    private readonly SessionRegistry _registry = new(Shipped.Setup);
    private readonly Subject<Routed> _items = new();
    private readonly List<(SessionInput? Input, List<SessionEvent> Events)> _steps = [];
    private readonly RunningSession _session;

    public ClockLeapTests()
    {
        _session = _registry.Begin(new() { Participant = Shipped.OnMetoprolol(), Device = "a" }, VirtualMonitor.Start).Session!;
        _items.ApplyToSessions(_registry).Subscribe(step => _steps.Add((
            step.IsSample ? SessionInput.OfPacket(step.At, step.Packet.ToArray()) : step.Fact is { } fact ? SessionInput.OfFact(step.At, fact) : null, [.. step.Events])));
    }

    public static TheoryData<double, bool> Leaps() => new() { { 30, false }, { 59, false }, { 61, true }, { 60 * 24 * 365 * 56.0, true } };

    [Theory]
    [MemberData(nameof(Leaps))]
    public void A_leap_of_more_than_an_hour_is_time_in_which_nobody_watched(double minutes, bool told)
    {
        Watch(60);
        var before = Now(59);
        Beat(before.AddMinutes(minutes));

        var gaps = _steps.Where(s => s.Input?.Fact is MonitoringInterrupted).ToList();
        Assert.Equal(told ? 1 : 0, gaps.Count);
        if (!told) return;
        Assert.Equal((before, before.AddMinutes(minutes)), (((MonitoringInterrupted)gaps[0].Input!.Value.Fact!).From, gaps[0].Input!.Value.At));
        Assert.DoesNotContain(_steps.SelectMany(s => s.Events).OfType<AlertEvent>(), a => a.Code == Core.Alarms.AlertCode.SignalLost);
    }

    [Fact]
    public void A_packet_may_be_the_first_to_come_after_the_leap_and_a_restart_decides_the_same()
    {
        Watch(200);
        Packet(Now(199).AddDays(400));
        for (var i = 1; i < 30; i++) Beat(Now(199).AddDays(400).AddSeconds(i));

        var again = new SessionEngine(_session.Engine.Id, new() { Participant = Shipped.OnMetoprolol(), Device = "a" }, VirtualMonitor.Start, Shipped.Setup);
        var (step, events) = (new SessionStep(), new List<SessionEvent>());
        foreach (var input in _steps.Select(s => s.Input).OfType<SessionInput>())
        {
            again.Apply(input, step.ForFact(again.Id, "", input.At, input.Fact));
            events.AddRange(step.Events);
        }

        again.AdvanceTo(Now(199).AddDays(400).AddSeconds(29), step.ForFact(again.Id, "", Now(199), null));
        events.AddRange(step.Events);
        Assert.Equal(_steps.SelectMany(s => s.Events).Select(Core.MonitorJson.Write).Select(Convert.ToHexString), events.Select(Core.MonitorJson.Write).Select(Convert.ToHexString));
        Assert.Contains(events.OfType<AlertEvent>(), a => a.Code == Core.Alarms.AlertCode.SignalLost);
    }

    public void Dispose() => _items.Dispose();

    private static DateTimeOffset Now(double second) => VirtualMonitor.Start.AddSeconds(second);

    private void Watch(int seconds)
    {
        Tell(Now(0), new PhaseEntered(SessionPhase.Work));
        for (var i = 0; i < seconds; i++)
        {
            Packet(Now(i));
            Beat(Now(i));
        }
    }

    private void Packet(DateTimeOffset at) => _items.OnNext(new(
        new(IngressKind.Source, at, new(SourceEventKind.Packet, "a", at, HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(90 + (at.Second % 3)), SensorContact.Detected, []))), _session));

    private void Beat(DateTimeOffset at) => _items.OnNext(new(new(IngressKind.Heartbeat, at), null));

    private void Tell(DateTimeOffset at, SessionFact fact) => _items.OnNext(new(new(IngressKind.Command, at, default, new(new("c", _session.Engine.Id, fact))), _session));
}
