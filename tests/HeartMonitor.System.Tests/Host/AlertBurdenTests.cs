using System.Net;
using System.Text.Json;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.System.Tests.Support;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.System.Tests.Host;

/// <summary>The burden of alerts from a journal, and over HTTP.</summary>
[Collection(WholeProcesses.Name)]
public sealed class AlertBurdenTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, 3, 66.67, 1.0)] // today: since midnight; two of three within 30 s
    [InlineData(0.5, 2, 50.0, 0.5)]
    public async Task The_journal_gives_the_alerts_of_the_day_or_of_the_last_hours(double? hours, int alerts, double inTime, double watched)
    {
        await WriteAsync();

        var burden = new BurdenReport(_folder.Reader, TimeZoneInfo.Utc, new RuleOptions()).Of(hours, 1, Start.AddHours(1));

        Assert.Equal((alerts, watched), (burden.Alerts, burden.SessionHours));
        Assert.Equal(inTime, burden.AcknowledgedInTimePercent.Value);
        Assert.Equal(AlertCode.RpeStop, Assert.Single(burden.TopCodes).Code);
    }

    [Fact]
    public async Task Yesterday_is_not_today()
    {
        await WriteAsync();

        var burden = new BurdenReport(_folder.Reader, TimeZoneInfo.Utc, new RuleOptions()).Of(null, 1, new(2026, 3, 3, 0, 5, 0, TimeSpan.Zero));

        Assert.Equal((0, 0.08), (burden.Alerts, burden.SessionHours)); // the session was never ended
    }

    [Fact]
    public async Task The_running_service_answers_with_figures_and_targets()
    {
        await using var monitor = new MonitorProcess("--Simulator:People", "2");
        await monitor.StartAsync();
        using var client = new HttpClient { BaseAddress = monitor.Address };

        var json = JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync(new Uri("api/v1/alert-burden?hours=1&staff=2", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(2, json.GetProperty("staff").GetInt32());
        Assert.Equal("at most 2", json.GetProperty("perStaffAndTenMinutes").GetProperty("target").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("falseHigh").GetProperty("value").ValueKind);
        foreach (var query in (string[])["hours=0", "hours=-1", "hours=x", "hours=1e9", "staff=0", "staff=1.5", "staff=101"])
        {
            using var refused = await client.GetAsync(new Uri($"api/v1/alert-burden?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    private async Task WriteAsync()
    {
        await using var journal = _folder.Open();
        journal.Append(Started());
        journal.Append(Sample(1));
        foreach (var (id, at, after) in (ReadOnlySpan<(string, int, int)>)[("aaaabbbbccccdddd", 60, 20), ("aaaabbbbccccddde", 2000, 30), ("aaaabbbbccccdddf", 3000, 31)])
        {
            journal.Append(Raised(at, Alert(id, 1, AlertState.Raised, at)));
            journal.Append(Raised(at + after, Alert(id, 2, AlertState.Acknowledged, at + after)));
            journal.Append(Raised(at + after, Alert(id, 3, AlertState.Closed, at + after)));
        }
    }
}
