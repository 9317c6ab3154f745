using System.Globalization;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Influx;
using HeartMonitor.System.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HeartMonitor.System.Tests.Storage;

public sealed class InfluxTargetTests : IAsyncLifetime, IDisposable
{
    private readonly List<string> _files = [];
    private InfluxFake _server = null!;
    private InfluxTarget? _target;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await InfluxFake.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _target?.Dispose();
        foreach (var file in _files) File.Delete(file);
    }

    [Fact]
    public async Task Version_1_is_written_to_its_own_address_with_basic_authentication_and_gzip()
    {
        await Send(Options with { Database = "heart monitor", RetentionPolicy = "raw", Username = "u", PasswordFile = Secret("p\u00e4ss\n") });

        var write = Assert.Single(_server.Writes);
        Assert.Equal("/write?db=heart%20monitor&rp=raw&precision=u", write.Address);
        Assert.Equal("Basic dTpww6Rzcw==", write.Authorization);
        Assert.True(write.IsCompressed);
    }

    [Theory]
    [InlineData("2.7.1")]
    [InlineData("v2.7.1")]
    public async Task Version_2_is_found_and_written_with_a_token(string version)
    {
        _server.Ping = InfluxFake.Version(version);

        await Send(Options with { Org = "gym & co", Bucket = "b", TokenFile = Secret("t0ken\r\n") });

        var write = Assert.Single(_server.Writes);
        Assert.Equal("/api/v2/write?org=gym%20%26%20co&bucket=b&precision=us", write.Address);
        Assert.Equal("Token t0ken", write.Authorization);
    }

    [Fact]
    public async Task Version_2_is_found_by_its_health_page_when_ping_says_nothing()
    {
        _server.Ping = Status(204);
        _server.Health = context => context.Response.WriteAsync("""{"name":"influxdb","status":"pass","version":"v2.1.0"}""");

        await Send(Options);

        Assert.StartsWith("/api/v2/write?", Assert.Single(_server.Writes).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_3_is_found_and_written_with_a_bearer_token()
    {
        _server.Ping = InfluxFake.Version("3.0.1");

        await Send(Options with { TokenFile = Secret("apiv3_x") });

        var write = Assert.Single(_server.Writes);
        Assert.Equal("/api/v3/write_lp?db=heartmonitor&precision=microsecond&accept_partial=true&no_sync=false", write.Address);
        Assert.Equal("Bearer apiv3_x", write.Authorization);
    }

    [Fact]
    public async Task Only_version_3_asks_for_a_token_at_ping()
    {
        _server.Ping = Status(401);

        await Send(Options);

        Assert.StartsWith("/api/v3/write_lp?", Assert.Single(_server.Writes).Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "/write?")]
    [InlineData("org", "/api/v2/write?")]
    public async Task A_server_that_does_not_say_is_taken_for_what_the_options_fit(string org, string address)
    {
        _server.Ping = Status(404);

        await Send(Options with { Org = org });

        Assert.StartsWith(address, Assert.Single(_server.Writes).Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StringFields.Auto, false)]
    [InlineData(StringFields.On, true)]
    [InlineData(StringFields.Off, false)]
    public async Task VictoriaMetrics_gets_no_string_fields_unless_they_are_asked_for(StringFields option, bool hasStrings)
    {
        _server.Ping = context =>
        {
            context.Response.Headers["X-Server-Hostname"] = "vm";
            return Status(204)(context);
        };

        await Send(Options with { StringFields = option });

        Assert.Equal(hasStrings, Assert.Single(_server.Writes).Lines[0].Contains("sid=\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task What_somebody_must_put_right_is_kept_and_tried_each_minute(int status)
    {
        await using var other = await InfluxFake.StartAsync();
        _server.Answer = (context, _) =>
        {
            context.Response.Headers.Location = other.Url.ToString() + "write";
            return Task.FromResult(status);
        };

        var keep = Assert.IsType<ForwardResult.Keep>(await TrySend(Options with { TokenFile = Secret("t0ken") }, 3));

        Assert.Equal(TimeSpan.FromSeconds(60), keep.RetryAfter);
        Assert.Contains(status.ToString(CultureInfo.InvariantCulture), keep.Reason, StringComparison.Ordinal);
        Assert.Single(_server.Writes);
        Assert.Empty(other.Writes); // The token went to nobody else.
    }

    [Theory]
    [InlineData("1.8.10", 200)]
    [InlineData("1.8.10", 202)]
    [InlineData("v2.7.1", 200)]
    [InlineData("3.0.1", 200)]
    public async Task A_success_that_no_store_gives_to_a_write_counts_as_nothing_stored(string version, int status)
    {
        _server.Ping = InfluxFake.Version(version);
        _server.Answer = async (context, _) =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("<html>Please sign in</html>");
            return status;
        };

        var keep = Assert.IsType<ForwardResult.Keep>(await TrySend(Options, 3));

        Assert.Contains($"{status} to a write", keep.Reason, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(60), keep.RetryAfter);
    }

    [Fact]
    public async Task A_redirect_is_told_with_where_it_points_without_secrets()
    {
        _server.Answer = (context, _) =>
        {
            context.Response.Headers.Location = "http://user:pw@elsewhere.example:8443/login?token=t0ken";
            return Task.FromResult(307);
        };

        var keep = Assert.IsType<ForwardResult.Keep>(await TrySend(Options, 3));

        Assert.Contains("307: whoever answers points to http://elsewhere.example:8443/login, and that is not followed", keep.Reason, StringComparison.Ordinal);
        Assert.DoesNotMatch("t0ken|pw", keep.Reason);
    }

    [Fact]
    public async Task Words_of_the_server_reach_no_terminal_as_commands()
    {
        _server.Answer = async (context, _) =>
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("bad \u001b[31mred\u202E\u0007 line");
            return 400;
        };

        var accepted = Assert.IsType<ForwardResult.Accepted>(await TrySend(Options, 1));

        Assert.Equal("400 bad  [31mred   line", Assert.Single(accepted.Rejected).Reason);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("1000000000", 300)]
    [InlineData("99999999999999999999", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public async Task A_busy_server_is_given_the_time_it_asks_for_if_that_makes_sense(string? header, int? seconds)
    {
        foreach (var status in new[] { 429, 503 })
        {
            _server.Answer = (context, _) =>
            {
                if (header is not null) context.Response.Headers.RetryAfter = header;
                return Task.FromResult(status);
            };

            var keep = Assert.IsType<ForwardResult.Keep>(await TrySend(Options, 3));

            Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, keep.RetryAfter);
        }
    }

    [Fact]
    public async Task A_date_says_when_to_come_back_and_a_past_one_nothing()
    {
        _server.Answer = (context, _) => After(context, TimeSpan.FromSeconds(90));
        var future = Assert.IsType<ForwardResult.Keep>(await TrySend(Options, 3));
        _server.Answer = (context, _) => After(context, TimeSpan.FromSeconds(-90));
        var past = Assert.IsType<ForwardResult.Keep>(await TrySend(Options, 3));

        Assert.InRange(future.RetryAfter!.Value.TotalSeconds, 60, 91);
        Assert.Null(past.RetryAfter);

        static Task<int> After(HttpContext context, TimeSpan wait)
        {
            context.Response.Headers.RetryAfter = (TimeProvider.System.GetUtcNow() + wait).ToString("R", CultureInfo.InvariantCulture);
            return Task.FromResult(503);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    public async Task Exactly_the_bad_lines_of_five_thousand_are_rejected_with_few_requests(int bad)
    {
        const int lines = 5_000;
        var wrong = Enumerable.Range(0, bad).Select(i => (long)((i * 4_999 / Math.Max(1, bad - 1)) + 1)).ToHashSet();
        _server.Answer = async (context, sent) =>
        {
            if (!sent.Any(line => wrong.Contains(Bpm(line)))) return 204;
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("partial write: field type conflict");
            return 400;
        };

        var accepted = Assert.IsType<ForwardResult.Accepted>(await Target(Options).SendAsync(Rows(lines, withBeats: false), Cancellation));

        Assert.Equal(wrong.Order(), accepted.Rejected.Select(row => row.Seq));
        Assert.All(accepted.Rejected, row => Assert.Equal("400 partial write: field type conflict", row.Reason));
        Assert.Equal(lines - bad, _server.StoredLines.Distinct().Count());
        Assert.InRange(_server.Writes.Count - 1, 1, 2 * bad * Math.Ceiling(Math.Log2(lines)));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_halved_and_the_limit_remembered()
    {
        _server.Answer = (_, sent) => Task.FromResult(sent.Length > 300 ? 413 : 204);
        var target = Target(Options);

        Assert.Same(ForwardResult.Accepted.All, await target.SendAsync(Rows(1_000, withBeats: false), Cancellation));
        var before = _server.Writes.Count;
        Assert.Same(ForwardResult.Accepted.All, await target.SendAsync(Rows(1_000, withBeats: false), Cancellation));

        Assert.Equal(1_000, _server.StoredLines.Distinct().Count());
        Assert.Equal(4, _server.Writes.Count - before); // 250 at a time, and no 413 any more.
    }

    [Fact]
    public async Task Requests_hold_at_most_five_thousand_lines_and_half_a_megabyte()
    {
        Assert.Same(ForwardResult.Accepted.All, await Target(Options).SendAsync(Rows(20_000, withBeats: false), Cancellation));

        Assert.Equal(20_000, _server.StoredLines.Count);
        Assert.All(_server.Writes, write => Assert.InRange(write.Lines.Length, 1, 5_000));
        Assert.All(_server.Writes, write => Assert.InRange(write.Length, 1, 500_000));
    }

    [Fact]
    public async Task No_answer_in_time_means_keep_also_when_an_error_drips()
    {
        _server.Answer = async (context, _) =>
        {
            context.Response.StatusCode = 400;
            while (true)
            {
                await context.Response.WriteAsync(".", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(20, context.RequestAborted);
            }
        };

        var keep = Assert.IsType<ForwardResult.Keep>(await TrySend(Options with { Timeout = TimeSpan.FromMilliseconds(400) }, 3));

        Assert.Equal(("No answer in time.", null), (keep.Reason, keep.RetryAfter));
    }

    [Fact]
    public async Task A_connection_cut_after_the_write_means_the_same_lines_again()
    {
        var cuts = 1;
        _server.Answer = (context, _) =>
        {
            if (Interlocked.Decrement(ref cuts) == 0) context.Abort(); // counted first: the cut may bring the next request at once
            return Task.FromResult(204);
        };
        var target = Target(Options);

        Assert.IsType<ForwardResult.Keep>(await target.SendAsync(Rows(3, withBeats: true), Cancellation));
        Assert.Same(ForwardResult.Accepted.All, await target.SendAsync(Rows(3, withBeats: true), Cancellation));

        await JournalWait.Until(() => _server.Writes.Count == 2, "both writes are noted: whoever was cut off may be later");
        Assert.Equal(_server.Writes[0].Lines, _server.Writes[1].Lines); // The same points, so nothing doubles.
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_rejected_and_the_others_go_on()
    {
        var broken = new JournalRow(1, new(JournalKind.Event, "s_x", "p_07", JournalSteps.Start, "{broken"u8.ToArray()));

        var accepted = Assert.IsType<ForwardResult.Accepted>(await Target(Options).SendAsync([broken, .. Rows(3, false).Skip(1)], Cancellation));

        Assert.Equal(1, Assert.Single(accepted.Rejected).Seq);
        Assert.Equal(2, _server.StoredLines.Count);
    }

    [Fact]
    public void Bad_options_are_refused_all_at_once()
    {
        var bad = new InfluxOptions { Url = new("http://user:secret@host:8086"), Version = InfluxVersion.V2, TokenFile = "/no/such/file", LinesPerRequest = 0 };

        var refused = Assert.Throws<ArgumentException>(() => new InfluxTarget(bad, TimeProvider.System, NullLogger.Instance));

        foreach (var part in new[] { "Influx:Url", "Influx:Org", "Influx:TokenFile", "LinesPerRequest" })
            Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    private static Func<HttpContext, Task> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private static long Bpm(string line) => long.Parse(line.Split("n=")[1].Split('i')[0], CultureInfo.InvariantCulture);

    private static JournalRow[] Rows(int count, bool withBeats) =>
    [
        .. Enumerable.Range(1, count).Select(seq => JournalSteps.SampleRow(
            seq, JournalSteps.Start.AddSeconds(seq), JournalSteps.Good, JournalSteps.Packet(100, rr: withBeats ? [600] : []))),
    ];

    private InfluxOptions Options => new() { Url = _server.Url };

    private string Secret(string text)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        _files.Add(file);
        return file;
    }

    private InfluxTarget Target(InfluxOptions options)
    {
        _target?.Dispose();
        return _target = new(options, TimeProvider.System, NullLogger.Instance);
    }

    private Task<ForwardResult> TrySend(InfluxOptions options, int rows) => Target(options).SendAsync(Rows(rows, withBeats: true), Cancellation);

    private async Task Send(InfluxOptions options) => Assert.Same(ForwardResult.Accepted.All, await TrySend(options, 3));
}
