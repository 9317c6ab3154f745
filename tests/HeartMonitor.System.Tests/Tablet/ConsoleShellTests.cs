using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using HeartMonitor.Core.Medications;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>The page as a thing that is installed: its weight, its shell without the service, its words.</summary>
[Collection("browser")]
public sealed partial class ConsoleShellTests(BrowserHost browser)
{
    private static readonly string[] Never = ["normal", "abnormal", "safe", "arrhythmia", "atrial fibrillation", "sicher ", "arrhythmie", "vorhofflimmern"];

    [Fact]
    public async Task Without_the_service_a_reload_shows_the_alarm_page_and_no_old_value_and_the_way_back_needs_no_hand()
    {
        var first = await TabletHost.StartAsync(new() { Epoch = 1 });
        var gym = new TabletGym(first);
        gym.Enter("s_01", MonitoringMode.Rpe);
        await using var tablet = await browser.OpenAsync(first, shell: true);
        await SeesValueAsync(tablet.Tile("s_01"));
        await tablet.Page.EvaluateAsync("async () => { await navigator.serviceWorker.ready; }");
        var kept = await tablet.Page.EvaluateAsync<string[]>("async () => (await (await caches.open('heartmonitor-shell')).keys()).map(r => new URL(r.url).pathname)");
        Assert.DoesNotContain(kept, path => path.StartsWith("/api", StringComparison.Ordinal));

        var port = first.Port;
        await gym.DisposeAsync();
        await first.DisposeAsync();
        await tablet.Page.ReloadAsync();
        await SeesAsync(tablet.Lost, "WATCH PARTICIPANTS DIRECTLY");
        Assert.Equal(0, await tablet.Page.Locator(".tile").CountAsync());
        await SeesNotAsync(tablet.Page.Locator("#nobody"));

        await using var second = await TabletHost.StartAsync(new() { Epoch = 2 }, port);
        await using var returned = new TabletGym(second);
        returned.Enter("s_02", MonitoringMode.Rpe);
        await SeesNotAsync(tablet.Lost);
        await SeesValueAsync(tablet.Tile("s_02"));
    }

    [Fact]
    public async Task The_shell_holds_every_file_that_the_console_loads()
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        gym.Enter("s_01", MonitoringMode.Rpe);
        await using var tablet = await browser.OpenAsync(host);
        await SeesValueAsync(tablet.Tile("s_01"));
        var loaded = await tablet.Page.EvaluateAsync<string[]>("() => performance.getEntriesByType('resource').map(r => new URL(r.name).pathname).filter(p => !p.startsWith('/api/') && !p.startsWith('/texts/') && !p.startsWith('/people/') && !p.startsWith('/signin') && p !== '/service-worker.js')");
        using var client = host.Client();
        var shell = await client.GetStringAsync("/service-worker.js", TestContext.Current.CancellationToken);

        Assert.All(loaded, path => Assert.Contains(path.StartsWith("/js/", StringComparison.Ordinal) ? $"\"{Path.GetFileNameWithoutExtension(path)}\"" : $"\"{path}\"", shell, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_of_the_console_weighs_under_200_kB_on_its_way_with_the_chart()
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        TabletStory.Play(gym);
        await using var tablet = await browser.OpenAsync(host);
        await SeesAsync(tablet.Tile("s_03").Locator(".hr"), "148");
        await tablet.Tile("s_01").Locator(".open").ClickAsync();
        await tablet.Page.Locator("[data-way='chart']").ClickAsync();
        await SeesAsync(tablet.Page.Locator("#detail canvas"));

        var weight = await tablet.Page.EvaluateAsync<int[]>(
            """
            () => {
              const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].filter(r => !r.name.includes('/api/'));
              return [all.reduce((s, r) => s + r.encodedBodySize, 0), all.reduce((s, r) => s + r.decodedBodySize, 0), all.length];
            }
            """);
        var paint = await tablet.Page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1");
        TestContext.Current.TestOutputHelper?.WriteLine($"{weight[0]} bytes compressed, {weight[1]} plain, {weight[2]} files; first contentful paint {paint:0} ms");
        Assert.InRange(weight[0], 10_000, 200_000);
    }

    [Fact]
    public async Task Whoever_takes_no_brotli_gets_the_file_as_it_is()
    {
        await using var host = await TabletHost.StartAsync();
        using var client = host.Client();
        var plain = await client.GetByteArrayAsync("/js/board.js", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/js/board.js");
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        using var packed = await client.SendAsync(request, TestContext.Current.CancellationToken);
        using var refusing = new HttpRequestMessage(HttpMethod.Get, "/js/board.js");
        refusing.Headers.AcceptEncoding.ParseAdd("br;q=0");
        using var unpacked = await client.SendAsync(refusing, TestContext.Current.CancellationToken);

        Assert.Equal(["br"], packed.Content.Headers.ContentEncoding);
        Assert.Empty(unpacked.Content.Headers.ContentEncoding);
        await using var stream = new BrotliStream(await packed.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read, TestContext.Current.CancellationToken);
        Assert.Equal(plain, read.ToArray());
        Assert.True(packed.Content.Headers.ContentLength < plain.Length / 2);
    }

    [Fact]
    public async Task The_manifest_is_one_that_a_browser_installs()
    {
        await using var host = await TabletHost.StartAsync();
        using var client = host.Client();
        using var answer = await client.GetAsync("/console.webmanifest", TestContext.Current.CancellationToken);
        Assert.Equal("application/manifest+json", answer.Content.Headers.ContentType?.MediaType);
        using var manifest = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("/", "standalone"), (manifest.RootElement.GetProperty("start_url").GetString(), manifest.RootElement.GetProperty("display").GetString()));
        Assert.Equal("/icon.svg", manifest.RootElement.GetProperty("icons")[0].GetProperty("src").GetString());
    }

    [Fact]
    public async Task Both_languages_have_the_same_words_with_the_same_places_and_none_that_is_never_said()
    {
        await using var host = await TabletHost.StartAsync();
        var (english, german) = (await WordsAsync(host, "en"), await WordsAsync(host, "de"));

        Assert.Equal(english.Keys.Order(), german.Keys.Order());
        Assert.All(english, word => Assert.Equal(PlacesOf(word.Value), PlacesOf(german[word.Key])));
        Assert.All(english.Values.Concat(german.Values), text => Assert.DoesNotContain(Never, never => text.Contains(never, StringComparison.OrdinalIgnoreCase)));
        Assert.All(english.Values.Concat(german.Values), text => Assert.False(string.IsNullOrWhiteSpace(text)));
    }

    [Fact]
    public async Task Every_word_that_the_pages_ask_for_is_there()
    {
        await using var host = await TabletHost.StartAsync();
        var words = await WordsAsync(host, "en");
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        var asked = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".js" or ".html" && !f.Contains("vendor", StringComparison.Ordinal)
                && !Path.GetRelativePath(folder, f).StartsWith("people", StringComparison.Ordinal) && !Path.GetFileName(f).StartsWith("signin", StringComparison.Ordinal) && !Path.GetFileName(f).StartsWith("install", StringComparison.Ordinal)) // these have words of their own
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).Select(m => (File: Path.GetFileName(f), Key: m.Groups[1].Value)))
            .ToList();

        Assert.InRange(asked.Count, 150, 2000);
        Assert.All(asked, m => Assert.True(words.ContainsKey(m.Key), $"{m.File}: {m.Key}"));
    }

    private static async Task<Dictionary<string, string>> WordsAsync(TabletHost host, string language)
    {
        using var client = host.Client();
        using var document = JsonDocument.Parse(await client.GetStringAsync($"/texts/{language}.json", TestContext.Current.CancellationToken));
        return document.RootElement.GetProperty("words").EnumerateObject().ToDictionary(w => w.Name, w => w.Value.GetString()!);
    }

    private static string[] PlacesOf(string text) => [.. Place().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Place();

    [GeneratedRegex("""(?:\bt\(|data-t(?:-label)?=)"([a-z][a-z0-9.-]+)"[),\s>]""")]
    private static partial Regex Asked();
}
