using HeartMonitor.Core;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Service;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Host.Metrics;

/// <summary>
/// Counts what the pipeline did, beside the fold: one thread adds, whoever is asked for metrics reads. A packet costs one addition; what is rare goes to <see cref="MonitorMeter"/>.
/// </summary>
internal sealed class StepTally
{
    /// <summary>Alerts whose acknowledgement is awaited; beyond it they are not timed. Far above a floor's.</summary>
    private const int MostAwaited = 10_000;

    private static readonly string[] Results = ["good", "suspect", "bad", "none", "late", "duplicate"];

    private readonly long[] _samples = new long[Results.Length];
    private readonly Dictionary<string, DateTimeOffset> _awaited = new(StringComparer.Ordinal);
    private long _rejects;

    /// <summary>Packets that are no packets.</summary>
    internal long Rejects => Interlocked.Read(ref _rejects);

    /// <summary>Packets by what became of them: the gate's label, or late and duplicate where that is why none was given.</summary>
    internal IEnumerable<(string Result, long Count)> Samples => Results.Select((result, i) => (result, Interlocked.Read(ref _samples[i])));

    internal void Take(SessionStep step)
    {
        if (step.IsSample) Count(step.Label);
        if (step.Fact is ClockStepped clock) MonitorMeter.ClockStep.Record(Math.Abs(clock.Seconds));
        for (var i = 0; i < step.Events.Count; i++)
        {
            if (step.Events[i] is AlertEvent alert) Count(alert);
            else if (step.Events[i] is PromptEvent { State: PromptState.Answered }) MonitorMeter.PromptAnswered.Add(1);
            else if (step.Events[i] is PromptEvent { State: PromptState.Missed }) MonitorMeter.PromptMissed.Add(1);
        }
    }

    private void Count(in SignalLabel label)
    {
        var result = (label.Reasons & SignalReasons.Late) != 0 ? 4 : (label.Reasons & SignalReasons.Duplicate) != 0 ? 5 : label.Quality switch
        {
            SignalQuality.Good => 0,
            SignalQuality.Suspect => 1,
            SignalQuality.Bad => 2,
            _ => 3,
        };
        Interlocked.Increment(ref _samples[result]);
        if ((label.Reasons & SignalReasons.Undecodable) != 0) Interlocked.Increment(ref _rejects);
    }

    private void Count(AlertEvent alert)
    {
        if (alert.Rev == 1)
        {
            MonitorMeter.AlertRaised.Add(1, new("code", KebabCase.Of(alert.Code)), new("priority", KebabCase.Of(alert.Priority)));
            if (_awaited.Count < MostAwaited) _awaited[alert.Id] = alert.At;
        }

        if (alert.State == AlertState.Acknowledged && _awaited.Remove(alert.Id, out var at)) MonitorMeter.AcknowledgedAfter.Record(Math.Max(0, (alert.At - at).TotalSeconds));
        else if (alert.State == AlertState.Closed) _awaited.Remove(alert.Id);
    }
}
