using HeartMonitor.Core.Medications;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Every row of domain-facts 3.3 by one of its codes, and the traps of 3.2.</summary>
public sealed class CatalogueRowsTests
{
    [Theory]
    [InlineData("C07AB02"), InlineData("C07AB03"), InlineData("C07AB07"), InlineData("C07AB12"), InlineData("C07AB05"), InlineData("C07AB99")]
    [InlineData("C07AA05"), InlineData("C07AA12"), InlineData("C07AA06"), InlineData("C07BB02"), InlineData("C07CB03"), InlineData("C07FB07")]
    [InlineData("C07AA03"), InlineData("C07AB04"), InlineData("C07AA02"), InlineData("C07AA23"), InlineData("C07AB08")]
    [InlineData("C07AG01"), InlineData("C07AG02"), InlineData("C07CG01"), InlineData("C07FX06"), InlineData("C07FX05"), InlineData("C07AA07")]
    [InlineData("C09BX02"), InlineData("C09BX04"), InlineData("C09BX05"), InlineData("C09DX05"), InlineData("C01BD01"), InlineData("C01BD07")]
    public void A_medicine_that_blunts_means_RPE(string atc) => Judged(atc, MonitoringMode.Rpe, "medication-blunts", isReason: true);

    [Theory]
    [InlineData("S01ED01"), InlineData("S01ED03"), InlineData("S01ED05"), InlineData("S01ED51")]
    [InlineData("C08DA01"), InlineData("C08DB01"), InlineData("C08DA51"), InlineData("C09BB10"), InlineData("C01EB17"), InlineData("C01AA05")]
    [InlineData("C01BC03"), InlineData("C01BC04"), InlineData("C01BD04"), InlineData("C02AC01"), InlineData("N02CX02"), InlineData("S01EA04")]
    [InlineData("C02AC02"), InlineData("C02AC05"), InlineData("C02AB01"), InlineData("N07BC04"), InlineData("M03BX02")]
    [InlineData("N06DA02"), InlineData("N06DA03"), InlineData("N06DA04"), InlineData("N07AA02")]
    public void A_medicine_that_may_blunt_means_RPE(string atc) => Judged(atc, MonitoringMode.Rpe, "medication-blunts-variable", isReason: true);

    [Theory]
    [InlineData("C08CA01"), InlineData("N06AA09"), InlineData("N06AA04"), InlineData("N05AH02"), InlineData("N05AA01"), InlineData("N05AE04")]
    [InlineData("N05AH03"), InlineData("N05AH04"), InlineData("N05AX08"), InlineData("N06AX16"), InlineData("N06AX21"), InlineData("N06AX23")]
    [InlineData("N06AX17"), InlineData("N06BA01"), InlineData("N06BA02"), InlineData("N06BA04"), InlineData("N06BA11"), InlineData("N06BA12")]
    [InlineData("N06BA09"), InlineData("N06AX09"), InlineData("N06AX18"), InlineData("N04AA02"), InlineData("N04AC01"), InlineData("G04BD04")]
    [InlineData("A03BA01"), InlineData("R03BB04"), InlineData("R03AC02"), InlineData("R03CC02"), InlineData("R03AK06"), InlineData("R03AL03")]
    [InlineData("R03DA04"), InlineData("R01BA02"), InlineData("C01DA02"), InlineData("C02DB02"), InlineData("N07BA01"), InlineData("N02BG10")]
    public void A_medicine_that_raises_the_resting_rate_leaves_zones_with_a_note(string atc) =>
        Judged(atc, MonitoringMode.Zones, "medication-raises-rest", isReason: false);

    [Theory]
    [InlineData("N05AN01"), InlineData("N07BC01"), InlineData("N07BC02"), InlineData("S01ED02")]
    public void A_medicine_that_lowers_the_resting_rate_leaves_zones_with_a_note(string atc) =>
        Judged(atc, MonitoringMode.Zones, "medication-lowers-rest", isReason: false);

    [Theory]
    [InlineData("C01EB18"), InlineData("N06AB04"), InlineData("N06AB05"), InlineData("N06AX11"), InlineData("N06AX05"), InlineData("N06AX26")]
    [InlineData("N06AX12"), InlineData("A08AA62"), InlineData("N06BA07"), InlineData("N06BA14"), InlineData("N06AF03"), InlineData("N06AG02")]
    [InlineData("N04BD01"), InlineData("N05BA01"), InlineData("N05CD07"), InlineData("N05CF01"), InlineData("N02BF02"), InlineData("N05BB01")]
    [InlineData("C02CA01"), InlineData("C02CA04"), InlineData("G04CA02"), InlineData("H03AA01"), InlineData("H03BB01"), InlineData("N06BC01")]
    [InlineData("C10AA05"), InlineData("B01AC06"), InlineData("A10BA02"), InlineData("A02BC01"), InlineData("C09AA05"), InlineData("C09CA03")]
    [InlineData("C09BA04"), InlineData("C09BB04"), InlineData("C09DA01"), InlineData("A11CC05"), InlineData("A10AB01"), InlineData("C09BX01")]
    [InlineData("C09BX03"), InlineData("C03CA01"), InlineData("N02BE01")]
    public void A_minor_medicine_leaves_zones_without_a_word(string atc)
    {
        var plan = People.Someone(34, 72, People.Takes(atc)).Plan();

        Assert.Equal(MonitoringMode.Zones, plan.Mode);
        Assert.Equal(["zone-predicted"], plan.Reasons.Codes());
        Assert.Empty(plan.Notes);
    }

    [Theory]
    [InlineData("C09BX06"), InlineData("C09BX"), InlineData("C09DX99"), InlineData("Z99ZZ99"), InlineData("L04AX99"), InlineData("rubbish"), InlineData("C10BX99")]
    public void A_medicine_nobody_knows_means_RPE(string atc) => Judged(atc, MonitoringMode.Rpe, "medication-unknown", isReason: true);

    [Theory]
    [InlineData("L04AE01", 28, MonitoringMode.Rpe), InlineData("L04AE01", 29, MonitoringMode.Zones), InlineData("L04AA27", 3, MonitoringMode.Rpe)]
    public void An_S1P_modulator_counts_for_28_days_from_its_start(string atc, int days, MonitoringMode mode) =>
        Assert.Equal(mode, People.Someone(34, 72, new HeartMonitor.Core.Patients.MedicationEntry { Atc = atc, StartedOn = People.Monday.AddDays(-days) }).Plan().Mode);

    [Theory]
    [InlineData("C02AC01", 0.2, MonitoringMode.Zones), InlineData("C02AC01", 0.21, MonitoringMode.Rpe), InlineData("C02AC02", 2.0, MonitoringMode.Zones)]
    [InlineData("C02AC02", 3.0, MonitoringMode.Rpe), InlineData("C02AC02", null, MonitoringMode.Rpe)]
    public void A_central_alpha2_agonist_counts_by_its_dose(string atc, double? dose, MonitoringMode mode)
    {
        var plan = People.Someone(34, 72, People.Takes(atc) with { DoseMg = dose }).Plan();

        Assert.Equal(mode, plan.Mode);
        Assert.Equal(mode == MonitoringMode.Zones, plan.Notes.Codes().Contains("medication-lowers-rest"));
    }

    private static void Judged(string atc, MonitoringMode mode, string code, bool isReason)
    {
        var plan = People.Someone(34, 72, People.Takes(atc)).Plan();

        Assert.Equal(mode, plan.Mode);
        Assert.Contains(isReason ? plan.Reasons : plan.Notes, r => r.Code == code && r.Source.Length > 0);
    }
}
