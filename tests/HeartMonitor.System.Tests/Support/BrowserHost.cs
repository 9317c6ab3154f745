using Microsoft.Playwright;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>One Chromium for all tests of the page: the system's own, never a download.</summary>
public sealed class BrowserHost : IAsyncLifetime
{
    private static readonly string[] Candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Candidates, File.Exists) is not { } executable) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = executable,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--autoplay-policy=user-gesture-required",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A fresh page on the console; skips the test where there is no browser, save on a build server.</summary>
    internal Task<BrowserTablet> OpenAsync(TabletHost host, int width = 1280, int height = 800, bool calm = false, bool dark = true, bool shell = false) =>
        OpenAsync(host.Url, width, height, calm, dark, shell);

    /// <summary>The same for any address; <paramref name="shell"/> lets the page keep its shell, as on a real tablet.</summary>
    internal async Task<BrowserTablet> OpenAsync(string url, int width = 1280, int height = 800, bool calm = false, bool dark = true, bool shell = false)
    {
        if (_browser is null)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("There is no Chromium: apt-get install chromium");
            Assert.Skip("There is no Chromium: apt-get install chromium");
        }

        var context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ReducedMotion = calm ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ServiceWorkers = shell ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block, // a shell of its own would answer for files that a test holds back
            HasTouch = true,
        });
        return await BrowserTablet.OpenAsync(context, url);
    }
}

/// <summary>Tests of the page share the browser and run one after the other.</summary>
[CollectionDefinition("browser")]
public sealed class BrowserTests : ICollectionFixture<BrowserHost>;
