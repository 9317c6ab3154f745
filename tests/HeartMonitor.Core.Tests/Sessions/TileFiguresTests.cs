using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>What a tile says of the session so far is what the summary says at its end.</summary>
public sealed class TileFiguresTests
{
    [Fact]
    public void Time_in_the_zone_and_the_dose_grow_on_the_tile_to_what_the_summary_tells()
    {
        var sitting = new Sitting().Then(new PhaseEntered(SessionPhase.Work)).Then(new WorkloadSet { Mets = 4 });
        Assert.Equal((0L, null), (sitting.Live.InZoneS, sitting.Live.MetMinutes));
        sitting.Beats(300, 125);
        var halfway = sitting.Live;
        Assert.InRange(halfway.InZoneS!.Value, 270, 300);
        Assert.InRange(halfway.MetMinutes!.Value, 19.8, 20);

        sitting.Beats(300, 125);
        var live = sitting.Live;
        sitting.Then(new SessionEnded());

        var summary = Assert.Single(sitting.Events.OfType<SummaryEvent>());
        Assert.InRange((summary.MinutesInZone!.Value * 60) - live.InZoneS!.Value, 0, 5);
        Assert.InRange(summary.MetMinutes!.Value - live.MetMinutes!.Value, -0.05, 0.2);
    }

    [Fact]
    public void Who_is_watched_by_perception_has_no_time_in_a_zone_on_the_tile()
    {
        var sitting = new Sitting(Sitting.Anybody with { Age = null, RestingHr = null }).Then(new PhaseEntered(SessionPhase.Work)).Beats(120, 125);

        Assert.Null(sitting.Live.InZoneS);
        Assert.Null(sitting.Live.MetMinutes);
    }
}
