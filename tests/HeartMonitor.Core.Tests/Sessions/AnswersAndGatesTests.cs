using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>What answers, releases and calls for help are told, at their boundaries, and the time after the end.</summary>
public sealed class AnswersAndGatesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly Participant Blunted = new() { Id = "p_a", Age = 59, RestingHr = 60, Medications = [new() { Atc = "C07AB07", StartedOn = new(2025, 1, 1) }] };

    private static readonly byte[] Strap = HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(85), SensorContact.Detected, []);

    private readonly List<SessionEvent> _events = [];
    private readonly SessionStep _step = new();
    private SessionEngine _engine = null!;
    private int _worn;

    [Theory]
    [InlineData(269, 0)]
    [InlineData(270, 1)]
    [InlineData(271, 1)]
    public void An_answer_is_late_from_90_s_on(int answeredAt, int alerts)
    {
        Begin(Blunted);
        Tell(0, new PhaseEntered(SessionPhase.Work));
        Tell(answeredAt, new RpeAnswered(12));

        Assert.Equal(alerts, Raised(AlertCode.RpeUnanswered));
    }

    [Theory]
    [InlineData(305, 1)]
    [InlineData(306, 0)]
    public void Talk_test_and_answer_are_compared_within_two_minutes(int talkAt, int alerts)
    {
        Begin(Blunted);
        Tell(0, new PhaseEntered(SessionPhase.Work));
        Tell(185, new RpeAnswered(14));
        Tell(talkAt, new TalkTestAnswered("no"));

        Assert.Equal(alerts, Raised(AlertCode.RpeTalkDisagree));
    }

    [Theory]
    [InlineData(14, AlertCode.RpeAboveTarget)]
    [InlineData(15, AlertCode.RpeReduce)]
    [InlineData(16, AlertCode.RpeReduce)]
    [InlineData(17, AlertCode.RpeStop)]
    [InlineData(20, AlertCode.RpeStop)]
    public void One_answer_stands_for_one_alert(int value, AlertCode code)
    {
        Begin(Blunted);
        Tell(0, new PhaseEntered(SessionPhase.Work));
        Tell(185, new RpeAnswered(value));

        Assert.Equal([code], _events.OfType<AlertEvent>().Where(a => KebabCase.Of(a.Code).StartsWith("rpe-", StringComparison.Ordinal)).Select(a => a.Code));
    }

    [Fact]
    public void A_gate_that_no_signature_opens_says_so()
    {
        Begin(Blunted);
        Tell(1, new TemperatureMeasured(38.0));

        Assert.Equal(CommandResult.Invalid, Tell(2, new GateReleased("fever", "dr_a")).Result);
        Assert.Equal(CommandResult.Invalid, Tell(3, new PhaseEntered(SessionPhase.Work)).Result);
    }

    [Fact]
    public void A_release_is_signed_and_given_once()
    {
        Begin(Blunted);
        Tell(1, new RestingHeartRateMeasured(121));

        Assert.Equal(CommandResult.Invalid, Tell(2, new GateReleased("rest-gate", " ")).Result);
        Assert.Equal(CommandResult.Invalid, Tell(3, new PhaseEntered(SessionPhase.Work)).Result);
        Assert.Equal(CommandResult.Accepted, Tell(4, new GateReleased("rest-gate", "dr_a")).Result);
        Assert.Equal(CommandResult.NotFound, Tell(5, new GateReleased("rest-gate", "dr_a")).Result);
        Assert.Equal(CommandResult.Accepted, Tell(6, new PhaseEntered(SessionPhase.Work)).Result);
    }

    [Fact]
    public void After_the_end_the_session_lives_until_its_question_is_over()
    {
        EndedAfterWork();
        Assert.False(_engine.IsSettled);
        Assert.Equal(CommandResult.Invalid, Tell(400, new RpeAnswered(12)).Result); // too early to say how the whole was
        Run(300 + 1799);
        Assert.False(_engine.IsSettled);
        Run(300 + 1800);

        Assert.True(_engine.IsSettled);
        Assert.Single(_events.OfType<PromptEvent>(), p => p is { Reason: PromptReason.Session, State: PromptState.Missed, T: 2100 });
        Assert.Single(_events.OfType<SummaryEvent>());
    }

    [Fact]
    public void An_answer_after_the_end_may_name_its_prompt_and_is_judged_by_nobody()
    {
        EndedAfterWork();
        Run(1500);
        var prompt = _events.OfType<PromptEvent>().Last(p => p is { Reason: PromptReason.Session, State: PromptState.Open });

        Assert.Equal(CommandResult.Accepted, Tell(1600, new RpeAnswered(19) { Prompt = prompt.Id }).Result);
        Assert.Equal(CommandResult.Expired, Tell(1601, new RpeAnswered(19) { Prompt = prompt.Id }).Result);
        Run(300 + 1799);
        Assert.False(_engine.IsSettled);
        Run(300 + 1800);
        Assert.True(_engine.IsSettled);
        Assert.DoesNotContain(_events.OfType<AlertEvent>(), a => a.T >= 300 && a.State == AlertState.Raised);
    }

    [Fact]
    public void A_rebuild_after_the_end_gives_the_same_question()
    {
        EndedAfterWork();
        for (var t = 301; t <= 1600; t++) Run(t); // a heartbeat a second
        var lived = Prompts();

        _events.Clear();
        EndedAfterWork();
        Run(1600); // all at once, as from the journal

        Assert.Equal(lived, Prompts());

        List<(string, int, PromptState, double)> Prompts() => [.. _events.OfType<PromptEvent>().Select(p => (p.Id, p.Rev, p.State, p.T))];
    }

    [Fact]
    public void A_call_for_help_is_heard_after_the_end()
    {
        EndedAfterWork();

        Assert.Equal(CommandResult.Accepted, Tell(320, new HelpRequested()).Result);
        Assert.Equal(1, Raised(AlertCode.HelpRequested));
        Assert.Equal(CommandResult.Accepted, Tell(330, new AlertAcknowledged { Code = AlertCode.HelpRequested }).Result);
        Assert.Equal(AlertState.Closed, _events.OfType<AlertEvent>().Last(a => a.Code == AlertCode.HelpRequested).State);
    }

    [Fact]
    public void Symptoms_after_the_end_are_owed_until_somebody_takes_note()
    {
        EndedAfterWork();

        Assert.Equal(CommandResult.Accepted, Tell(1000, new SymptomsReported(["faint"])).Result);
        Run(300 + 1800);
        Assert.False(_engine.IsSettled);
        Assert.Equal(1, Raised(AlertCode.SymptomStop));
        Assert.Equal(CommandResult.Accepted, Tell(300 + 1900, new AlertAcknowledged { Code = AlertCode.SymptomStop }).Result);
        Assert.True(_engine.IsSettled);
        Assert.Equal(CommandResult.Invalid, Tell(300 + 1901, new TalkTestAnswered("no")).Result);
    }

    [Fact]
    public void None_after_the_end_takes_symptoms_back()
    {
        EndedAfterWork();
        Tell(400, new SymptomsReported(["faint"]));
        Tell(410, new SymptomsReported(["none"]));

        Assert.Contains(_events.OfType<AlertEvent>(), a => a is { Code: AlertCode.SymptomStop, State: AlertState.Cleared, Latched: true, T: 410 });
        Run(500);
        Assert.Equal(1, Raised(AlertCode.SymptomStop));
    }

    [Fact]
    public void The_answer_about_the_whole_session_can_be_taken_back_and_is_asked_again()
    {
        EndedAfterWork();
        Run(1500);
        Tell(1600, new RpeAnswered(19));

        Assert.Equal(CommandResult.Accepted, Tell(1610, new RpeWithdrawn("staff1") { Value = 19 }).Result);
        Assert.Single(_events.OfType<PromptEvent>(), p => p is { Reason: PromptReason.Session, State: PromptState.Open, T: 1610 });
        Assert.Equal(CommandResult.Accepted, Tell(1620, new RpeAnswered(13)).Result);
    }

    [Theory]
    [InlineData("staff1", null, null, CommandResult.Accepted)]
    [InlineData("staff1", 12, null, CommandResult.Accepted)]
    [InlineData("staff1", 13, null, CommandResult.Stale)]
    [InlineData("staff1", 12, "otherprompt", CommandResult.Stale)]
    [InlineData("participant", null, null, CommandResult.Invalid)]
    [InlineData(" ", null, null, CommandResult.Invalid)]
    public void Taking_back_is_signed_and_means_the_newest_answer(string by, int? value, string? prompt, CommandResult result)
    {
        Begin(Blunted);
        Tell(0, new PhaseEntered(SessionPhase.Work));
        Assert.Equal(CommandResult.NotFound, Tell(1, new RpeWithdrawn("staff1")).Result);
        Tell(190, new RpeAnswered(12));

        Assert.Equal(result, Tell(200, new RpeWithdrawn(by) { Value = value, Prompt = prompt }).Result);
        Assert.Equal(result == CommandResult.Accepted ? 1 : 0, _events.OfType<AnswerEvent>().Count());
    }

    [Fact]
    public void Two_answers_taken_back_leave_the_session_as_it_was_before_them()
    {
        Begin(Blunted);
        Tell(0, new PhaseEntered(SessionPhase.Work));
        Tell(190, new RpeAnswered(12));
        Tell(200, new RpeAnswered(16));
        Tell(210, new RpeAnswered(18));
        Tell(220, new RpeWithdrawn("staff1") { Value = 18 });
        Tell(230, new RpeWithdrawn("staff1") { Value = 16 });

        Assert.Equal(12, _engine.Live(Start.AddSeconds(230)).Rpe);
        Assert.All(_events.OfType<AlertEvent>().GroupBy(a => a.Id).Select(a => a.Last()).Where(a => a.Code is AlertCode.RpeStop or AlertCode.RpeReduce), a => Assert.True(a.State is AlertState.Cleared or AlertState.Closed));
    }

    [Fact]
    public void No_alert_names_a_medicine()
    {
        Begin(Blunted with
        {
            Medications = [new() { Atc = "C07AB02", Name = "metoprolol" }, new() { Atc = "N06AB03", Name = "fluoxetine" }, new() { Name = "zzyzx" },
                new() { Atc = "C07AA05", Name = "propranolol", StoppedOn = new(2026, 2, 28) }],
        });
        Tell(0, new PhaseEntered(SessionPhase.Work));
        Run(30);

        var notices = _events.OfType<AlertEvent>().Where(a => KebabCase.Of(a.Code).StartsWith("medication-", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, notices.Select(a => a.Code).Distinct().Count());
        foreach (var name in (string[])["metoprolol", "fluoxetine", "zzyzx", "propranolol", "C07", "N06"])
            Assert.DoesNotContain(notices, a => System.Text.Encoding.UTF8.GetString(MonitorJson.Write(a)).Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    private void EndedAfterWork()
    {
        Begin(Blunted);
        Tell(0, new PhaseEntered(SessionPhase.Work));
        Tell(190, new RpeAnswered(12));
        Tell(300, new SessionEnded());
    }

    private void Begin(Participant person)
    {
        var start = new SessionStarted { Participant = person };
        _worn = 0;
        _engine = new(Identity.OfSession("gym1", person.Id, Start), start, Start, Shipped.Setup);
        Tell(0, start);
    }

    private FactOutcome Tell(double at, SessionFact fact)
    {
        Wear(at);
        var outcome = _engine.Apply(SessionInput.OfFact(Start.AddSeconds(at), fact), _step.ForFact(_engine.Id, "", Start.AddSeconds(at), fact));
        _events.AddRange(_step.Events);
        return outcome;
    }

    private void Run(double until)
    {
        Wear(until);
        _engine.AdvanceTo(Start.AddSeconds(until), _step.ForFact(_engine.Id, "", Start.AddSeconds(until), null));
        _events.AddRange(_step.Events);
    }

    /// <summary>The strap is on until the session ends.</summary>
    private void Wear(double until)
    {
        for (; _worn <= until && _engine.EndedAt is null; _worn++)
        {
            _engine.Apply(SessionInput.OfPacket(Start.AddSeconds(_worn), Strap), _step.ForSample(_engine.Id, "", Start.AddSeconds(_worn), Strap));
            _events.AddRange(_step.Events);
        }
    }

    private int Raised(AlertCode code) => _events.OfType<AlertEvent>().Count(a => a.Code == code && a.State == AlertState.Raised);
}
