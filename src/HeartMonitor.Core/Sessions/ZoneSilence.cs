using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Sessions;

/// <summary>
/// Zones are not judged while heart rate follows a change of work (domain-facts 4.6, decisions 34). What nobody feels begins no silence, and
/// silences that follow one another end all the same: whoever turns a knob every three minutes must not keep the zones from ever speaking.
/// </summary>
/// <param name="rules">Numbers.</param>
internal sealed class ZoneSilence(RuleOptions rules)
{
    private DateTimeOffset _from;
    private DateTimeOffset _until;
    private double _spent; // seconds of earlier silences that this one follows
    private WorkloadSet? _work;
    private double? _mets;

    /// <summary>The zones are not judged at that instant.</summary>
    public bool Covers(DateTimeOffset at) => at < _until;

    /// <summary>Work begins: the heart rate of what came before says nothing.</summary>
    public void WorkStarted(DateTimeOffset at, WorkloadLog work) => Begin(at, work);

    /// <summary>What the work is that began a moment ago: no change of it.</summary>
    public void WorkTold(WorkloadLog work) => (_work, _mets) = (work.Current, work.Mets);

    /// <summary>The work became another.</summary>
    public void WorkChanged(DateTimeOffset at, WorkloadLog work)
    {
        if (!(work.DistanceMets(_work, _mets) < rules.ZoneSilenceMets)) Begin(at, work);
    }

    /// <summary>The session goes on after a pause.</summary>
    public void Resumed(DateTimeOffset at, DateTimeOffset pausedAt, WorkloadLog work)
    {
        if ((at - pausedAt).TotalSeconds >= rules.ZoneSilencePauseSeconds) Begin(at, work);
    }

    private void Begin(DateTimeOffset at, WorkloadLog work)
    {
        WorkTold(work);
        var end = at < _until ? at : _until;
        _spent = (at - _until).TotalSeconds >= rules.ZoneSilenceSeconds ? 0 : _spent + (end - _from).TotalSeconds;
        _from = end;
        var seconds = Math.Min(rules.ZoneSilenceSeconds, rules.ZoneSilenceLongestSeconds - _spent);
        if (seconds > 0) (_from, _until) = (at, at.AddSeconds(seconds));
    }
}
