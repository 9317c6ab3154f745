using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Tests.Sessions.Orders;

/// <summary>One thing that happens: packets of one rate for some seconds, silence for some seconds, or a fact after a pause.</summary>
/// <param name="Seconds">How long it lasts, or the pause before the fact.</param>
/// <param name="Fact">The fact; null for packets and silence.</param>
/// <param name="Bpm">Rate of the packets; below zero for silence.</param>
/// <param name="Contact">What the packets say about contact.</param>
/// <param name="Deed">In place of a fact: what staff do with an alert that is open just then.</param>
internal sealed record Happening(int Seconds, SessionFact? Fact = null, int Bpm = -1, SensorContact Contact = SensorContact.Detected, Deed Deed = Deed.None);

/// <summary>What staff do with the alert that has waited longest, or with the newest.</summary>
internal enum Deed
{
    None,
    AcknowledgeOldest,
    AcknowledgeNewest,
    ShelveNewest,
    UnshelveNewest,
}

/// <summary>
/// One participant and what happens, in one order. Short: 6 to 14 happenings. Most orders run on hasty rules, whose delays are cut to
/// seconds, so that the rare comes often; every eighth runs on the rules that ship, and is longer.
/// </summary>
/// <param name="Seed">The seed that gives this order again.</param>
internal sealed record EventOrder(ulong Seed, Participant Person, bool IsHasty, IReadOnlyList<Happening> Happenings)
{
    private static readonly SessionFact[] Rare =
    [
        new HelpRequested(), new SessionPaused(), new SessionResumed(), new TemperatureMeasured(37.2), new TemperatureMeasured(38.4), new GateReleased("rest-gate", "dr_a"),
        new GateReleased("fever", "dr_a"), new GateReleased("rest-gate"), new RoomMeasured(29), new SubstanceReported("cannabis") { HoursAgo = 1 },
        new MedicationTaken("C07AB02"), new MedicationTaken("C07AA05"), new MedicationTaken("XXXX"), new SessionEnded(), new SessionResumed(),
        new RpeWithdrawn("staff_a"), new RpeWithdrawn("staff_a"), new RpeWithdrawn("staff_a"), new RpeWithdrawn("participant"),
        new RestingHeartRateMeasured(62), new RestingHeartRateMeasured(96), new RestingHeartRateMeasured(112), new RestingHeartRateMeasured(125), new RestingHeartRateMeasured(10),
        new StrapBound("spare", "staff_a"), new StrapBound("spare-2", "staff_a") { Sensor = SensorClass.Optical }, new StrapUnbound("staff_a"), new StrapConfirmed(100, "staff_a"),
        new StrapDoubted(StrapSign.TwoValues), new StrapDoubted(StrapSign.SerialChanged),
        new StrapConnected(), new IdentityDoubted("p_other") { FromBpm = 90, ToBpm = 130 }, new IdentityDoubted("p_third"),
        new ParticipantChanged("staff_a"), new ParticipantChanged("staff_a") { Confirmed = true }, new ParticipantChanged(),
    ];

    /// <summary>What a changed file may say: one medicine more, and nothing of them.</summary>
    private static readonly MedicationEntry[] Learnt = [new() { Atc = "C07AB02" }];

    private static readonly int Codes = Enum.GetValues<AlertCode>().Length;

    private static readonly SessionPhase[] Phases = [SessionPhase.Work, SessionPhase.Work, SessionPhase.WarmUp, SessionPhase.CoolDown, SessionPhase.Recovery];

    internal static EventOrder Of(ulong seed)
    {
        var roll = new Rolls(seed);
        var person = OrderPeople.All[roll.Next(0, OrderPeople.All.Length - 1)];
        var hasty = !roll.OneIn(8);
        var happenings = new List<Happening>(16);
        if (!roll.OneIn(4)) happenings.Add(new(0, new PhaseEntered(SessionPhase.Work)));
        for (var count = roll.Next(6, 14); happenings.Count < count;) happenings.Add(OfPerson(Next(ref roll, hasty), person));
        return new(seed, person, hasty, happenings);
    }

    /// <summary>A changed file is this person's: with a medicine more; when it is confirmed, as it was at the start.</summary>
    private static Happening OfPerson(Happening happening, Participant person) => happening.Fact is ParticipantChanged changed
        ? happening with { Fact = changed with { Participant = changed.Confirmed ? person : person with { Medications = [.. person.Medications, .. Learnt] } } }
        : happening;

    private static Happening Next(ref Rolls roll, bool hasty)
    {
        var longest = hasty ? 20 : 50;
        return roll.Next(1, 100) switch
        {
            <= 34 => Packets(ref roll, longest),
            <= 42 => new(roll.Next(1, longest)),
            <= 57 => new(roll.Next(0, 3), new RpeAnswered(roll.OneIn(12) ? roll.Of(5, 21) : roll.Next(6, 20)) { By = roll.Of(AnsweredBy.Participant, AnsweredBy.Staff) }),
            <= 62 => new(roll.Next(0, 3), Deed: roll.Of(Deed.AcknowledgeOldest, Deed.AcknowledgeNewest)),
            <= 65 => new(roll.Next(0, 3), Deed: roll.Of(Deed.ShelveNewest, Deed.ShelveNewest, Deed.UnshelveNewest)),
            <= 68 => new(roll.Next(0, 3), new AlertAcknowledged { Code = (AlertCode)roll.Next(0, Codes - 1) }),
            <= 76 => new(roll.Next(0, 3), new PhaseEntered(roll.Of<SessionPhase>(Phases))),
            <= 80 => new(roll.Next(0, 3), new WorkloadSet { Watts = 25 * roll.Next(0, 6) }),
            <= 84 => new(roll.Next(0, 3), new TalkTestAnswered(roll.Of("yes", "equivocal", "no", "no"))),
            <= 90 => new(roll.Next(0, 3), new SymptomsReported([roll.Of("none", "none", "chest-pain", "dizzy", "palpitations", "breathlessness", "tremor")])
            {
                Grade = roll.OneIn(2) ? null : roll.Next(0, 4),
            }),
            _ => new(roll.Next(0, 3), roll.Of<SessionFact>(Rare)),
        };
    }

    private static Happening Packets(ref Rolls roll, int longest)
    {
        var bpm = roll.Next(1, 20) switch
        {
            1 => 0,
            2 => roll.Next(20, 55),
            3 => roll.Next(200, 260),
            <= 9 => roll.Next(56, 105),
            <= 15 => roll.Next(100, 145),
            _ => roll.Next(140, 190),
        };
        var contact = roll.Next(1, 12) switch { 1 => SensorContact.NotDetected, <= 3 => SensorContact.NotSupported, _ => SensorContact.Detected };
        return new(roll.Next(3, longest), Bpm: bpm, Contact: contact);
    }
}
