using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Dose;

/// <summary>The part of a session's dose that has one source.</summary>
/// <param name="Source">Where its METs come from; <c>none</c> for time that is left out.</param>
/// <param name="Minutes">How long.</param>
/// <param name="MetMinutes">METs times minutes, not rounded; null for time that is left out.</param>
/// <param name="Activity">Compendium code, where the table gave the METs.</param>
/// <param name="CompendiumYear">2024 or 2011, where the table gave the METs.</param>
/// <param name="Flags">Names of <see cref="MetRemarks"/> in kebab-case.</param>
/// <param name="Why">Why the time is left out; null where it is not.</param>
public sealed record MetShare(
    MetSource Source,
    double Minutes,
    double? MetMinutes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Activity,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? CompendiumYear,
    IReadOnlyList<string> Flags,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MetGap? Why);

/// <summary>A stretch of whole minutes with the same METs, or one minute: what a series of the dose is made from.</summary>
/// <param name="T">Its beginning, seconds since the session's start.</param>
/// <param name="Minutes">How long; under 1 for a minute that was paused or not known in part.</param>
/// <param name="Met">Mean METs.</param>
/// <param name="Source">The source of most of it.</param>
public sealed record MetStretch(double T, double Minutes, double Met, MetSource Source);

/// <summary>A session's dose.</summary>
/// <param name="MetMinutes">All MET-minutes, gross, not rounded (product.md, decision 10); null when nothing is known.</param>
/// <param name="Moderate">Those at 3 METs or more.</param>
/// <param name="Shares">Every source with its part, in the order of <see cref="MetSource"/>, what is left out last.</param>
/// <param name="Stretches">Minute by minute, oldest first.</param>
/// <param name="CoveragePercent">Time with METs of the time in phases of work, 0 to 100; null without such time.</param>
public sealed record SessionDose(
    double? MetMinutes,
    double? Moderate,
    IReadOnlyList<MetShare> Shares,
    IReadOnlyList<MetStretch> Stretches,
    double? CoveragePercent);

/// <summary>
/// Adds up METs second by second, each with its source (domain-facts 6.3 and 6.4). The last minute stays open: what a machine measured is told
/// when it is over, and then takes the place of what was thought meanwhile. Equal estimates are counted in whole seconds, so that the
/// arithmetic is exact.
/// </summary>
internal sealed class DoseTally(double moderateFromMets)
{
    private const int MinuteSeconds = 60;
    private const double Noise = 1e-9; // 3 METs of an equation are 3 METs

    private readonly List<(double T, MetEstimate Estimate)> _open = [];
    private double? _booked;
    private readonly Dictionary<MetEstimate, long> _seconds = [];
    private readonly SortedDictionary<long, List<(MetEstimate Estimate, int Seconds)>> _byMinute = [];
    private long _done;

    /// <summary>The minutes that nothing can change any more, oldest first, each by itself; a new list with each new minute.</summary>
    internal IReadOnlyList<MetStretch> Done { get; private set; } = [];

    /// <summary>The second that ended at <paramref name="t"/> (whole seconds since the start) counted: not paused, in a phase.</summary>
    internal void Second(double t, in MetEstimate estimate)
    {
        _open.Add((t, estimate));
        while (_open[0].T <= t - MinuteSeconds)
        {
            Book(_open[0].T, _open[0].Estimate);
            Finish((long)_open[0].T / MinuteSeconds);
            _open.RemoveAt(0);
        }
    }

    /// <summary>What a machine or a recording measured over the minute that ended at <paramref name="t"/>, as far as it was not paused.</summary>
    internal void MeasuredMinute(double t, in MetEstimate estimate)
    {
        if (estimate.Mets is null) return;
        for (var i = 0; i < _open.Count; i++)
            if (_open[i].T > t - MinuteSeconds) _open[i] = (_open[i].T, estimate);
    }

    /// <summary>Time of work that nobody watched.</summary>
    internal void NotWatched(long seconds)
    {
        if (seconds > 0) Count(MetEstimate.Unknown(MetGap.NotWatched), seconds);
    }

    /// <summary>MET-minutes so far, the open minute included as it is thought now; null when nothing is known. Leaves the minute open.</summary>
    internal double? MetMinutesSoFar
    {
        get
        {
            var sum = _booked;
            foreach (var (_, estimate) in _open)
                if (estimate.Mets is { } mets) sum = (sum ?? 0) + (mets / MinuteSeconds);
            return sum;
        }
    }

    /// <summary>The dose so far, the open minute included.</summary>
    internal SessionDose Sum()
    {
        foreach (var (t, estimate) in _open) Book(t, estimate);
        _open.Clear();
        var known = _seconds.Where(p => p.Key.Mets is not null).ToList();
        var total = _seconds.Values.Sum();
        return new(
            known.Count == 0 ? null : known.Sum(MetMinutes),
            known.Count == 0 ? null : known.Where(p => p.Key.Mets >= moderateFromMets - Noise).Sum(MetMinutes),
            [.. _seconds.GroupBy(p => p.Key with { Mets = p.Key.Mets is null ? null : 0 }).Select(ShareOf).OrderBy(s => s.Source == MetSource.None).ThenBy(s => s.Source).ThenBy(s => s.Activity, StringComparer.Ordinal).ThenBy(s => s.Why).ThenBy(s => string.Join(' ', s.Flags), StringComparer.Ordinal)],
            Merged(),
            total == 0 ? null : Math.Round(100.0 * known.Sum(p => p.Value) / total, 2));
    }

    private static double MetMinutes(KeyValuePair<MetEstimate, long> part) => part.Key.Mets!.Value * part.Value / MinuteSeconds;

    private static MetShare ShareOf(IGrouping<MetEstimate, KeyValuePair<MetEstimate, long>> parts)
    {
        var of = parts.Key;
        string[] flags = [.. Enum.GetValues<MetRemarks>().Where(f => f != MetRemarks.None && of.Flags.HasFlag(f)).Select(KebabCase.Of)];
        var minutes = parts.Sum(p => p.Value) / (double)MinuteSeconds;
        return of.Mets is null
            ? new(of.Source, minutes, null, null, null, flags, of.Why)
            : new(of.Source, minutes, parts.OrderBy(p => p.Key.Mets).Sum(MetMinutes), of.Activity, of.CompendiumYear, flags, null);
    }

    private void Book(double t, in MetEstimate estimate)
    {
        Count(estimate, 1);
        if (estimate.Mets is null) return;
        var minute = (long)Math.Ceiling(t / MinuteSeconds) - 1;
        if (!_byMinute.TryGetValue(minute, out var parts)) _byMinute[minute] = parts = [];
        if (parts.Count > 0 && parts[^1].Estimate == estimate) parts[^1] = (estimate, parts[^1].Seconds + 1);
        else parts.Add((estimate, 1));
    }

    private void Finish(long minute)
    {
        if (minute <= _done) return;
        Done = [.. Done, .. _byMinute.Where(m => m.Key >= _done && m.Key < minute).Select(m => StretchOf(m.Key, m.Value))];
        _done = minute;
    }

    private void Count(in MetEstimate estimate, long seconds)
    {
        _seconds[estimate] = _seconds.GetValueOrDefault(estimate) + seconds;
        if (estimate.Mets is { } mets) _booked = (_booked ?? 0) + (mets * seconds / MinuteSeconds);
    }

    private List<MetStretch> Merged()
    {
        var stretches = new List<MetStretch>();
        foreach (var (minute, parts) in _byMinute)
        {
            var here = StretchOf(minute, parts);
            if (stretches.Count > 0 && Follows(stretches[^1], here)) stretches[^1] = stretches[^1] with { Minutes = stretches[^1].Minutes + 1 };
            else stretches.Add(here);
        }

        return stretches;
    }

    private static MetStretch StretchOf(long minute, List<(MetEstimate Estimate, int Seconds)> parts)
    {
        var seconds = parts.Sum(p => p.Seconds);
        var met = parts is [var only] ? only.Estimate.Mets!.Value : parts.Sum(p => p.Estimate.Mets!.Value * p.Seconds) / seconds;
        var source = parts.GroupBy(p => p.Estimate.Source).OrderByDescending(g => g.Sum(p => p.Seconds)).ThenBy(g => g.Key).First().Key;
        return new(minute * MinuteSeconds, seconds / (double)MinuteSeconds, met, source);
    }

    /// <summary>Whole minutes that touch and are the same.</summary>
    private static bool Follows(MetStretch before, MetStretch now) =>
        now.Minutes == 1 && before.Minutes >= 1 && before.Met == now.Met && before.Source == now.Source && before.T + (before.Minutes * MinuteSeconds) == now.T;
}
