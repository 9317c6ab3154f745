using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Names of medicines and conditions as people write them, in English and German, with the traps of domain-facts 3.2.</summary>
public sealed class NamesTests
{
    [Theory]
    [InlineData("Beloc-Zok mite", "metoprolol"), InlineData("Metoprololsuccinat 47,5 mg 1-0-1", "metoprolol"), InlineData("Concor 5", "bisoprolol"), InlineData("Dilatrend", "carvedilol")]
    [InlineData("Nebilet", "nebivolol"), InlineData("Dociton", "propranolol"), InlineData("Tenormin", "atenolol"), InlineData("Sotalex mite", "sotalol"), InlineData("Trasicor", "oxprenolol")]
    [InlineData("Cordarex", "amiodarone"), InlineData("Procoralan", "ivabradine"), InlineData("Isoptin RR", "verapamil"), InlineData("Falicard", "verapamil"), InlineData("Novodigal", "digoxin")]
    [InlineData("ASS 100 / Metoprolol", "metoprolol"), InlineData("Timomann Augentropfen", "timolol"), InlineData("Catapresan 150", "clonidine"), InlineData("Cynt", "moxonidine")]
    public void A_trade_name_of_a_blunting_medicine_is_RPE_by_the_name_of_the_medicine(string written, string medicine)
    {
        var plan = People.Someone(40, 66, new MedicationEntry { Name = written }).Plan();

        Assert.Equal(MonitoringMode.Rpe, plan.Mode);
        Assert.Equal((medicine, true), (plan.Reasons[0].Text.Split(' ')[0], plan.Reasons[0].Code is "medication-blunts" or "medication-blunts-variable"));
    }

    [Theory]
    [InlineData("Betablocker"), InlineData("beta blocker"), InlineData("Beta-Blocker"), InlineData("β-Blocker"), InlineData("b-blocker"), InlineData("BB"), InlineData("Betarezeptorenblocker"), InlineData("beta-adrenoceptor blocker")]
    public void The_word_beta_blocker_is_one(string written) =>
        Assert.Equal(["medication-blunts"], People.Someone(40, 66, new MedicationEntry { Name = written }).Plan().Reasons.Codes());

    [Theory]
    [InlineData("ASS"), InlineData("ASS 100"), InlineData("Marcumar"), InlineData("Xarelto"), InlineData("Eliquis"), InlineData("Torem 10"), InlineData("Lasix"), InlineData("HCT 12,5 mg")]
    [InlineData("Ramipril 5 mg morgens, abends"), InlineData("Ramipril/HCT"), InlineData("Simva 20"), InlineData("L-Thyroxin 75"), InlineData("Entresto"), InlineData("Ibu 600 bei Bedarf"), InlineData("Vitamin D3")]
    [InlineData("Novalgin Tropfen"), InlineData("Pantozol"), InlineData("5-ASA"), InlineData("Herzass")]
    public void An_everyday_medicine_by_its_trade_or_short_name_has_zones(string written) =>
        Assert.Equal(MonitoringMode.Zones, People.Someone(40, 66, new MedicationEntry { Name = written }).Plan().Mode);

    /// <summary>The first half of the name is another, harmless, substance.</summary>
    [Theory]
    [InlineData("calcium blocker"), InlineData("Calciumantagonist"), InlineData("calcium channel blocker"), InlineData("Kalziumkanalblocker"), InlineData("alpha blocker"), InlineData("Assam tea")]
    [InlineData("Nitrofurantoin"), InlineData("Betahistin"), InlineData("Betamethason"), InlineData("Stanozolol"), InlineData("Hcta"), InlineData("Assx")]
    public void What_only_sounds_like_a_known_medicine_is_unknown(string written) =>
        Assert.Equal(["medication-unknown"], People.Someone(40, 66, new MedicationEntry { Name = written }).Plan().Reasons.Codes());

    [Fact]
    public void A_trade_name_has_the_cautions_of_its_medicine()
    {
        var plan = People.Someone(24, 70, new MedicationEntry { Name = "Leponex", StartedOn = People.Monday.AddDays(-18) }).Plan();

        Assert.Equal(Cautions.Antipsychotic | Cautions.FirstWeeks, plan.Facts.Cautions);
    }

    [Theory]
    [InlineData("afib"), InlineData("AF"), InlineData("A. fib."), InlineData("pAF"), InlineData("paroxysmal AF"), InlineData("atrialFibrillation"), InlineData("Vorhofflimmern"), InlineData("vorhofflimern")]
    [InlineData("ICD-10: I48.0"), InlineData("Herzschrittmacher"), InlineData("pace-maker"), InlineData("PPM"), InlineData("Z95.0"), InlineData("HTX"), InlineData("heart transplant 2019"), InlineData("atrial flutter")]
    public void Another_name_of_a_rhythm_condition_is_that_condition(string code) => Assert.Equal(["condition-rhythm"], With(code).Plan().Reasons.Codes());

    [Theory]
    [InlineData("CAD", "condition-no-test"), InlineData("KHK", "condition-no-test"), InlineData("I25.1", "condition-no-test"), InlineData("st. p. Herzinfarkt", "condition-no-test"), InlineData("NSTEMI 2021", "condition-no-test")]
    [InlineData("sick sinus syndrome", "condition-response"), InlineData("AVB II", "condition-response"), InlineData("Morbus Parkinson", "condition-response"), InlineData("MSA", "condition-response")]
    [InlineData("CRT-D", "icd-rate-missing"), InlineData("defi", "icd-rate-missing"), InlineData("implanted defibrillator", "icd-rate-missing"), InlineData("S-ICD", "icd-rate-missing"), InlineData("pacemaker + ICD", "icd-rate-missing")]
    [InlineData("Fieber", "fever"), InlineData("anorexia nervosa", "eating-disorder")]
    public void Another_name_of_a_condition_does_what_the_condition_does(string code, string reason) => Assert.Contains(reason, With(code).Plan().Reasons.Concat(With(code).Plan().Notes).Codes());

    [Fact]
    public void Heart_failure_by_another_name_is_watched_as_heart_failure() =>
        Assert.All(["chf", "HFrEF", "HF", "Herzinsuffizienz NYHA II", "I50.9"], code => Assert.True(With(code).Plan() is { Mode: MonitoringMode.Zones, Facts.NeedsContinuousHr: true, Notes.Count: 0 }));

    [Theory]
    [InlineData("cardiac arrest"), InlineData("SVT"), InlineData("WPW"), InlineData("aortic stenosis"), InlineData("Myokarditis"), InlineData("long QT"), InlineData("HOCM"), InlineData("heart-and-kidney-transplant")]
    [InlineData("Klappenersatz"), InlineData("I47.1"), InlineData("ICD10 I42"), InlineData("unspecified tachycardia"), InlineData("kardiomyopathie"), InlineData("LVAD"), InlineData("Rhythmusstörung")]
    public void What_sounds_like_a_heart_condition_and_is_not_known_makes_no_zones(string code)
    {
        var plan = With(code).Plan();

        Assert.Equal(["condition-unclear"], plan.Reasons.Codes());
        Assert.Contains("find out which one it is", plan.Reasons[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forbidden_word_in_the_record_is_neither_shown_nor_a_subject()
    {
        var reason = Assert.Single(With("arrhythmia").Plan().Reasons);

        Assert.Equal(("condition-unclear", null), (reason.Code, reason.Subject));
        Assert.StartsWith("a condition on record sounds like one of the heart", reason.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("copd"), InlineData("asthma"), InlineData("hypertension"), InlineData("diabetes"), InlineData("kidney-transplant"), InlineData("sinusitis"), InlineData("heartburn"), InlineData("migraine"), InlineData("I10"), InlineData("J44.9")]
    public void A_condition_of_another_organ_is_named_in_a_note(string code) =>
        Assert.True(With(code).Plan() is { Mode: MonitoringMode.Zones, Notes: [{ Code: "condition-unknown" }] });

    [Fact]
    public void Every_name_that_staff_may_read_has_a_german_one() => Assert.All(Shipped.German.Medications, medicine =>
        Assert.True(medicine.Names.TryGetValue("de", out var german) && german.Length > 2, $"{medicine.Group}: {medicine.Name}"));

    [Theory]
    [InlineData("C07AB02", "Metoprolol dämpft den Puls"), InlineData("C01BD01", "Amiodaron dämpft den Puls"), InlineData("C09BX02", "Perindopril und Bisoprolol dämpft den Puls"), InlineData("C07AB99", "Betablocker dämpft den Puls")]
    public void German_sentences_have_german_names(string atc, string text) => Assert.Equal(
        text,
        MonitoringPlanner.Plan(People.Someone(40, 66, People.Takes(atc)), CheckIn.Nothing, People.Monday, null, Shipped.German, PlannerOptions.Default).Reasons[0].Text);

    private static Participant With(string code) => People.Someone(40, 66) with { Conditions = [new Condition { Code = code }] };
}
