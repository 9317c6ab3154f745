using System.Collections.Concurrent;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Host.Composition;

/// <summary>Which session a strap has, learnt from stored starts and ends.</summary>
internal sealed class DeviceSessions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _byStrap = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _strapOf = new(StringComparer.Ordinal);

    internal void Hear(in Released item)
    {
        if (item.Fact is SessionStarted { Device: { } strap })
        {
            _strapOf[item.Session] = strap;
            _byStrap.GetOrAdd(strap, NewWait).TrySetResult(item.Session);
        }
        else if (item.Fact is SessionEnded or StrapUnbound)
        {
            Free(item.Session);
        }
    }

    /// <summary>A strap of its own, and no other session's any more.</summary>
    internal void HearBinding(in Released item)
    {
        if (item.Event is not StrapEvent { Strap: { } strap } || _strapOf.GetValueOrDefault(item.Session) == strap) return;
        Free(item.Session);
        _strapOf[item.Session] = strap;
        _byStrap.GetOrAdd(strap, NewWait).TrySetResult(item.Session);
    }

    private void Free(string session)
    {
        if (_strapOf.TryRemove(session, out var freed)) _byStrap.TryRemove(freed, out _);
    }

    internal string? StrapOf(string session) => _strapOf.GetValueOrDefault(session);

    internal string? SessionOf(string strap) => _byStrap.TryGetValue(strap, out var wait) && wait.Task.IsCompletedSuccessfully ? wait.Task.Result : null;

    internal async Task<string?> OfStrapAsync(string strap, CancellationToken stop)
    {
        try
        {
            return await _byStrap.GetOrAdd(strap, NewWait).Task.WaitAsync(Patience, stop);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static TaskCompletionSource<string> NewWait(string strap) => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
