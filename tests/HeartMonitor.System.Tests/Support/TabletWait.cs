namespace HeartMonitor.System.Tests.Support;

/// <summary>Waits for the world.</summary>
internal static class TabletWait
{
    /// <summary>Until the condition holds; fails after <paramref name="seconds"/>.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what, CancellationToken cancellation, int seconds = 15)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(seconds));
        while (!holds())
        {
            if (patience.IsCancellationRequested) Xunit.Assert.Fail($"After {seconds} s still not: {what}.");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
