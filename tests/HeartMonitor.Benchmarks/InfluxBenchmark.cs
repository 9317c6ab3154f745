using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Influx;
using HeartMonitor.Storage.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace HeartMonitor.Benchmarks;

/// <summary>The same journal in InfluxDB 1.x, sent by the product's own target and compacted in full: what the database's data takes on disk.</summary>
internal static class InfluxBenchmark
{
    private const string Program = "/usr/bin/influxd";

    internal static async Task RunAsync(JournalReader journal, long samples, TextWriter output)
    {
        if (!File.Exists(Program))
        {
            output.WriteLine("influxd is not installed (apt-get install influxdb): nothing beside it");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("heartmonitor-influx-");
        var url = new Uri($"http://127.0.0.1:{FreePort()}/");
        using var server = Process.Start(Command(folder.FullName, url))!;
        try
        {
            await CreateAsync(url);
            var began = Stopwatch.GetTimestamp();
            await SendAsync(journal, url);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"InfluxDB, in",-28} {samples / Stopwatch.GetElapsedTime(began).TotalSeconds,8:0} samples/s"));
            var bytes = await CompactedAsync(folder);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"InfluxDB, compacted",-28} {bytes / (double)samples,8:0.00} B a sample (a point of hr and one of rr an interval)"));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    private static async Task SendAsync(JournalReader journal, Uri url)
    {
        using var target = new InfluxTarget(new() { Url = url, Version = InfluxVersion.V1 }, TimeProvider.System, NullLogger.Instance);
        for (var seq = 0L; journal.ReadAfter(seq, 5_000) is { Count: > 0 } page; seq = page[^1].Seq)
            if (await target.SendAsync(page, CancellationToken.None) is not ForwardResult.Accepted) throw new InvalidOperationException("InfluxDB did not take the rows.");
    }

    /// <summary>Waits until the size has stood still for 15 s: its cache is written after 2 s without a write, its files are compacted after 5.</summary>
    private static async Task<long> CompactedAsync(DirectoryInfo folder)
    {
        var (size, still) = (-1L, 0);
        while (still < 15)
        {
            await Task.Delay(1_000);
            var now = folder.CreateSubdirectory(Path.Combine("data", "heartmonitor")).EnumerateFiles("*.tsm", SearchOption.AllDirectories).Sum(file => file.Length);
            (size, still) = now == size && now > 0 ? (size, still + 1) : (now, 0);
        }

        return size;
    }

    private static async Task CreateAsync(Uri url)
    {
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var created = await http.PostAsync(new Uri(url, "query?q=" + Uri.EscapeDataString("CREATE DATABASE heartmonitor")), null);
                created.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    private static ProcessStartInfo Command(string folder, Uri url)
    {
        var configuration = Path.Combine(folder, "influxdb.conf");
        File.WriteAllText(configuration, $"""
            reporting-disabled = true
            bind-address = "127.0.0.1:{FreePort()}"
            [meta]
            dir = "{folder}/meta"
            [data]
            dir = "{folder}/data"
            wal-dir = "{folder}/wal"
            cache-snapshot-write-cold-duration = "2s"
            compact-full-write-cold-duration = "5s"
            [http]
            bind-address = "{url.Authority}"
            log-enabled = false
            [logging]
            level = "error"
            """);
        return new(Program, ["-config", configuration]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
