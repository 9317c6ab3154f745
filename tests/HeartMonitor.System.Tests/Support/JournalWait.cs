using System.Diagnostics;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>Waiting for the world: until a condition or a timeout, never a fixed sleep.</summary>
public static class JournalWait
{
    public static async Task Until(Func<bool> condition, string what, double seconds = 10)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed.TotalSeconds < seconds, $"Not within {seconds} s: {what}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
