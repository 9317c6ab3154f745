using System.Diagnostics;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>Waits for a condition against a real server, never for a fixed time.</summary>
internal static class MqttWait
{
    internal static readonly TimeSpan Default = TimeSpan.FromSeconds(15);

    /// <summary>Time it took.</summary>
    internal static Task<TimeSpan> UntilAsync(Func<bool> condition, string what, TimeSpan? limit = null) => UntilAsync(condition, () => what, limit);

    /// <summary>Time it took; <paramref name="what"/> is asked only when it took too long, and may say how things stand.</summary>
    internal static async Task<TimeSpan> UntilAsync(Func<bool> condition, Func<string> what, TimeSpan? limit = null)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > (limit ?? Default)) Assert.Fail($"Not within {(limit ?? Default).TotalSeconds} s: {what()}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return watch.Elapsed;
    }
}
