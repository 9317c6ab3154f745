using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Journal;

/// <summary>
/// Hands out what may be shown and tells those who wait. Two callers: the writer after a commit, and the stall watch when a commit does
/// not come; one lock keeps their releases apart.
/// </summary>
internal sealed partial class ReleaseDesk(JournalOptions options, JournalBuffer buffer, TimeProvider time, ILogger log)
{
    /// <summary>Shortest time between two looks over a stalled buffer, so that a long one is not walked for every step in it.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly List<PendingStep> _pending = [];

    internal event Action<IReadOnlyList<Released>>? Released;

    /// <summary>The batch is on disk: tells those who wait, then shows it and gives its copies back.</summary>
    internal void ReleaseCommitted(PendingBatch batch)
    {
        lock (_gate)
        {
            foreach (var step in batch.Steps)
            {
                if (step is { IsUnstorable: true, Refusal: not null }) buffer.CountRefused();
                Tell(step, step.Refusal);
            }

            var released = new List<Released>();
            foreach (var step in batch.Steps) AddCommitted(step, released);
            buffer.Finish(batch);
            Publish(released);
        }
    }

    /// <summary>
    /// Shows alerts and live values whose commit is overdue and refuses those who waited too long.
    /// </summary>
    /// <returns>When to look again, from now; null when nothing waits that could become overdue.</returns>
    internal TimeSpan? ReleaseOverdue()
    {
        lock (_gate)
        {
            buffer.CopyTo(_pending);
            var released = new List<Released>();
            TimeSpan? next = null;
            foreach (var step in _pending)
            {
                var waited = time.GetElapsedTime(step.ArrivedAt);
                if (AddOverdue(step, waited, released) is { } due && (next is null || due < next)) next = due;
            }

            _pending.Clear();
            Publish(released);
            buffer.RemoveSpent();
            return next < LeastPause ? LeastPause : next;
        }
    }

    /// <summary>The journal stops without having stored these.</summary>
    internal void RefuseAll(string reason)
    {
        lock (_gate)
        {
            buffer.CopyTo(_pending);
            foreach (var step in _pending) Tell(step, reason);
            foreach (var save in buffer.TakeSaves()) save.Done.TrySetResult(false);
            _pending.Clear();
        }
    }

    /// <summary>How long after its arrival something must be looked at again; null for never.</summary>
    internal TimeSpan? FirstLook(SessionStep step) =>
        step.Events.Count > 0 ? options.EarlyAlertAfter
        : step.Live is not null ? LiveAfter(step.IsUrgent)
        : step.Stored is not null ? options.RefuseAfter : null;

    private TimeSpan LiveAfter(bool isUrgent) => isUrgent ? options.EarlyAlertAfter : options.SampleDelay + options.EarlyAlertAfter;

    /// <summary>Returns the time left until the step's next deadline; null when it has none.</summary>
    private TimeSpan? AddOverdue(PendingStep step, TimeSpan waited, List<Released> released)
    {
        TimeSpan? next = null;
        if (step.HasAlert && !step.AreAlertsOut && Reached(options.EarlyAlertAfter, waited, ref next)) AddEarlyAlerts(step, released);
        if (!step.IsLiveOut && Reached(LiveAfter(step.IsUnstorable || step.HasAlert), waited, ref next)) AddLive(step, released);
        if (step.IsAwaited && Reached(options.RefuseAfter, waited, ref next))
            Tell(step, "The disk does not answer; it is tried again, but nothing is certain yet.");
        return next;
    }

    private static bool Reached(TimeSpan deadline, TimeSpan waited, ref TimeSpan? next)
    {
        var left = deadline - waited;
        if (left <= TimeSpan.Zero) return true;
        if (next is null || left < next) next = left;
        return false;
    }

    private static void AddEarlyAlerts(PendingStep step, List<Released> released)
    {
        step.AreAlertsOut = true;
        foreach (var sessionEvent in step.Events)
            if (sessionEvent is AlertEvent) released.Add(new(0, step.Session, step.Participant, null, sessionEvent, null, IsStored: false));
    }

    private static void AddLive(PendingStep step, List<Released> released)
    {
        step.IsLiveOut = true;
        released.Add(new(0, step.Session, step.Participant, null, null, step.Live));
    }

    private static void AddCommitted(PendingStep step, List<Released> released)
    {
        if (step.IsUnstorable)
        {
            if (!step.AreAlertsOut) AddEarlyAlerts(step, released);
        }
        else
        {
            if (step.Fact is { } fact && step.InputSeq > 0)
                released.Add(new(step.InputSeq, step.Session, step.Participant, fact, null, null, At: Core.Microseconds.FromUnixMicroseconds(step.AtMicroseconds)));
            for (var i = 0; i < step.Events.Count; i++)
                released.Add(new(step.FirstEventSeq + i, step.Session, step.Participant, null, step.Events[i], null));
        }

        if (!step.IsLiveOut) AddLive(step, released);
    }

    private void Tell(PendingStep step, string? refusal)
    {
        try
        {
            step.TakeStored()?.Invoke(refusal);
        }
#pragma warning disable CA1031 // A listener that throws must not stop the journal.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            LogListenerFailed(log, bug);
        }
    }

    private void Publish(List<Released> released)
    {
        if (released.Count == 0) return;
        foreach (var listener in Delegate.EnumerateInvocationList(Released))
        {
            try
            {
                listener(released);
            }
#pragma warning disable CA1031 // A listener that throws must not stop the journal, nor its sibling.
            catch (Exception bug)
#pragma warning restore CA1031
            {
                LogListenerFailed(log, bug);
            }
        }
    }

    [LoggerMessage(5102, LogLevel.Error, "A listener of the journal failed; the journal goes on")]
    private static partial void LogListenerFailed(ILogger log, Exception error);
}
