using HeartMonitor.Core;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Tables;

/// <summary>A row of the table of events; columns named after BIDS (<c>onset duration trial_type value</c>), the others beside them.</summary>
internal sealed record SeriesEvent(DateTimeOffset At, double Onset, string Type)
{
    internal double Duration { get; init; }

    internal double? Value { get; init; }

    internal string? Unit { get; init; }

    internal string? Code { get; init; }

    internal string? State { get; init; }

    internal string? Reason { get; init; }

    internal string? By { get; init; }

    internal string? Priority { get; init; }

    internal string? Id { get; init; }

    internal int? Rev { get; init; }
}

/// <summary>All that was said, done and decided as one list by time; events of one instant stand in the order of the sections below.</summary>
internal static class SeriesEvents
{
    internal static IReadOnlyList<SeriesEvent> Of(SessionSeries series)
    {
        var events = new Builder(series);
        events.Course();
        events.Said();
        events.Decided();
        return events.InTime();
    }

    private sealed class Builder(SessionSeries series)
    {
        private readonly List<SeriesEvent> _events = [];

        internal IReadOnlyList<SeriesEvent> InTime() => [.. _events.OrderBy(e => e.At)];

        internal void Course()
        {
            Add(At(series.StartedAt, EventKinds.Session) with { Duration = Seconds(series.StartedAt, series.EndedAt ?? series.LastAt), State = series.IsOpen ? "open" : "ended", Reason = series.EndedWhy });
            foreach (var plan in series.Plans) Add(At(plan.At, EventKinds.Plan) with { Code = KebabCase.Of(plan.Mode), Reason = string.Join(' ', plan.Reasons.Select(r => r.Code).Distinct()) });
            foreach (var phase in series.Phases) Add(At(phase.From, EventKinds.Phase) with { Duration = Seconds(phase.From, phase.To), Code = KebabCase.Of(phase.Phase) });
            foreach (var pause in series.Pauses) Add(At(pause.From, EventKinds.Pause) with { Duration = Seconds(pause.From, pause.To) });
            foreach (var away in series.Interruptions) Add(At(away.From, EventKinds.NotWatched) with { Duration = Seconds(away.From, away.To) });
            foreach (var gap in series.Gaps) Add(At(gap.From, EventKinds.Gap) with { Duration = gap.Seconds, Code = KebabCase.Of(gap.Reason), State = gap.IsPaused ? "paused" : null });
            foreach (var lost in series.Losses)
                Add(At(lost.From, EventKinds.RowsLost) with { Duration = Seconds(lost.From, lost.To), Value = lost.Rows, Unit = "rows", Code = KebabCase.Of(lost.Why), State = lost.ArePackets ? "packets" : "unknown" });
            foreach (var work in series.Workloads) Workload(work);
            foreach (var met in series.Summary?.MetStretches ?? [])
                Add(At(series.StartedAt.AddTicks((long)Math.Round(met.T * TimeSpan.TicksPerSecond)), EventKinds.Dose) with { Duration = met.Minutes * 60, Value = met.Met, Unit = "MET", Code = KebabCase.Of(met.Source) });
        }

        internal void Said()
        {
            foreach (var answer in series.Answers)
                Add(At(answer.At, EventKinds.Rpe) with { Value = answer.Value, Unit = "borg-6-20", Reason = answer.Reason is { } reason ? KebabCase.Of(reason) : null, By = KebabCase.Of(answer.By), Id = answer.Prompt, State = answer.IsWithdrawn ? "withdrawn" : "given" });
            foreach (var word in series.Words)
                Add(At(word.At, word.Kind) with { Code = word.Value, Value = word.Grade, Unit = word.Grade is null ? null : "grade", By = word.By is { } by ? KebabCase.Of(by) : null });
            foreach (var prompt in series.Prompts)
                Add(At(prompt.At, EventKinds.Prompt) with { State = KebabCase.Of(prompt.State), Reason = KebabCase.Of(prompt.Reason), Id = prompt.Id, Rev = prompt.Rev, Value = prompt.Value, Unit = prompt.Value is null ? null : "borg-6-20" });
        }

        internal void Decided()
        {
            foreach (var alert in series.Alerts)
            {
                Add(At(alert.At, EventKinds.Alert) with { Code = KebabCase.Of(alert.Code), State = KebabCase.Of(alert.State), Priority = KebabCase.Of(alert.Priority), Id = alert.Id, Rev = alert.Rev, Reason = alert.State == AlertState.Cleared && series.IsOpenAtEnd(alert.Id) ? "session-end" : null });
                foreach (var number in alert.Because)
                    Add(At(alert.At, EventKinds.AlertEvidence) with { Code = number.What, Value = number.Value, Unit = number.Unit, Id = alert.Id, Rev = alert.Rev });
            }

            foreach (var quality in series.Qualities)
                Add(At(quality.At, EventKinds.Quality) with { Code = KebabCase.Of(quality.Quality), Reason = quality.Reasons.Count == 0 ? null : string.Join(' ', quality.Reasons) });
            foreach (var gate in series.Gates) Add(At(gate.At, EventKinds.Gate) with { Code = gate.Code, State = KebabCase.Of(gate.State) });
            foreach (var binding in series.Bindings)
                Add(At(binding.At, EventKinds.Strap) with { Code = binding.Strap == 0 ? null : FormattableString.Invariant($"strap-{binding.Strap}"), State = KebabCase.Of(binding.State), Reason = binding.How is { } how ? KebabCase.Of(how) : null });
        }

        private void Workload(SeriesWorkload work)
        {
            var told = work.Work;
            (string Code, double? Value, string Unit)[] numbers =
            [
                ("watts", told.Watts, "W"), ("speed", told.SpeedKmh, "km/h"), ("grade", told.GradePercent, "%"), ("steps", told.StepsPerMinute, "1/min"),
                ("step-height", told.StepHeightM, "m"), ("mets", told.Mets, "MET"),
            ];
            var state = told.Planned ? "planned" : told.Measured ? "measured" : "told";
            if (told.Activity is { } activity) Add(At(work.At, EventKinds.Workload) with { Code = "activity", Reason = ActivityCode(activity), State = state });
            foreach (var (code, value, unit) in numbers)
                if (value is not null) Add(At(work.At, EventKinds.Workload) with { Code = code, Value = value, Unit = unit, State = state });
        }

        /// <summary>A code of the Compendium is five digits; anything else that was written there stays in the house.</summary>
        private static string ActivityCode(string written) => written.Length == 5 && written.All(char.IsAsciiDigit) ? written : "other";

        private SeriesEvent At(DateTimeOffset at, string type) => new(at, series.T(at), type);

        private static double Seconds(DateTimeOffset from, DateTimeOffset to) => (to - from).Ticks / (double)TimeSpan.TicksPerSecond;

        private void Add(SeriesEvent item) => _events.Add(item);
    }
}
