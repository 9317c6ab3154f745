using CsCheck;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>Laws of the heart-rate rules, over sessions in which anything happens in any order.</summary>
public sealed class HeartRateProperties
{
    private static readonly int Sessions = Support.Effort.Of(200);

    private static readonly AlertCode[] ByHeartRate =
    [
        AlertCode.ZoneHigh, AlertCode.ZoneLow, AlertCode.HrCeilingWarning, AlertCode.HrCeiling, AlertCode.HrLow, AlertCode.HrUnexpectedlyHigh,
        AlertCode.HrFallsWhileWorkRises, AlertCode.HrFailsToRise, AlertCode.HrRiseWithoutWork, AlertCode.HrStepChange, AlertCode.DriftAndRpeUp,
        AlertCode.IrregularRr,
    ];

    private static readonly Participant Unmedicated = new() { Id = "p_law", Age = 40, RestingHr = 70, BodyMassKg = 75 };

    private static readonly Gen<Participant> Anyone = AnyInput.OneOf(
        Unmedicated,
        Unmedicated with { Medications = [new() { Atc = "C07AB02" }] },
        Unmedicated with { Conditions = [new() { Code = "pacemaker", UpperRate = 120 }] },
        Unmedicated with { Conditions = [new() { Code = "atrial-fibrillation", Present = true }] },
        Unmedicated with { Conditions = [new() { Code = "heart-transplant" }] });

    [Fact]
    public void Nothing_is_said_about_heart_rate_in_the_first_seconds_nor_about_a_strap_that_is_silent() =>
        Gen.Select(Anyone, AnyInput.Session).Sample((person, inputs) =>
        {
            var early = SessionProperties.Play(person, inputs).OfType<AlertEvent>().Where(a => a.T <= 5 && ByHeartRate.Contains(a.Code));
            var silent = SessionProperties.Play(person, [.. inputs.Where(i => i.Fact is not null)]).OfType<AlertEvent>().Where(a => ByHeartRate.Contains(a.Code));
            return !early.Any() && !silent.Any();
        }, iter: Sessions);

    [Fact]
    public void Hearts_that_step_by_nature_are_never_told_to_step_and_paced_ones_never_to_stand_still() =>
        Gen.Select(Anyone, AnyInput.Session).Sample((person, inputs) =>
        {
            var events = SessionProperties.Play(person, Kept(inputs));
            foreach (var condition in person.Conditions.Where(c => c.Code is "pacemaker" or "atrial-fibrillation"))
            {
                Assert.DoesNotContain(events.OfType<AlertEvent>(), a => a.Code == AlertCode.HrStepChange);
                Assert.DoesNotContain(events.OfType<QualityEvent>(), q => q.Reasons.Contains("step"));
                if (condition.Code != "pacemaker") continue;
                Assert.DoesNotContain(events.OfType<AlertEvent>(), a => a.Code == AlertCode.HrFailsToRise);
                Assert.DoesNotContain(events.OfType<QualityEvent>(), q => q.Reasons.Contains("frozen"));
            }
        }, iter: Sessions);

    [Fact]
    public void An_irregular_rhythm_on_record_is_told_at_most_once() => Gen.Select(Anyone, AnyInput.Session).Sample((person, inputs) =>
        SessionProperties.Play(person, Kept(inputs)).OfType<AlertEvent>().Count(a => a is { Code: AlertCode.IrregularRr, State: AlertState.Raised })
            <= (person.Conditions.Any(c => c.Code == "atrial-fibrillation") ? 1 : 0), iter: Sessions);

    /// <summary>Without changes of the person's file: these laws are about what stands in it from the start.</summary>
    private static List<SessionInput> Kept(IEnumerable<SessionInput> inputs) => [.. inputs.Where(i => i.Fact is not ParticipantChanged)];
}
