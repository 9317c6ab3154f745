using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Influx;
using HeartMonitor.System.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.InfluxDbClient.Tests;

/// <summary>The suite that every target is held to, over InfluxDB.Client.</summary>
public sealed class InfluxDbClientContractTests : ForwardTargetContract
{
    protected override async Task<IForwardTargetRig> CreateRig() =>
        new InfluxRig(await InfluxFake.StartAsync(), static options => new InfluxDbClientWire(options, TimeProvider.System));
}

/// <summary>What the library makes of the answers of ecosystem-reliability 1b.</summary>
public sealed class InfluxDbClientTests : IAsyncLifetime
{
    private InfluxFake _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await InfluxFake.StartAsync();
        _server.Ping = InfluxFake.Version("2.7.1");
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Lines_go_to_version_2_with_token_precision_and_gzip_byte_for_byte()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "t0ken\n", Cancellation);
        try
        {
            Assert.Same(ForwardResult.Accepted.All, await SendAsync(Options with { Org = "gym & co", Bucket = "b", TokenFile = file }));
        }
        finally
        {
            File.Delete(file);
        }

        var write = Assert.Single(_server.Writes);
        Assert.StartsWith("/api/v2/write?", write.Address, StringComparison.Ordinal);
        Assert.Equal(["bucket=b", "org=gym%20%26%20co", "precision=us"], write.Address.Split('?')[1].Split('&').Order().Select(part => part.Replace("+", "%20", StringComparison.Ordinal)));
        Assert.Equal(("Token t0ken", true), (write.Authorization, write.IsCompressed));
        Assert.Equal("hr,p=p_07,site=gym1,src=strap bpm=100i,contact=t,q=100i,sid=\"s_abcdefghijkl\",n=1i 1772442001000000", write.Lines[0]);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task What_somebody_must_put_right_is_kept_and_tried_each_minute_and_no_redirect_is_followed(int status)
    {
        await using var other = await InfluxFake.StartAsync();
        _server.Answer = (context, _) =>
        {
            context.Response.Headers.Location = other.Url + "write";
            return Task.FromResult(status);
        };

        var keep = Assert.IsType<ForwardResult.Keep>(await SendAsync(Options));

        Assert.Equal(TimeSpan.FromSeconds(60), keep.RetryAfter);
        Assert.Contains(status.ToString(CultureInfo.InvariantCulture), keep.Reason, StringComparison.Ordinal);
        Assert.Single(_server.Writes);
        Assert.Empty(other.Writes);
    }

    [Theory]
    [InlineData("7", 7.0)]
    [InlineData("1000000000", 300.0)]
    [InlineData("99999999999999999999", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("Wed, 21 Oct 2099 07:28:00 GMT", 300.0)]
    [InlineData(null, null)]
    public async Task A_busy_server_is_given_the_time_it_asks_for_if_that_makes_sense(string? header, double? seconds)
    {
        foreach (var status in new[] { 429, 503 })
        {
            _server.Answer = (context, _) =>
            {
                if (header is not null) context.Response.Headers.RetryAfter = header;
                return Task.FromResult(status);
            };

            var keep = Assert.IsType<ForwardResult.Keep>(await SendAsync(Options));

            Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, keep.RetryAfter);
            Assert.StartsWith(status.ToString(CultureInfo.InvariantCulture), keep.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_bad_line_is_found_by_halves_and_rejected_with_the_servers_words()
    {
        _server.Answer = async (context, lines) =>
        {
            if (!lines.Any(line => line.Contains(",n=37i ", StringComparison.Ordinal))) return 204;
            context.Response.StatusCode = 422;
            await context.Response.WriteAsync("{\"message\":\"no such field type\"}");
            return 422;
        };

        var accepted = Assert.IsType<ForwardResult.Accepted>(await SendAsync(Options, 100));

        Assert.Equal((37L, "422 {\"message\":\"no such field type\"}"), Assert.Single(accepted.Rejected.Select(row => (row.Seq, row.Reason))));
        Assert.Equal(99 * 2, _server.StoredLines.Distinct().Count());
    }

    [Fact]
    public async Task No_answer_in_time_means_keep()
    {
        _server.Answer = async (context, _) =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return 204;
        };

        Assert.IsType<ForwardResult.Keep>(await SendAsync(Options with { Timeout = TimeSpan.FromMilliseconds(400) }));
    }

    [Fact]
    public async Task A_real_VictoriaMetrics_has_every_row_once_although_they_came_twice()
    {
        await using var server = await VictoriaServer.StartNewAsync();
        using var target = Target(new() { Url = server.Url });
        for (var again = 0; again < 2; again++) Assert.Same(ForwardResult.Accepted.All, await target.SendAsync(Rows(500), Cancellation));

        var there = await server.ExportAsync("hr_n");

        Assert.Equal(Rows(500).Select(row => (row.Entry.At.ToUnixMicroseconds() / 1_000, (double)row.Seq)), there.Select(point => (point.Milliseconds, point.Value)).Order());
    }

    private InfluxOptions Options => new() { Url = _server.Url, Org = "o" };

    private static InfluxTarget Target(InfluxOptions options) => new(options, new(options, new InfluxDbClientWire(options, TimeProvider.System), NullLogger.Instance));

    private static async Task<ForwardResult> SendAsync(InfluxOptions options, int rows = 3)
    {
        using var target = Target(options);
        return await target.SendAsync(Rows(rows), Cancellation);
    }

    private static JournalRow[] Rows(int count) =>
        [.. Enumerable.Range(1, count).Select(seq => SampleRow(seq, Start.AddSeconds(seq), Good, Packet(100, rr: [600])))];
}
