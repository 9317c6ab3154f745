using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>What a session does while it is in doubt whose heart its strap reads; the stories tell the rest.</summary>
public sealed class IdentityDoubtTests
{
    private static readonly IdentityDoubted WithOther = new("p_other") { FromBpm = 130, ToBpm = 95 };

    [Fact]
    public void An_open_zone_alert_waits_for_the_identity_and_names_it()
    {
        var sitting = new Sitting().Phase(SessionPhase.Work).Beats(300, 150);
        Assert.NotEmpty(sitting.Raised(AlertCode.ZoneHigh));

        sitting.Then(WithOther).Beats(2, 150);

        var zone = sitting.Events.OfType<AlertEvent>().Last(a => a.Code == AlertCode.ZoneHigh);
        Assert.Equal((AlertState.Suppressed, AlertCode.IdentityConflict), (zone.State, zone.SuppressedBy));
    }

    /// <summary>What heart rate was before is another heart's: a fall against it says nothing (domain-facts 9.4).</summary>
    [Fact]
    public void A_fall_is_not_held_against_what_another_heart_did()
    {
        Sitting Working() => new Sitting().Phase(SessionPhase.Work).Mets(5).Beats(400, 130).Beats(1, 119);

        Assert.NotEmpty(Working().Beats(60, 119).Raised(AlertCode.HrFallsWhileWorkRises));
        Assert.Empty(Working().Then(WithOther).Beats(60, 119).Raised(AlertCode.HrFallsWhileWorkRises));
    }

    [Fact]
    public void A_second_doubt_about_somebody_else_is_told_on_the_same_alert()
    {
        var sitting = new Sitting().Phase(SessionPhase.Work).Beats(60, 110).Then(WithOther).Beats(5, 110).Then(new IdentityDoubted("p_third")).Beats(5, 110);

        var told = sitting.Events.OfType<AlertEvent>().Where(a => a.Code == AlertCode.IdentityConflict).ToList();
        Assert.Equal([AlertState.Raised, AlertState.Escalated], told.Select(a => a.State));
        Assert.Contains("p_third", told[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("p_other", told[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_of_the_session_ends_the_doubt_and_the_alert_waits_to_be_read()
    {
        var sitting = new Sitting().Phase(SessionPhase.Work).Beats(60, 110).Then(WithOther).Then(new SessionEnded());

        var last = sitting.Events.OfType<AlertEvent>().Last(a => a.Code == AlertCode.IdentityConflict);
        Assert.Equal((AlertState.Cleared, true), (last.State, last.Latched));
    }
}
