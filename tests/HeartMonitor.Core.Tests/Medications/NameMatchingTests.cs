using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

public sealed class NameMatchingTests
{
    [Theory]
    [InlineData("metoprolol"), InlineData("Metoprololsuccinat 47,5 mg ret."), InlineData("CARVEDILOL"), InlineData("labetalol"), InlineData("sotalol")]
    [InlineData("bucindolol"), InlineData("Amlodipin/Bisoprolol"), InlineData("xyzolol")]
    public void A_beta_blocker_is_known_by_its_name(string name) =>
        Assert.Contains("medication-blunts", People.Someone(34, 72, People.Takes(null, name)).Plan().Reasons.Codes());

    [Theory]
    [InlineData("stanozolol"), InlineData("Zorblax"), InlineData("12345"), InlineData("??")]
    public void A_false_friend_or_an_unheard_name_is_unknown_and_means_RPE(string name)
    {
        var plan = People.Someone(34, 72, People.Takes(null, name)).Plan();

        Assert.Equal(MonitoringMode.Rpe, plan.Mode);
        Assert.Equal(["medication-unknown"], plan.Reasons.Codes());
    }

    [Theory]
    [InlineData("salbutamol"), InlineData("Paracetamol 500"), InlineData("sertraline"), InlineData("amlodipine"), InlineData("metformin")]
    public void Names_that_merely_end_alike_keep_zones(string name) =>
        Assert.Equal(MonitoringMode.Zones, People.Someone(34, 72, People.Takes(null, name)).Plan().Mode);

    [Fact]
    public void Where_code_and_name_disagree_the_more_restricting_one_counts() =>
        Assert.Equal(["medication-blunts"], People.Someone(34, 72, People.Takes("A02BC01", "bisoprolol")).Plan().Reasons.Codes());

    [Fact]
    public void A_national_code_for_guanfacine_is_caught_by_the_name() =>
        Assert.Contains("medication-blunts-variable", People.Someone(34, 72, People.Takes("N06BA99", "guanfacine")).Plan().Reasons.Codes());

    [Fact]
    public void Betaxolol_drops_stay_minor_although_the_name_is_a_beta_blockers() =>
        Assert.Equal(MonitoringMode.Zones, People.Someone(70, 60, People.Takes("S01ED02", "betaxolol")).Plan().Mode);

    [Theory]
    [InlineData(" c07ab02 "), InlineData("C07 AB02"), InlineData("C07AB"), InlineData("C07")]
    public void Codes_are_read_in_any_case_with_spaces_or_cut_to_their_group(string atc) =>
        Assert.Contains("medication-blunts", People.Someone(34, 72, People.Takes(atc)).Plan().Reasons.Codes());

    [Fact]
    public void No_dose_and_no_hostile_text_of_a_name_reaches_the_staff()
    {
        var plan = People.Someone(34, 72, People.Takes(null, "Safe-abnormal <b>Zorblax</b> 50 mg\r\n")).Plan();

        Assert.Equal("b zorblax b is not in the catalogue: how it acts on heart rate is not known", Assert.Single(plan.Reasons).Text);
    }

    [Fact]
    public void A_group_of_codes_with_different_members_is_unknown() =>
        Assert.Equal(["medication-unknown"], People.Someone(34, 72, new MedicationEntry { Atc = "N07BC" }).Plan().Reasons.Codes());

    [Theory]
    [InlineData("met\u043eprolol"), InlineData("m\u0435t\u043e\u0440r\u043el\u043el"), InlineData("meto\u200bprolol"), InlineData("ＭＥＴＯＰＲＯＬＯＬ"), InlineData("metopröl\u00f6l")]
    [InlineData("metoprololum"), InlineData("Metoprololi succinas"), InlineData("metoprolol succinate"), InlineData("bisoprolol fumarate"), InlineData("Bisoprololhemifumarat")]
    [InlineData("Concor 5"), InlineData("BELOC-ZOK mite"), InlineData("aspirin Concor"), InlineData("HCT/Bisoprolol"), InlineData("Propranolol-CT"), InlineData("Sotalex")]
    public void A_beta_blocker_is_known_however_it_is_written(string name) =>
        Assert.Equal(["medication-blunts"], People.Someone(34, 72, People.Takes(null, name)).Plan().Reasons.Codes());

    [Theory]
    [InlineData("C07AB02xx"), InlineData("C07AB02-01"), InlineData("C07AB02.1"), InlineData("C07ABO2"), InlineData("CO7AB02"), InlineData("QC07AB02"), InlineData("C07.AB.02")]
    [InlineData("\u0421\u04307\u0410\u041202"), InlineData("\u042107\u0410\u041202"), InlineData("c07ab\u200b02"), InlineData("N06AB06; C07AB02"), InlineData("C07AB02 / N06AB06"), InlineData("N06AB06 C07AB02")]
    public void A_code_is_known_with_endings_look_alikes_and_company(string atc) =>
        Assert.Equal(atc.Contains("\u04307", StringComparison.Ordinal) ? "medication-unknown" : "medication-blunts", People.Someone(34, 72, People.Takes(atc)).Plan().Reasons[0].Code);

    [Fact]
    public void A_code_that_nobody_can_read_is_doubt_although_the_name_is_harmless()
    {
        var plan = People.Someone(34, 72, People.Takes("X-4711", "sertraline")).Plan();

        Assert.Equal("the code written for sertraline cannot be read: check which medicine it is", Assert.Single(plan.Reasons).Text);
    }

    [Theory]
    [InlineData("-"), InlineData("none"), InlineData("?")]
    public void A_dash_in_place_of_a_code_says_nothing(string atc) =>
        Assert.Equal(MonitoringMode.Zones, People.Someone(34, 72, People.Takes(atc, "sertraline")).Plan().Mode);

    [Theory]
    [InlineData("A02BC01", "Concor"), InlineData("C07AB02", "omeprazole"), InlineData("S01ED02", "timolol")]
    public void A_code_and_a_name_of_different_medicines_are_named_and_the_more_restricting_one_counts(string atc, string name)
    {
        var plan = People.Someone(34, 72, People.Takes(atc, name)).Plan();

        Assert.Equal(["medication-blunts"], plan.Reasons.Codes());
        Assert.Equal(["medication-contradiction"], plan.Notes.Codes().Where(c => c != "medication-lowers-rest"));
    }

    [Theory]
    [InlineData("C09BX02", "perindopril/bisoprolol"), InlineData("C07BB02", "Metoprolol HCT"), InlineData("S01ED01", "timolol"), InlineData("N06AB06", "Zoloft")]
    [InlineData("C09DX05", "valsartan and nebivolol"), InlineData("C07FB07", "Amlodipin/Bisoprolol"), InlineData("A08AA62", "naltrexone + bupropion")]
    public void Code_and_name_of_one_medicine_do_not_contradict_each_other(string atc, string name) =>
        Assert.DoesNotContain("medication-contradiction", People.Someone(34, 72, People.Takes(atc, name)).Plan().Notes.Codes());
}
