using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Symptoms;
using HeartMonitor.Core.Tests.Support;
using HeartMonitor.Core.Wording;
using Xunit;

namespace HeartMonitor.Core.Tests.Symptoms;

/// <summary>Every symptom, alone and in the combinations that make it graver (decisions 32; domain-facts 3.5, 4.5 and 7.1).</summary>
public sealed class SymptomGradingTests
{
    private const Cautions All = Cautions.Qt | Cautions.Antipsychotic | Cautions.Lithium | Cautions.FirstWeeks;

    private static readonly RuleOptions Rules = new();

    public static TheoryData<string> Alone() => [.. SymptomGrading.Names];

    [Theory]
    [MemberData(nameof(Alone))]
    public void A_symptom_alone_stops_or_asks_for_a_look(string name) => Assert.Equal(
        name switch
        {
            "none" => null,
            "chest-pain" or "faint" or "confusion" or "cold-sweat" => AlertCode.SymptomStop,
            _ => AlertCode.SymptomReview,
        },
        Standing(new([name])));

    [Theory]
    [InlineData(null, AlertCode.SymptomReview)]
    [InlineData(0, AlertCode.SymptomReview)]
    [InlineData(2, AlertCode.SymptomReview)]
    [InlineData(3, AlertCode.SymptomStop)]
    [InlineData(4, AlertCode.SymptomStop)]
    public void Breathlessness_stops_from_grade_3_on(int? grade, AlertCode expected) =>
        Assert.Equal(expected, Standing(new(["breathlessness"]) { Grade = grade }));

    [Theory]
    [InlineData("tremor nausea", Cautions.Lithium, false, true)]
    [InlineData("tremor nausea", All & ~Cautions.Lithium, true, false)]
    [InlineData("tremor", All, true, false)]
    [InlineData("nausea", All, true, false)]
    [InlineData("muscle-stiffness", Cautions.Antipsychotic, true, true)]
    [InlineData("muscle-stiffness", Cautions.Antipsychotic, false, false)]
    [InlineData("muscle-stiffness", All & ~Cautions.Antipsychotic, true, false)]
    [InlineData("palpitations", Cautions.Qt, false, true)]
    [InlineData("palpitations", All & ~Cautions.Qt, true, false)]
    [InlineData("breathlessness", Cautions.FirstWeeks, false, true)]
    [InlineData("breathlessness", All & ~Cautions.FirstWeeks, true, false)]
    public void A_medicine_makes_a_symptom_graver(string symptoms, Cautions cautions, bool fever, bool stops) => Assert.Equal(
        stops ? AlertCode.SymptomStop : AlertCode.SymptomReview,
        Standing(new(symptoms.Split(' ')), new() { Cautions = cautions, HasFever = fever }));

    [Theory]
    [InlineData("N06AB04", "citalopram", 40.0, Cautions.None)]
    [InlineData("N06AB04", "citalopram", 40.5, Cautions.Qt)]
    [InlineData("N06AB04", "citalopram", null, Cautions.Qt)] // in doubt the limit is passed
    [InlineData("N06AB10", "escitalopram", 20.0, Cautions.None)]
    [InlineData("N06AB10", "escitalopram", 21.0, Cautions.Qt)]
    [InlineData(null, "Thioridazin", null, Cautions.Qt | Cautions.Antipsychotic)]
    [InlineData("N05AE04", null, null, Cautions.Qt | Cautions.Antipsychotic)]
    [InlineData("C07AA07", "sotalol", 80.0, Cautions.Qt)]
    [InlineData("N05AN01", "lithium", 900.0, Cautions.Lithium)]
    [InlineData("N05AH02", "clozapine", 100.0, Cautions.Antipsychotic)] // no start on record: not the first weeks
    [InlineData("N06AB06", "sertraline", 100.0, Cautions.None)]
    public void The_catalogue_says_which_medicines_carry_a_caution(string? atc, string? name, double? dose, Cautions expected)
    {
        var person = new Participant { Id = "p_caution", Age = 40, RestingHr = 70, Medications = [new() { Atc = atc, Name = name, DoseMg = dose }] };

        var plan = Shipped.Setup.Plan(person, CheckIn.Nothing, new(2026, 3, 2), null);

        Assert.Equal(expected, plan.Facts.Cautions);
    }

    [Fact]
    public void What_cannot_be_taken_is_named()
    {
        Assert.NotNull(SymptomGrading.FaultOf(new([])));
        Assert.Equal((Refusal.SymptomUnknown, "toothache"), SymptomGrading.FaultOf(new(["toothache"])));
        Assert.NotNull(SymptomGrading.FaultOf(new(["nausea"]) { Grade = 5 }));
        Assert.Null(SymptomGrading.FaultOf(new(["nausea"]) { Grade = 4 }));
    }

    [Theory]
    [InlineData("dizzy", 2, "dizzy", 1, "dizzy 1")]
    [InlineData("dizzy", 2, "dizzy", null, "dizzy 2")]
    [InlineData("dizzy", null, "dizzy", 3, "dizzy 3")]
    [InlineData("dizzy", 2, "nausea", 1, "dizzy 2, nausea 1")]
    [InlineData("dizzy", 2, "nausea", 3, "dizzy 2, nausea 3")]
    [InlineData("dizzy", 2, "nausea", null, "dizzy 2, nausea 1")] // not told: 1
    [InlineData("dizzy", null, "nausea", 4, "dizzy 1, nausea 4")]
    [InlineData("dizzy", 3, "nausea dizzy", 2, "dizzy 2, nausea 2")]
    [InlineData("none", null, "nausea", 1, "nausea 1")]
    [InlineData("dizzy", 2, "none", null, "")]
    [InlineData("dizzy", 2, "none nausea", 2, "nausea 2")]
    public void What_was_named_stands_beside_the_new_each_with_its_own_grade(string before, int? gradeBefore, string now, int? gradeNow, string together)
    {
        var first = SymptomGrading.Together([], new(before.Split(' ')) { Grade = gradeBefore });
        var both = SymptomGrading.Together(first, new(now.Split(' ')) { Grade = gradeNow });

        Assert.Equal(together, string.Join(", ", SymptomGrading.AsEvidence(both).Select(e => $"{e.What} {e.Value}")));
    }

    private static AlertCode? Standing(SymptomsReported report, JudgingFacts? facts = null) =>
        SymptomGrading.Standing(SymptomGrading.Together([], report), facts ?? JudgingFacts.Unknown, Rules);
}
