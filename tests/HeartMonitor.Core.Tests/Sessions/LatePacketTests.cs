using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>Packets of a gateway's backlog: stored, labelled, never judged, and without a trace in anything else (decisions 41).</summary>
public sealed class LatePacketTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Strap = HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(85), SensorContact.Detected, []);

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(16)]
    [InlineData(40)]
    public void A_late_packet_changes_no_id_whether_the_ticks_before_it_ran_or_run_with_the_next_input_as_after_a_restart(int seconds)
    {
        var without = Play(lateAfter: null, heartbeats: true);
        Assert.Contains(without, e => e.Contains("SignalLost", StringComparison.Ordinal));
        Assert.Equal(without, Play(seconds, heartbeats: true));
        Assert.Equal(without, Play(seconds, heartbeats: false));
    }

    /// <summary>Five seconds of a strap, then silence in which one packet of before comes, and staff say something after a minute.</summary>
    private static List<string> Play(int? lateAfter, bool heartbeats)
    {
        var start = new SessionStarted { Participant = new() { Id = "p_a", Age = 50, RestingHr = 60 } };
        var (engine, step, told) = (new SessionEngine("s_late", start, Start, Shipped.Setup), new SessionStep(), new List<string>());
        Take(SessionInput.OfFact(Start, start));
        for (var second = 1; second <= 60; second++)
        {
            var at = Start.AddSeconds(second);
            if (second <= 5) Take(SessionInput.OfPacket(at, Strap));
            if (heartbeats) Keep(() => engine.AdvanceTo(at, step.ForFact(engine.Id, "", at, null)));
            if (second == lateAfter) Take(SessionInput.OfPacket(Start.AddSeconds(3.5), Strap, isLate: true));
        }

        Take(SessionInput.OfFact(Start.AddSeconds(61), new RpeAnswered(12)));
        return told;

        void Take(SessionInput input) => Keep(() => engine.Apply(input, step.ForFact(engine.Id, "", input.At, input.Fact)));

        void Keep(Action act)
        {
            act();
            foreach (var alert in step.Events.OfType<AlertEvent>()) told.Add($"{alert.T} {alert.Code} {alert.Id} {alert.Rev} {alert.State}");
        }
    }
}
