using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>What is entered is taken up to its limit and refused beyond it, with the sentence that says why.</summary>
public sealed class FactLimitsTests
{
    private const string Outside = "The workload is outside what a machine or a person can do.";
    private const string Resting = "A resting heart rate is between 20 and 250 bpm.";
    private const string Body = "A body temperature is between 30 and 45 degrees Celsius.";
    private const string Room = "A room is between -40 and 60 degrees Celsius.";
    private const string Ago = "Hours ago are from 0 on.";
    private const string Future = "A dose that was taken lies in the past: check the time.";
    private const string LongAgo = "A dose that was taken more than 10 years ago is no news of today: check the date.";
    private const string Answer = "An answer is a whole number from 6 to 20.";

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly SessionEngine _engine;
    private readonly SessionStep _step = new();

    public FactLimitsTests()
    {
        var start = new SessionStarted { Participant = new() { Id = "p_a", Age = 40, RestingHr = 70 } };
        _engine = new(Identity.OfSession("gym1", "p_a", Start), start, Start, Shipped.Setup);
        Tell(start);
    }

    public static TheoryData<SessionFact, string> Refused() => new()
    {
        { new RestingHeartRateMeasured(19), Resting },
        { new RestingHeartRateMeasured(251), Resting },
        { new TemperatureMeasured(29.9), Body },
        { new TemperatureMeasured(45.1), Body },
        { new TemperatureMeasured(double.NaN), Body },
        { new RoomMeasured(-40.1), Room },
        { new RoomMeasured(60.1), Room },
        { new WorkloadSet { Watts = -1 }, Outside },
        { new WorkloadSet { Watts = 2501 }, Outside },
        { new WorkloadSet { SpeedKmh = -0.1 }, Outside },
        { new WorkloadSet { SpeedKmh = 100.1 }, Outside },
        { new WorkloadSet { Mets = -0.1 }, Outside },
        { new WorkloadSet { Mets = 30.1 }, Outside },
        { new WorkloadSet { GradePercent = -40.1 }, Outside },
        { new WorkloadSet { GradePercent = 60.1 }, Outside },
        { new WorkloadSet { StepsPerMinute = -1 }, Outside },
        { new WorkloadSet { StepsPerMinute = 401 }, Outside },
        { new WorkloadSet { StepHeightM = 0 }, Outside },
        { new WorkloadSet { StepHeightM = 1.01 }, Outside },
        { new WorkloadSet { Watts = double.NaN }, "A workload is a finite number." },
        { new WorkloadSet { StepHeightM = double.PositiveInfinity }, "A workload is a finite number." },
        { new WorkloadSet { Activity = " " }, "An activity is a code of the Compendium of at most 20 characters." },
        { new WorkloadSet { Activity = new('1', 21) }, "An activity is a code of the Compendium of at most 20 characters." },
        { new SubstanceReported("caffeine") { HoursAgo = -0.1 }, Ago },
        { new SubstanceReported("caffeine") { HoursAgo = 1000.1 }, Ago },
        { new RpeAnswered(5), Answer },
        { new RpeAnswered(21), Answer },
        { new TalkTestAnswered("maybe"), "The talk test is answered by yes, equivocal or no." },
        { new PhaseEntered(SessionPhase.None), "There is no such phase." },
        { new SessionResumed(), "The session is not paused." },
        { new AlertShelved(60, "staff1") { Code = AlertCode.ZoneHigh, Reason = new('x', 201) }, "The reason for a shelf has at most 200 characters." },
        { new AlertUnshelved("") { Code = AlertCode.ZoneHigh }, "Whoever brings an alert back signs, in at most 40 characters." },
        { new GateReleased("rest-gate"), "A release is signed." },
        { new MedicationTaken("C07AB02") { TakenAt = DateTimeOffset.MaxValue }, Future },
        { new MedicationTaken("C07AB02") { TakenAt = Start.AddHours(1) }, Future },
        { new MedicationTaken("C07AB02") { TakenAt = Start.AddSeconds(301) }, Future },
        { new MedicationTaken("C07AB02") { TakenAt = DateTimeOffset.MinValue }, LongAgo },
        { new MedicationTaken("C07AB02") { TakenAt = Start.AddDays(-3653) }, LongAgo },
        { new MedicationTaken(new('C', 101)), "The code of a medicine has at most 100 characters." },
        { new Stranger(), "This fact is not for a session." },
    };

    public static TheoryData<SessionFact> Taken() =>
    [
        new RestingHeartRateMeasured(20), new RestingHeartRateMeasured(250),
        new TemperatureMeasured(30), new TemperatureMeasured(45),
        new RoomMeasured(-40), new RoomMeasured(60),
        new WorkloadSet { Watts = 0 }, new WorkloadSet { Watts = 2500 },
        new WorkloadSet { SpeedKmh = 0 }, new WorkloadSet { SpeedKmh = 100 },
        new WorkloadSet { Mets = 0 }, new WorkloadSet { Mets = 30 },
        new WorkloadSet { GradePercent = -40 }, new WorkloadSet { GradePercent = 60 },
        new WorkloadSet { StepsPerMinute = 0 }, new WorkloadSet { StepsPerMinute = 400 },
        new WorkloadSet { StepHeightM = 0.01 }, new WorkloadSet { StepHeightM = 1 },
        new WorkloadSet { Activity = new('1', 20) },
        new SubstanceReported("caffeine"), new SubstanceReported("caffeine") { HoursAgo = 0 }, new SubstanceReported("caffeine") { HoursAgo = 1000 },
        new RpeAnswered(6), new RpeAnswered(20),
        new MedicationTaken("C07AB02") { TakenAt = Start.AddMinutes(5) }, new MedicationTaken("C07AB02") { TakenAt = Start.AddDays(-3652) },
        new TalkTestAnswered("yes"), new TalkTestAnswered("equivocal"), new TalkTestAnswered("no"),
        new SessionPaused(),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Beyond_its_limit_it_is_refused(SessionFact fact, string why)
    {
        var outcome = Tell(fact);

        Assert.Equal((CommandResult.Invalid, why), (outcome.Result, outcome.Detail));
        Assert.DoesNotContain(_step.Events, e => e is PlanEvent or GateEvent or AlertEvent);
    }

    [Theory]
    [MemberData(nameof(Taken))]
    public void At_its_limit_it_is_taken(SessionFact fact) => Assert.Equal(CommandResult.Accepted, Tell(fact).Result);

    [Fact]
    public void Fifty_medicines_and_fifty_substances_are_more_than_anybody_takes()
    {
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(CommandResult.Accepted, Tell(new MedicationTaken($"C07AB{i:00}")).Result);
            Assert.Equal(CommandResult.Accepted, Tell(new SubstanceReported($"other {i}")).Result);
        }

        Assert.Equal("More than 50 medicines were told as taken in this session: this one is not added.", Tell(new MedicationTaken("C07AB50")).Detail);
        Assert.Equal("More than 50 substances in one session: this one is not taken.", Tell(new SubstanceReported("other 50")).Detail);
        Assert.Equal(CommandResult.Accepted, Tell(new MedicationTaken("C07AB02") { TakenAt = Start.AddHours(-1) }).Result);
        Assert.Equal(CommandResult.Accepted, Tell(new SubstanceReported("other 7")).Result);
    }

    [Fact]
    public void A_refusal_is_told_in_the_language_of_the_session()
    {
        var start = new SessionStarted { Participant = new() { Id = "p_a", Age = 40, RestingHr = 70 } };
        var german = new SessionEngine(Identity.OfSession("gym1", "p_a", Start), start, Start, Shipped.German);
        german.Apply(SessionInput.OfFact(Start, start), _step);
        var texts = Refused().Select(row => (row.Data.Item1, row.Data.Item2)).ToList();

        Assert.All(texts, refused =>
        {
            var told = german.Apply(SessionInput.OfFact(Start, refused.Item1), _step).Detail;
            Assert.True(told is { Length: > 15 } && told != refused.Item2 && told.EndsWith('.') && !told.Contains('{'), told);
        });
        Assert.Equal("Eine Einnahme liegt in der Vergangenheit: Uhrzeit prüfen.", german.Apply(SessionInput.OfFact(Start, new MedicationTaken("C07AB02") { TakenAt = Start.AddHours(1) }), _step).Detail);
        Assert.Equal("Ein Zurückstellen dauert 1 bis 600 Sekunden.", german.Apply(SessionInput.OfFact(Start, new AlertShelved(601, "staff1") { Code = AlertCode.ZoneHigh }), _step).Detail);
    }

    [Fact]
    public void A_pause_is_a_pause_once()
    {
        Tell(new SessionPaused());
        Assert.Equal("The session is paused already.", Tell(new SessionPaused()).Detail);
        Assert.Equal(CommandResult.Accepted, Tell(new SessionResumed()).Result);
        Assert.Equal("The session is not paused.", Tell(new SessionResumed()).Detail);
    }

    [Fact]
    public void After_the_end_work_is_over_and_whoever_asks_for_help_is_heard()
    {
        Tell(new PhaseEntered(SessionPhase.Work));
        Tell(new SessionEnded());

        SessionFact[] over = [new SessionPaused(), new PhaseEntered(SessionPhase.Work), new TalkTestAnswered("no"), new WorkloadSet { Watts = 50 }, new SessionEnded()];
        Assert.All(over, fact => Assert.Equal("The session has ended.", Tell(fact).Detail));
        Assert.Equal(CommandResult.Accepted, Tell(new HelpRequested()).Result);
        Assert.Equal(CommandResult.Accepted, Tell(new AlertAcknowledged("staff1") { Code = AlertCode.HelpRequested }).Result);
        Assert.Equal(CommandResult.NotFound, Tell(new RpeAnswered(12) { Prompt = "nobodyasked00000" }).Result);
    }

    [Fact]
    public void A_start_that_is_refused_names_its_gates()
    {
        Tell(new TemperatureMeasured(38.5));
        Assert.Equal("The start is refused: fever. The plan says why.", Tell(new PhaseEntered(SessionPhase.Work)).Detail);
        Tell(new RestingHeartRateMeasured(130));
        Assert.Equal("The start is refused: fever, rest-gate. The plan says why.", Tell(new PhaseEntered(SessionPhase.WarmUp)).Detail);
        Assert.Equal(CommandResult.Accepted, Tell(new PhaseEntered(SessionPhase.Recovery)).Result);
    }

    [Fact]
    public void An_answer_to_a_prompt_that_is_over_or_that_nobody_opened_says_so()
    {
        var start = new SessionStarted { Participant = new() { Id = "p_b", Age = 59, RestingHr = 60, Medications = [new() { Atc = "C07AB07", StartedOn = new(2025, 1, 1) }] } };
        var engine = new SessionEngine(Identity.OfSession("gym1", "p_b", Start), start, Start, Shipped.Setup);
        var step = new SessionStep();
        engine.Apply(SessionInput.OfFact(Start, start), step.ForFact(engine.Id, "p_b", Start, start));
        var prompt = Assert.Single(step.Events.OfType<PromptEvent>()).Id;
        Assert.True(engine.HasPrompt(prompt));

        Assert.Equal("There is no such prompt in this session.", AnswerTo("nobodyasked00000").Detail);
        Assert.Equal(CommandResult.Accepted, AnswerTo(prompt).Result);
        Assert.True(engine.HasPrompt(prompt));
        Assert.Equal((CommandResult.Expired, "This prompt has its answer already."), (AnswerTo(prompt).Result, AnswerTo(prompt).Detail));

        FactOutcome AnswerTo(string id)
        {
            var answer = new RpeAnswered(7) { Prompt = id };
            return engine.Apply(SessionInput.OfFact(Start, answer), step.ForFact(engine.Id, "p_b", Start, answer));
        }
    }

    [Fact]
    public void An_alert_and_a_prompt_are_known_by_their_ids_as_long_as_they_are_told_of()
    {
        Assert.False(_engine.HasAlert("nobodyknowsthis0"));
        Assert.False(_engine.HasPrompt("nobodyknowsthis0"));
        Tell(new HelpRequested());
        var help = Assert.Single(_step.Events.OfType<AlertEvent>());

        Assert.True(_engine.HasAlert(help.Id));
        Assert.False(_engine.HasPrompt(help.Id));
    }

    [Fact]
    public void Only_a_packet_that_decides_nothing_may_wait_for_the_disk()
    {
        var packet = HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(80), SensorContact.Detected, []);
        Assert.False(new SessionStep().ForSample("s", "p", Start, packet).IsUrgent);
        Assert.False(new SessionStep().ForFact("s", "p", Start, null).IsUrgent);
        Assert.True(new SessionStep().ForFact("s", "p", Start, new HelpRequested()).IsUrgent);
        Tell(new HelpRequested());
        var decided = new SessionStep().ForSample("s", "p", Start, packet);
        decided.Emit(_step.Events[0]);
        Assert.True(decided.IsUrgent);
        var commanded = new SessionStep().ForFact("s", "p", Start, null);
        commanded.Receipt = new("c", CommandResult.Accepted);
        Assert.True(commanded.IsUrgent);
    }

    private FactOutcome Tell(SessionFact fact) => _engine.Apply(SessionInput.OfFact(Start, fact), _step.ForFact(_engine.Id, "p_a", Start, fact));

    private sealed record Stranger : SessionFact;
}
