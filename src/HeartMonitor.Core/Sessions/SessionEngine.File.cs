using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Sessions;

/// <content>The participant's file, changed while the session runs.</content>
public sealed partial class SessionEngine
{
    /// <summary>
    /// A new plan from the new file, at once, as a dose makes one (decisions 33). In doubt RPE (product.md, decision 4): what asks for more care needs nobody's
    /// second thought, what asks for less does.
    /// </summary>
    private FactOutcome Change(ParticipantChanged change)
    {
        if (!StaffName.Signs(change.By)) return Refuse(Refusal.ChangeUnsigned);
        var person = change.Participant!;
        if (person.Id != Person.Id) return Refuse(Refusal.ChangeOfAnother);
        var checkIn = _checkIn with { Released = StillReleased(person) };
        var looser = PlanLoosening.Of(Plan, _setup.PlanFor(person, checkIn, _on, _moment.At));
        if (looser.Count > 0 && !change.Confirmed) return new(CommandResult.Unconfirmed, Say(Refusal.ChangeLoosens, string.Join(", ", looser.Select(part => Say(WordOf(part))))));
        var asked = Plan.PromptEverySeconds is not null;
        Person = person;
        _work.Weigh(new WorkloadMets(_setup.Activities, person.BodyMassKg, Years.Age(person, _on)));
        var outcome = Replan(checkIn);
        if (!asked && _phase == SessionPhase.Work && !_resting) _prompts.AskBecause(PromptReason.Schedule, _moment); // nobody knows how hard it feels: ours, not in three minutes
        return outcome;
    }

    private static Refusal WordOf(PlanPart part) => part switch
    {
        PlanPart.Mode => Refusal.LooserMode,
        PlanPart.Zone => Refusal.LooserZone,
        PlanPart.Ceiling => Refusal.LooserCeiling,
        PlanPart.Rpe => Refusal.LooserRpe,
        PlanPart.Prompts => Refusal.LooserPrompts,
        PlanPart.Signal => Refusal.LooserSignal,
        _ => Refusal.LooserGate,
    };

    /// <summary>A release was given for what its gate said then: a gate that says something else with the new file was not released.</summary>
    private IReadOnlyList<string> StillReleased(Participant person)
    {
        if (_checkIn.Released.Count == 0) return [];
        var unreleased = _checkIn with { Released = [] };
        var (before, after) = (_setup.PlanFor(Person, unreleased, _on, _moment.At), _setup.PlanFor(person, unreleased, _on, _moment.At));
        return [.. _checkIn.Released.Where(code => Grounds(before, code).SequenceEqual(Grounds(after, code)))];
    }

    private static IEnumerable<string> Grounds(MonitoringPlan plan, string gate) =>
        plan.Reasons.Concat(plan.Notes).Where(r => r.Code == gate).Select(r => $"{r.Subject} {r.Text}").Order(StringComparer.Ordinal);
}
