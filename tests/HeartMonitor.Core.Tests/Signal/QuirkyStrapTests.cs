using System.Globalization;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>Straps with habits on a living heart: a person whose signal is fine and who goes unwatched is as bad as a false value.</summary>
public sealed class QuirkyStrapTests(ITestOutputHelper log)
{
    private static readonly Participant Person = new() { Id = "p_quirk", Age = 50, RestingHr = 62, BodyMassKg = 75 };

    private static readonly Dictionary<string, QuirkyStrap> Straps = new()
    {
        ["as most do"] = new(),
        ["no intervals"] = new() { Sends = QuirkyStrap.Rr.None, Contact = SensorContact.NotSupported },
        ["four packets a second"] = new() { EveryMs = 250 },
        ["four packets a second, no intervals"] = new() { EveryMs = 250, Sends = QuirkyStrap.Rr.None },
        ["batches of eight in every fifth packet"] = new() { RrEvery = 5, Most = 8 },
        ["batches in every tenth packet"] = new() { RrEvery = 10, Most = 40 },
        ["one interval, always the newest"] = new() { Sends = QuirkyStrap.Rr.Newest },
        ["one interval in every other packet"] = new() { Sends = QuirkyStrap.Rr.Newest, RrEvery = 2 },
        ["16 bits and energy in each packet"] = new() { Wide = true, EnergyEvery = 1 },
        ["energy in every tenth packet"] = new() { EnergyEvery = 10 },
        ["every two seconds"] = new() { EveryMs = 2000 },
        ["every 2.9 s"] = new() { EveryMs = 2900 },
        ["up to 900 ms late"] = new() { JitterMs = 900 },
        ["contact never told"] = new() { Contact = SensorContact.NotSupported },
        ["optical, smoothed, without intervals"] = new() { Sensor = SensorClass.Optical, Sends = QuirkyStrap.Rr.None, Contact = SensorContact.NotSupported },
        ["slow heart"] = new() { Heart = second => 38 + (4 * Math.Sin(second / 40)) },
        ["fast heart"] = new() { Heart = second => second < 20 ? 150 : Math.Min(200, 150 + ((second - 20) / 3)) },
        ["every third beat early"] = new() { Ectopy = [0.7, 1.3, 1] },
        ["every fourth beat early"] = new() { Ectopy = [0.7, 1.3, 1, 1] },
        ["three early beats in fourteen"] = new() { Ectopy = [0.7, 0.7, 0.7, 1.3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] },
        ["climbs as fast as hearts do"] = new() { Heart = second => second % 120 < 60 ? Math.Min(150, 90 + (4 * (second % 120))) : Math.Max(90, 150 - (second % 120) + 60) },
    };

    public static TheoryData<string> Names() => [.. Straps.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_living_heart_is_watched_whatever_the_habits_of_its_strap(string name)
    {
        var strap = Straps[name];
        var play = Play(strap, 780);
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: watched {play.Watched:P1}, longest unwatched {play.LongestUnwatched} s, furthest off {play.FurthestOff:F1} bpm at {play.At} s; {string.Join(" ", play.Doubts)}"));

        Assert.True(play.Watched >= 0.99, $"watched {play.Watched:P1}");
        Assert.True(play.LongestUnwatched <= 5, $"unwatched for {play.LongestUnwatched} s");
        Assert.True(play.FurthestOff <= 25, $"{play.FurthestOff} bpm off at {play.At} s");
        Assert.DoesNotContain(play.Events.OfType<AlertEvent>(), a => a.Nature == AlertNature.Technical);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.2)]
    [InlineData(0.25)]
    public void A_rhythm_without_order_that_is_on_no_record_is_watched(double spread) =>
        Assert.True(Play(new() { Spread = spread }, 780).Watched >= 0.99);

    [Theory]
    [InlineData(0.6)]
    [InlineData(0.7)]
    [InlineData(0.8)]
    public void Where_every_other_beat_is_early_the_person_is_watched_all_the_same(double early)
    {
        var play = Play(new() { Ectopy = [early, 2 - early] }, 780);
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{early}: watched {play.Watched:P1}, longest unwatched {play.LongestUnwatched} s; {string.Join(" ", play.Doubts)}"));
        Assert.True(play.Watched >= 0.99, $"{play.Watched:P1}");
    }

    [Fact]
    public void Twelve_hours_are_watched_to_the_last_second()
    {
        var hours = new QuirkyStrap { Heart = second => 80 + (20 * Math.Sin(second / 900)) };
        var play = Play(hours, Effort.IsFull ? 43_200 : 7_200);
        Assert.Equal((1.0, 0), (play.Watched, play.LongestUnwatched));
        Assert.DoesNotContain(play.Events.OfType<AlertEvent>(), a => a.Nature == AlertNature.Technical);
    }

    [Fact]
    public void A_living_strap_that_always_denies_contact_is_watched_from_the_second_minute_on()
    {
        var play = Play(new() { Contact = SensorContact.NotDetected }, 780);
        Assert.InRange(play.Watched * 760, 760 - 40, 760); // 20 to 60
        Assert.InRange(play.LongestUnwatched, 1, 40);
        Assert.Equal(1, play.Events.OfType<AlertEvent>().Count(a => a is { Code: AlertCode.ContactLost, State: AlertState.Raised }));
    }

    [Fact]
    public void Staff_are_told_of_a_strap_that_speaks_every_five_seconds_for_its_value_is_gone_by_then()
    {
        var play = Play(new() { EveryMs = 5000 }, 300);
        var told = Assert.Single(play.Events.OfType<AlertEvent>(), a => a is { Code: AlertCode.SignalDoubtful, State: AlertState.Raised });
        Assert.InRange(told.T, 15, 60);
    }

    /// <summary>
    /// Straps send up to four packets a second (ecosystem-reliability 1a, 2f.3); more than that under one id, equal ones left out, are told as another
    /// device's within seconds, by an alert that does not go away while they come.
    /// </summary>
    [Fact]
    public void Ten_packets_a_second_are_told_and_not_believed()
    {
        var play = Play(new() { EveryMs = 100, Heart = _ => 155 }, 120);
        var told = Assert.Single(play.Events.OfType<AlertEvent>(), a => a is { Code: AlertCode.IdentityConflict, State: AlertState.Raised });
        Assert.InRange(told.T, 4, 20);
        Assert.DoesNotContain(play.Events.OfType<AlertEvent>(), a => a is { Code: AlertCode.IdentityConflict, State: AlertState.Cleared });
        Assert.Equal(SignalQuality.Bad, play.Events.OfType<QualityEvent>().Last().Quality);
    }

    private static (double Watched, int LongestUnwatched, double FurthestOff, int At, List<string> Doubts, List<SessionEvent> Events) Play(QuirkyStrap strap, int seconds)
    {
        var engine = Begin(strap, out var step, out var events);
        var packets = strap.Play(seconds);
        var (next, watched, unwatched, longest, furthest, furthestAt) = (0, 0, 0, 0, 0.0, 0);
        for (var second = 1; second < seconds; second++)
        {
            for (; next < packets.Count && packets[next].Second <= second; next++) Apply(engine, step, events, SessionInput.OfPacket(TestStrap.At(packets[next].Second), packets[next].Packet));
            engine.AdvanceTo(TestStrap.At(second), step.ForFact(engine.Id, Person.Id, TestStrap.At(second), null));
            events.AddRange(step.Events);
            if (second < 20) continue;
            if (!engine.HasUsableHeartRate)
            {
                longest = Math.Max(longest, ++unwatched);
                continue;
            }

            (watched, unwatched) = (watched + 1, 0);
            var off = Math.Abs(engine.LastUsableBpm - strap.Heart(second));
            if (off > furthest) (furthest, furthestAt) = (off, second);
        }

        var doubts = events.OfType<QualityEvent>().Where(q => q.T >= 20).SelectMany(q => q.Reasons).CountBy(r => r).Select(r => $"{r.Key} {r.Value}").ToList();
        return (watched / (seconds - 20.0), longest, furthest, furthestAt, doubts, events);
    }

    private static SessionEngine Begin(QuirkyStrap strap, out SessionStep step, out List<SessionEvent> events)
    {
        (step, events) = (new(), []);
        var start = new SessionStarted { Participant = Person, Sensor = strap.Sensor };
        var engine = new SessionEngine(Identity.OfSession("gym1", Person.Id, TestStrap.Start), start, TestStrap.Start, Shipped.Setup);
        Apply(engine, step, events, SessionInput.OfFact(TestStrap.Start, start));
        Apply(engine, step, events, SessionInput.OfFact(TestStrap.Start, new PhaseEntered(SessionPhase.Work)));
        return engine;
    }

    private static void Apply(SessionEngine engine, SessionStep step, List<SessionEvent> events, SessionInput input)
    {
        engine.Apply(input, step.ForFact(engine.Id, Person.Id, input.At, input.Fact));
        events.AddRange(step.Events);
    }
}
