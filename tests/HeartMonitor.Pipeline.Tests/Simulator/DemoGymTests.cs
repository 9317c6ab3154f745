using System.Reactive.Concurrency;
using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Simulator.Gym;
using HeartMonitor.Simulator.Straps;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

public sealed class DemoGymTests
{
    private static readonly int[] Seeds = [.. Enumerable.Range(0, 20)];

    [Fact]
    public void One_blunted_person_loses_contact_for_15_seconds_in_the_fifth_minute()
    {
        var sent = Run(1, 300)["sim-02"];
        var lost = sent.Where(s => s.Measurement.Contact == SensorContact.NotDetected).Select(s => s.Second).ToArray();

        Assert.Equal(Enumerable.Range(243, 15).Select(s => (double)s), lost);
    }

    [Theory]
    [InlineData("atrial-fibrillation", null, true)]
    [InlineData("atrial-fibrillation", true, true)]
    [InlineData("atrial-fibrillation", false, false)]
    [InlineData("coronary-disease", null, false)]
    public void A_heart_is_irregular_where_the_record_says_so(string condition, bool? present, bool isIrregular)
    {
        var person = Shipped.InZones() with { Conditions = [new() { Code = condition, Present = present }] };
        var gym = GymFloor.Create(GymStoryFile.Read(GymStoryFile.Default).Story!, [new(person, "a", IsBlunted: false)], seed: 1, new(2026, 3, 2));

        Assert.Equal(isIrregular, Assert.Single(gym.People).Heart.IsIrregular);
    }

    [Fact]
    public void Another_one_is_silent_for_20_seconds()
    {
        var seconds = Run(1, 300)["sim-05"].Select(s => s.Second).ToArray();

        Assert.Equal((255.0, 276.0), seconds.Zip(seconds.Skip(1)).Single(pair => pair.Second - pair.First > 1));
    }

    [Fact]
    public void A_third_never_answers_and_the_others_mostly_do()
    {
        var (gym, at) = Running(600);

        Assert.All(Enumerable.Range(0, 200), s => Assert.Null(gym.TryAnswer("sim-07", at.AddSeconds(s))));
        Assert.InRange(Enumerable.Range(0, 200).Count(s => gym.TryAnswer("sim-02", at.AddSeconds(s)) is not null), 170, 199);
        Assert.Null(gym.TryAnswer("nobody", at));
    }

    /// <summary>The rule: 10-s median above (85 % of Tanaka) - 5 for 10 s is a warning; above 85 % for 20 s is an alarm (decisions 2).</summary>
    [Fact]
    public void A_person_with_zones_passes_the_ceiling_warning_within_80_seconds_of_the_climb_and_never_the_alarm()
    {
        Assert.All(Seeds, seed =>
        {
            var medians = Medians(Run(seed, 1_200)["sim-03"]);
            var alarm = 0.85 * (208 - (0.7 * 45));

            Assert.InRange(FirstHeld(medians, alarm - 5, 10) ?? -1, 185 + 30, 185 + 80);
            Assert.Null(FirstHeld(medians, alarm, 20));
        });
    }

    /// <summary>The rule: 30-s mean at or above the zone's end for 60 s, outside the 180 s after a change of workload (domain-facts 4.6).</summary>
    [Fact]
    public void Another_one_is_above_the_zone_from_the_third_to_the_fifth_minute_but_not_far()
    {
        var upper = 62 + (0.6 * (208 - (0.7 * 52) - 62));
        Assert.All(Seeds, seed =>
        {
            var sent = Run(seed, 330)["sim-06"];
            var means = Enumerable.Range(150, 170).Select(t => sent.Where(s => s.Second > t - 30 && s.Second <= t).Average(s => s.Measurement.HeartRate.Bpm));
            Assert.All(means, mean => Assert.InRange(mean, upper, upper + 10));
        });
    }

    [Fact]
    public void No_blunted_heart_rises_40_above_rest_in_the_first_half_hour()
    {
        Assert.All(Seeds, seed =>
        {
            var run = Run(seed, 1_800);
            Assert.All(GymPeople.Default.Where(p => p.IsBlunted), person =>
                Assert.Null(FirstHeld(Medians(run[person.Strap]), person.Participant.RestingHr!.Value + 40, 10)));
        });
    }

    [Fact]
    public void Nobody_else_passes_the_ceiling_warning_in_the_first_half_hour()
    {
        var run = Run(3, 1_800, people: 60);
        var others = GymPeople.First(60, 3).Where(p => !p.IsBlunted && p.Strap != "sim-03").ToArray();

        Assert.All(others, p => Assert.Null(FirstHeld(Medians(run[p.Strap]), (0.85 * (208 - (0.7 * p.Participant.Age!.Value))) - 5, 10)));
    }

    /// <summary>Rises of 25 bpm in 60 s without a change of workload would look like something else (domain-facts 4.6).</summary>
    [Fact]
    public void Nobody_climbs_as_if_in_panic()
    {
        Assert.All(Seeds, seed => Assert.All(Run(seed, 1_800).Values, sent =>
        {
            var medians = Medians(sent);
            Assert.All(medians.Where(m => medians.ContainsKey(m.Key + 60)), m => Assert.True(medians[m.Key + 60] - m.Value < 25));
        }));
    }

    [Fact]
    public void Everybody_is_at_work_from_the_first_packet_on()
    {
        Assert.All(Run(1, 20), person => Assert.True(person.Value[5].Measurement.HeartRate.Bpm > Participant(person.Key).RestingHr + 15));
    }

    [Fact]
    public void Workloads_are_told_at_the_start_and_as_they_change()
    {
        var gym = Demo(8, 1);
        var scheduler = new CountingScheduler();
        List<GymFact> facts = [];
        using var listening = gym.Facts.Subscribe(facts.Add);

        using (gym.CreateSource(scheduler).Events.Subscribe(new Recorder())) scheduler.AdvanceBy(TimeSpan.FromSeconds(250));

        Assert.Equal(8, facts.Count(fact => fact.At == CountingScheduler.Morning));
        Assert.Equal([0.0, 155, 185, 245], facts.Where(fact => fact.Strap == "sim-03").Select(fact => (fact.At - CountingScheduler.Morning).TotalSeconds));
        Assert.All(facts, fact => Assert.Equal(fact.Fact, gym.WorkloadAt(fact.Strap, fact.At)));
        Assert.All(facts.Select(fact => (WorkloadSet)fact.Fact), load => Assert.True(load.Watts is > 0 and < 300 || load is { SpeedKmh: >= 1.8 and <= 6, GradePercent: >= 0 and < 15 }));
    }

    [Fact]
    public void Nobody_answers_and_nothing_works_before_the_source_runs()
    {
        var gym = Demo(8, 1);

        Assert.Null(gym.TryAnswer("sim-02", CountingScheduler.Morning));
        Assert.Null(gym.WorkloadAt("sim-02", CountingScheduler.Morning));
    }

    [Fact]
    public void Answers_follow_the_effort()
    {
        var (gym, at) = Running(1_800);
        int[] Answers(int from, int to) => [.. Enumerable.Range(from, to - from).Select(s => gym.TryAnswer("sim-02", at.AddSeconds(s))).Where(r => r is not null).Select(r => r!.Value.Rpe)];

        // Stagger of the second person: 157 s of 0.48, then 330 s of 0.48, 270 s of 0.58, 120 s of 0.48, 180 s of 0.25.
        Assert.Equal(6 + (14 * Math.Pow(0.48, 1.1)), Answers(100, 480).Average(), 0.5);
        Assert.Equal(6 + (14 * Math.Pow(0.58, 1.1)), Answers(560, 750).Average(), 0.5);
        Assert.Equal(6 + (14 * Math.Pow(0.25, 1.1)), Answers(950, 1050).Average(), 0.5);
    }

    [Fact]
    public void The_same_seed_gives_the_same_gym()
    {
        static List<(SourceEventKind, string, DateTimeOffset, string, string?)> Said(int seed)
        {
            var (scheduler, seen) = (new CountingScheduler(), new Recorder());
            using (Demo(20, seed).CreateSource(scheduler).Events.Subscribe(seen)) scheduler.AdvanceBy(TimeSpan.FromMinutes(2));
            return [.. seen.Said()];
        }

        Assert.Equal(Said(1), Said(1));
        Assert.NotEqual(Said(1), Said(2));
    }

    [Fact]
    public void Speed_ten_says_in_a_tenth_of_the_time_what_speed_one_says()
    {
        string[] Bytes(double speed)
        {
            var (scheduler, seen) = (new CountingScheduler(), new Recorder());
            using (Demo(8, 1).CreateSource(scheduler, speed: speed).Events.Subscribe(seen)) scheduler.AdvanceBy(TimeSpan.FromSeconds(100 / speed));
            return [.. seen.Said().Select(e => e.Packet)];
        }

        Assert.Equal(Bytes(1), Bytes(10));
    }

    [Fact]
    public void A_host_that_slept_is_not_flooded()
    {
        var (scheduler, seen) = (new HistoricalScheduler(CountingScheduler.Morning), new Recorder());
        using var subscription = Demo(1, 1).CreateSource(scheduler).Events.Subscribe(seen);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(10));

        var before = seen.Events.Count;
        scheduler.Sleep(TimeSpan.FromHours(1));
        scheduler.AdvanceBy(TimeSpan.FromSeconds(1));

        Assert.InRange(seen.Events.Count - before, 1, 8);
    }

    [Fact]
    public void Five_hundred_people_have_straps_of_their_own_and_three_in_eight_are_blunted()
    {
        var people = GymPeople.First(500, seed: 9);

        Assert.Equal(500, people.Select(p => p.Strap).Distinct().Count());
        Assert.Equal(500, people.Select(p => p.Participant.Id).Distinct().Count());
        Assert.InRange(people.Count(p => p.IsBlunted), 180, 195);
        Assert.All(people, p => Assert.Matches("^[a-z0-9_-]{1,40}$", p.Participant.Id));
        Assert.Equal(people.Take(100).Select(p => p.Participant.RestingHr), GymPeople.First(100, seed: 9).Select(p => p.Participant.RestingHr));
        Assert.Throws<ArgumentOutOfRangeException>(() => GymPeople.First(501, seed: 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => GymPeople.First(0, seed: 9));
    }

    [Fact]
    public void Everybody_has_easy_spells_that_end_the_drift_of_heart_rate()
    {
        Assert.All(Demo(500, 4).People, person =>
            Assert.Contains(Enumerable.Range(0, 1_800), second => person.Heart.FractionAt(person.Script.WorkAt(second).Mets) <= 0.3));
    }

    [Fact]
    public void A_heart_follows_the_participant_that_the_people_file_binds()
    {
        GymBinding Bind(string strap, int rest, bool blunted) => new(new Participant { Id = strap, Age = 60, RestingHr = rest }, strap, blunted);

        var gym = GymFloor.Create(GymPlay.Story("demo"), [Bind("AA:BB:CC:DD:EE:01", 55, true), Bind("x", 90, false)], seed: 1);

        Assert.Equal((55.0, true), (gym.People[0].Heart.RestingHr, gym.People[0].Heart.IsBlunted));
        Assert.Equal((90.0, 166.0, false), (gym.People[1].Heart.RestingHr, gym.People[1].Heart.PeakHr, gym.People[1].Heart.IsBlunted));
        Assert.True(gym.People[0].Heart.PeakHr < 125);
        Assert.Throws<ArgumentException>(() => GymFloor.Create(GymPlay.Story("demo"), [Bind("x", 55, true), Bind("x", 90, false)], seed: 1));
    }

    private static GymFloor Demo(int people, int seed) => GymPlay.Floor(GymPlay.Story("demo"), seed, people);

    private static Participant Participant(string strap) => GymPeople.Default.Single(p => p.Strap == strap).Participant;

    private static (GymFloor Gym, DateTimeOffset Start) Running(int seconds)
    {
        var gym = Demo(8, 1);
        var scheduler = new CountingScheduler();
        using (gym.CreateSource(scheduler).Events.Subscribe(new Recorder())) scheduler.AdvanceBy(TimeSpan.FromSeconds(seconds));
        return (gym, CountingScheduler.Morning);
    }

    private static Dictionary<string, List<(double Second, HeartRateMeasurement Measurement)>> Run(int seed, int seconds, int people = 8)
    {
        var (scheduler, seen) = (new CountingScheduler(), new Recorder());
        using (Demo(people, seed).CreateSource(scheduler).Events.Subscribe(seen)) scheduler.AdvanceBy(TimeSpan.FromSeconds(seconds));
        return seen.Events.Where(e => e.Kind == SourceEventKind.Packet).GroupBy(e => e.Device).ToDictionary(
            strap => strap.Key,
            strap => strap.Select(e => ((e.At - CountingScheduler.Morning).TotalSeconds, HeartRateMeasurementCodec.Decode(e.Packet).Measurement)).ToList());
    }

    private static SortedDictionary<int, double> Medians(List<(double Second, HeartRateMeasurement Measurement)> sent)
    {
        var medians = new SortedDictionary<int, double>();
        var window = new Queue<(double Second, HeartRateMeasurement Measurement)>();
        foreach (var next in sent)
        {
            window.Enqueue(next);
            while (window.Peek().Second <= next.Second - 10) window.Dequeue();
            if (window.Count < 10) continue;
            int[] rates = [.. window.Select(s => s.Measurement.HeartRate.Bpm).Order()];
            medians[(int)next.Second] = (rates[4] + rates[5]) / 2.0;
        }

        return medians;
    }

    /// <summary>First second at which the median has been above the limit for so long without a break.</summary>
    private static int? FirstHeld(SortedDictionary<int, double> medians, double limit, int seconds)
    {
        int? since = null;
        foreach (var (second, median) in medians)
        {
            since = median > limit ? since ?? second : null;
            if (since is { } start && second - start >= seconds) return second;
        }

        return null;
    }
}
