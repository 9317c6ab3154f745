using System.Globalization;
using HeartMonitor.Pipeline;

namespace HeartMonitor.Host.Composition;

/// <summary>The host's one clock, by settings and by what the journal holds.</summary>
internal static class HostClock
{
    /// <summary>A journal this little ahead of the clock is continued where it stands.</summary>
    private static readonly TimeSpan SmallStep = TimeSpan.FromMinutes(5);

    /// <summary>A clock that runs faster than life leaves a journal ahead of the machine's, by design: it is continued. Ours: a working day at the highest
    /// speed, 100; what is further ahead was written by a clock that was wrong.</summary>
    private static readonly TimeSpan AheadBySpeed = TimeSpan.FromDays(35);

    /// <summary>Real time for a story's lead: some seconds, in which nobody sees more than the class begin. Ours.</summary>
    private static readonly TimeSpan ShortestCatchUp = TimeSpan.FromSeconds(8);

    /// <summary>Packets a second, so that a lead with 500 people takes longer and no store falls behind. Ours.</summary>
    private const double MostPackets = 4_000;

    /// <param name="settings">Checked.</param>
    /// <param name="last">Newest stamp in the journal, or null.</param>
    /// <param name="machine">Real time.</param>
    internal static SteadyTimeProvider Start(MonitorSettings settings, DateTimeOffset? last, TimeProvider machine)
    {
        var speed = Math.Max(settings.Clock.Speed, settings.Sources.Contains("simulator") ? settings.Simulator.Speed : settings.Clock.Speed);
        var start = settings.Clock.Start ?? machine.GetUtcNow();
        if (LeadOf(settings) is { } lead && !(last > start - lead.Length)) return new(start, speed, lead, machine);
        var step = speed > 1 && settings.Clock.Start is null ? AheadBySpeed : SmallStep;
        if (last >= start && last - start < step) start = last.Value.AddMilliseconds(1); // stamps never go back, and time goes on
        return new(start, speed, machine: machine);
    }

    /// <summary>A line for whoever started it, when there is something to say.</summary>
    internal static IEnumerable<string> Describe(SteadyTimeProvider time)
    {
        if (time.Lead is { } lead)
            yield return string.Create(CultureInfo.InvariantCulture, $"Clock:    started {lead.Length.TotalSeconds:0} s ago; it is at the present in about {lead.CatchUp.TotalSeconds:0} s");
    }

    /// <summary>Only where nothing but the story is seen, and its people begin by themselves.</summary>
    private static ClockLead? LeadOf(MonitorSettings settings)
    {
        if (settings is not { Sources: ["simulator"], Clock.Start: null, Session.AutoStart: true, Simulator.Story: { LeadSeconds: > 0 } story }) return null;
        var catchUp = TimeSpan.FromSeconds(story.LeadSeconds * settings.Simulator.People / MostPackets);
        return new(TimeSpan.FromSeconds(story.LeadSeconds), catchUp > ShortestCatchUp ? catchUp : ShortestCatchUp);
    }
}
