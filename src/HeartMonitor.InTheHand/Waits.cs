namespace HeartMonitor.InTheHand;

/// <summary>
/// Waits that end. What follows them runs where the work, the clock or the stop ended the wait, so that virtual time is exact; the waits of
/// the base library hand over to the thread pool.
/// </summary>
internal static class Waits
{
    /// <summary>Waits for work that cannot be told to stop, at most <paramref name="limit"/>.</summary>
    /// <returns>True when the work has ended, well or badly.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal static async Task<bool> EndsWithinAsync(this Task work, TimeSpan limit, TimeProvider time, CancellationToken stop)
    {
        var first = new TaskCompletionSource<bool>();
        using var clock = time.CreateTimer(static wait => ((TaskCompletionSource<bool>)wait!).TrySetResult(false), first, limit, Timeout.InfiniteTimeSpan);
        using var stopping = stop.UnsafeRegister(static (wait, token) => ((TaskCompletionSource<bool>)wait!).TrySetCanceled(token), first);
        _ = work.ContinueWith(
            static (_, wait) => ((TaskCompletionSource<bool>)wait!).TrySetResult(true), first,
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return await first.Task.ConfigureAwait(false);
    }

    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal static async Task PauseAsync(TimeSpan length, TimeProvider time, CancellationToken stop)
    {
        var over = new TaskCompletionSource();
        using var clock = time.CreateTimer(static wait => ((TaskCompletionSource)wait!).TrySetResult(), over, length, Timeout.InfiniteTimeSpan);
        using var stopping = stop.UnsafeRegister(static (wait, token) => ((TaskCompletionSource)wait!).TrySetCanceled(token), over);
        await over.Task.ConfigureAwait(false);
    }
}
