using System.Net;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;

namespace HeartMonitor.System.Tests.People;

/// <summary>From nobody to a tile on the floor, on the real program.</summary>
[Collection("browser")]
public sealed class FloorStoryTests(BrowserHost browser)
{
    [Fact]
    public async Task The_code_that_was_printed_an_account_a_check_in_and_the_session_is_on_the_floor()
    {
        await using var monitor = new MonitorProcess("--Session:AutoStart", "false", "--Simulator:Seed", "7");
        await monitor.StartAsync();
        var file = Path.Combine(monitor.Data, "first-run.txt");
        Assert.Contains(monitor.Log.Errors, line => line.Contains("first-run.txt", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
            foreach (var path in new[] { file, Path.Combine(monitor.Data, "people.db") }) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));

        var url = monitor.Address.ToString().TrimEnd('/');
        using var boss = new SignInBrowser(url);
        var code = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim();
        Assert.Equal(HttpStatusCode.OK, await boss.PostAsync("first-run", $$"""{"code":"{{code}}","id":"boss","name":"Ada Byron","secret":"{{SignInHost.Password}}"}"""));
        Assert.Equal(HttpStatusCode.Created, await boss.PostAsync("accounts", $$"""{"id":"nurse","name":"Nora Nurse","role":"staff","secret":"{{SignInHost.Pin}}"}"""));
        Assert.False(File.Exists(file));

        await using var tablet = await browser.OpenAsync(url + "/");
        var page = tablet.Page;
        await page.FillAsync("#id", "nurse");
        await page.FillAsync("#secret", SignInHost.Pin);
        await page.ClickAsync("#go");
        for (var tries = 0; page.Url != url + "/"; tries++)
        {
            Assert.True(tries < 800, $"Still at {page.Url}.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-running", "yes", new() { Timeout = 30_000 });
        await page.ClickAsync("#open-tablet");
        await page.ClickAsync("a[href='/people/index.html']");
        await page.ClickAsync("#people [data-id='p_01'] .chip");
        await tablet.ShootAsync("people-list");
        await page.ClickAsync("#today [data-id='p_01'] a");
        await page.FillAsync("#rest", "72");
        await page.SelectOptionAsync("#strap", "sim-01");
        await page.ClickAsync("button[data-name='none']");
        await page.ClickAsync("#go");
        await page.ClickAsync("#to-floor");
        await SeesAsync(page.Locator(".tile"), "p_01");
        await tablet.ShootAsync("people-floor");

        await monitor.StopAsync();
        await monitor.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await boss.GetAsync("accounts")); // a restart signs nobody out
        using var stranger = new SignInBrowser(url);
        Assert.Equal(HttpStatusCode.Unauthorized, await stranger.GetAsync("sessions"));
        Assert.DoesNotContain(monitor.Log.Errors.Concat(monitor.Log.Output), line => line.Contains("Nora", StringComparison.Ordinal) || line.Contains("Ada Byron", StringComparison.Ordinal));
    }
}
