using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Influx;
using HeartMonitor.System.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>The dose is in the store while the session runs; its summary writes the same points.</summary>
public sealed class LiveDoseTests : IAsyncLifetime
{
    private static readonly MetStretch[] Minutes = [new(0, 1, 4.5, MetSource.AcsmLegCycle), new(60, 1, 4.5, MetSource.AcsmLegCycle), new(120, 0.5, 2.5, MetSource.RpeBand)];

    private InfluxFake _server = null!;
    private InfluxTarget _target = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await InfluxFake.StartAsync();
        _target = new(new() { Url = _server.Url }, TimeProvider.System, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _target.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_minute_goes_with_the_next_rows_once_it_is_final_and_only_once()
    {
        Offer(1);
        await Send(200);
        Offer(1);
        await Send(201);
        Offer(2);
        await Send(202);

        Assert.Equal(
            [
                "dose,p=p_07,site=gym1,source=acsm-leg-cycle met=4.5,minutes=1.0,sid=\"s_abcdefghijkl\" 1772442000000000",
                "dose,p=p_07,site=gym1,source=acsm-leg-cycle met=4.5,minutes=1.0,sid=\"s_abcdefghijkl\" 1772442060000000",
            ],
            Doses());
    }

    [Fact]
    public async Task A_minute_that_the_store_did_not_take_goes_again()
    {
        Offer(1);
        _server.Answer = (_, _) => Task.FromResult(503);
        Assert.IsType<ForwardResult.Keep>(await _target.SendAsync([Row(200)], Cancellation));
        _server.Answer = (_, _) => Task.FromResult(204);
        await Send(200);

        Assert.Single(Doses());
    }

    [Fact]
    public async Task A_minute_that_the_store_refuses_stops_nothing()
    {
        Offer(1);
        _server.Answer = (_, lines) => Task.FromResult(lines.Any(line => line.StartsWith("dose", StringComparison.Ordinal)) ? 400 : 204);
        await Send(200);

        Assert.Contains(_server.StoredLines, line => line.StartsWith("hr,", StringComparison.Ordinal));
        Assert.Empty(Doses());
    }

    [Fact]
    public async Task The_summary_writes_the_same_points_again()
    {
        Offer(3);
        await Send(200);
        var live = Doses();
        var summary = new SummaryEvent
        {
            T = 400,
            At = Start.AddSeconds(400),
            Rpe = [],
            Alerts = new(0, 0, 0),
            Prompts = new(0, 0, 0),
            CoveragePercent = 100,
            Reasons = new Dictionary<string, string>(),
            MetStretches = [Minutes[0] with { Minutes = 2 }, Minutes[2]],
        };
        Assert.Same(ForwardResult.Accepted.All, await _target.SendAsync([EventRow(9, summary)], Cancellation));

        Assert.Equal(3, live.Count);
        Assert.Equal(live, Doses().Skip(3).Select(line => line.Replace(",n=9i", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sessions_that_are_over_are_forgotten_and_hundreds_at_once_are_told()
    {
        for (var i = 0; i < 300; i++) _target.Offer($"s_{i:000000000000}", Live(60, 100) with { StartedAt = Start.AddSeconds(i), DoseMinutes = Minutes[..1] });
        await Send(200);

        Assert.Equal(300, Doses().Distinct().Count());
    }

    private void Offer(int minutes) => _target.Offer(Session, Live(minutes * 60, 100) with { StartedAt = Start, DoseMinutes = Minutes[..minutes] });

    private async Task Send(int second) => Assert.Same(ForwardResult.Accepted.All, await _target.SendAsync([Row(second)], Cancellation));

    private List<string> Doses() => [.. _server.StoredLines.Where(line => line.StartsWith("dose", StringComparison.Ordinal))];

    private static JournalRow Row(int second) => SampleRow(second, Start.AddSeconds(second), Good, Packet(100));
}
