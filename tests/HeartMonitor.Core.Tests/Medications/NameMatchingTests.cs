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
}
