using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Support;

/// <summary>Waits for what other tasks bring about; time out is a failure that names what was waited for.</summary>
internal static class Until
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    internal static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(condition, () => what);

    /// <summary>The words are made when it was in vain, and tell how things stand then.</summary>
    internal static async Task TrueAsync(Func<bool> condition, Func<string> what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) >= Longest) Assert.Fail("Waited in vain until " + what());
            await Task.Delay(TimeSpan.FromMilliseconds(2), TestContext.Current.CancellationToken);
        }
    }
}
