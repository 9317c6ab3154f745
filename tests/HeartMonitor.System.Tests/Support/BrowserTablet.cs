using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A tablet: one page on the console, and everything that it complained about.</summary>
internal sealed class BrowserTablet : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = [];

    private BrowserTablet(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") _complaints.Enqueue(message.Text); };
        page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of scripts and policies; a refused connection is no complaint of the page's own.</summary>
    public IEnumerable<string> Complaints => _complaints.Where(c => !c.Contains("net::ERR_", StringComparison.Ordinal) && !c.Contains("blocked by Playwright", StringComparison.Ordinal));

    public static async Task<BrowserTablet> OpenAsync(IBrowserContext context, string url)
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        var tablet = new BrowserTablet(context, page);
        await page.GotoAsync(url);
        return tablet;
    }

    public ILocator Tile(string session) => Page.Locator($".tile[data-sid='{session}']");

    public ILocator Alert(string id) => Page.Locator($".alert[data-aid='{id}']");

    public ILocator Lost => Page.Locator("#lost");

    public static Task SeesAsync(ILocator locator, string text) =>
        Assertions.Expect(locator).ToContainTextAsync(text, new() { Timeout = 15_000 });

    public static Task SeesExactlyAsync(ILocator locator, string text) =>
        Assertions.Expect(locator).ToHaveTextAsync(text, new() { Timeout = 15_000 });

    public static Task SeesAsync(ILocator locator) => Assertions.Expect(locator).ToBeVisibleAsync(new() { Timeout = 15_000 });

    public static Task SeesNotAsync(ILocator locator) => Assertions.Expect(locator).ToBeHiddenAsync(new() { Timeout = 15_000 });

    /// <summary>The tile shows a heart rate, not dashes.</summary>
    public static Task SeesValueAsync(ILocator tile) => Assertions.Expect(tile).ToHaveAttributeAsync("data-value", "live", new() { Timeout = 15_000 });

    /// <summary>A picture for human eyes, where HEARTMONITOR_SCREENSHOTS names a folder.</summary>
    public async Task ShootAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("HEARTMONITOR_SCREENSHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
    }

    public void ExpectNoComplaints() => Assert.Empty(Complaints);

    /// <summary>Save those about an answer of this status, which the browser always tells.</summary>
    public void ExpectNoComplaints(string except) => Assert.DoesNotContain(Complaints, c => !c.Contains($"status of {except}", StringComparison.Ordinal));

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
