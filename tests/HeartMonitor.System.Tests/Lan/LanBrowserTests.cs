using System.Diagnostics;
using HeartMonitor.Host.Lan;
using HeartMonitor.System.Tests.Host;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace HeartMonitor.System.Tests.Lan;

/// <summary>A tablet in the network on which the site's CA was installed, and no exception made for anything.</summary>
[Collection(WholeProcesses.Name)]
public sealed class LanBrowserTests
{
    private const string CertUtil = "/usr/bin/certutil";
    private const string Chromium = "/usr/bin/chromium";

    [Fact]
    public async Task With_the_sites_CA_installed_a_tablet_has_what_it_needs_a_trusted_page_its_shell_and_the_screen_that_stays_on()
    {
        Require(Chromium, "chromium");
        Require(CertUtil, "libnss3-tools");
        await using var host = await LanHost.StartAsync();
        var home = Directory.CreateTempSubdirectory("hrm-tablet-");
        try
        {
            await TrustAsync(home.FullName, SiteAuthority.AuthorityFile(host.Tls));
            using var playwright = await Playwright.CreateAsync();
            await using var tablet = await playwright.Chromium.LaunchPersistentContextAsync(Path.Combine(home.FullName, "profile"), new()
            {
                ExecutablePath = Chromium,
                Headless = true,
                Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
                Env = new Dictionary<string, string> { ["HOME"] = home.FullName },
            });
            var page = tablet.Pages[0];
            page.SetDefaultTimeout(30_000);

            await page.GotoAsync($"{host.Url}/");
            await Assertions.Expect(page).ToHaveURLAsync(new global::System.Text.RegularExpressions.Regex("/signin\\.html"));
            await MakeFirstAdminAsync(page, host);
            await page.GotoAsync($"{host.Url}/");
            await Assertions.Expect(page.Locator(".tile").First).ToBeVisibleAsync();

            Assert.True(await page.EvaluateAsync<bool>("() => window.isSecureContext"));
            Assert.Equal("activated", await page.EvaluateAsync<string>("async () => { const r = await navigator.serviceWorker.ready; const w = r.active; while (w.state !== 'activated') await new Promise(go => w.addEventListener('statechange', go, { once: true })); return w.state; }"));
            Assert.Equal("screen", await page.EvaluateAsync<string>("async () => (await navigator.wakeLock.request('screen')).type"));
            Assert.True(await page.EvaluateAsync<bool>("async () => (await fetch('/api/v1/me')).ok"));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    /// <summary>As an operator does it on the tablet, with the code that the service printed.</summary>
    private static async Task MakeFirstAdminAsync(IPage page, LanHost host)
    {
        var code = await File.ReadAllTextAsync(Path.Combine(host.Process.Data, "first-run.txt"), TestContext.Current.CancellationToken);
        await Assertions.Expect(page.Locator("#open-go")).ToBeHiddenAsync(); // there is nothing to go to yet
        await page.FillAsync("#first-code", code.Trim());
        await page.FillAsync("#first-id", "boss");
        await page.FillAsync("#first-name", "Ada Byron");
        await page.FillAsync("#first-secret", LanHost.Secret);
        await page.ClickAsync("#first button[type=submit]");
        await Assertions.Expect(page).ToHaveURLAsync(new global::System.Text.RegularExpressions.Regex("/people/accounts\\.html"));
    }

    private static async Task TrustAsync(string home, string authority)
    {
        var store = Directory.CreateDirectory(Path.Combine(home, ".pki", "nssdb")).FullName;
        await RunAsync("-d", $"sql:{store}", "-N", "--empty-password");
        await RunAsync("-d", $"sql:{store}", "-A", "-t", "C,,", "-n", "site", "-i", authority);
    }

    private static async Task RunAsync(params string[] arguments)
    {
        using var program = Process.Start(CertUtil, arguments);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
    }

    private static void Require(string file, string package)
    {
        if (File.Exists(file)) return;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail($"There is no {file}: apt-get install {package}");
        Assert.Skip($"There is no {file}: apt-get install {package}");
    }
}
