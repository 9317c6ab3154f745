using System.Diagnostics;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>One life of the service in the story.</summary>
/// <param name="Owed">Alerts that the journal held open before this life.</param>
/// <param name="FirstSnapshot">The first thing a tablet got in this life.</param>
/// <param name="FirstTile">From the start of the process to the first heart rate on a tablet.</param>
internal sealed record Life(IReadOnlyList<AlertEvent> Owed, StreamMessage FirstSnapshot, TimeSpan FirstTile);

/// <summary>
/// A demo ten times as fast as life that is killed eight times at random moments while a nurse works (ecosystem-reliability F10). Told once;
/// the tests look at what it left behind.
/// </summary>
public sealed class KilledStory : IAsyncLifetime
{
    private const int Kills = 8;
    private const int Seed = 20_260_302;

    private readonly MonitorProcess _monitor = new("--speed", "10", "--seed", "7");
    private readonly List<Life> _lives = [];
    private readonly List<(Asked Asked, string Again)> _repeats = [];

    internal IReadOnlyList<Life> Lives => _lives;

    internal IReadOnlyList<Asked> Asked { get; private set; } = [];

    /// <summary>Old keys that were sent again in the last life, and what they were told.</summary>
    internal IReadOnlyList<(Asked Asked, string Again)> Repeats => _repeats;

    internal IReadOnlyList<StreamMessage> Seen { get; private set; } = [];

    /// <summary>The whole journal at the end.</summary>
    internal IReadOnlyList<JournalRow> Rows { get; private set; } = [];

    internal CommandReceipt? Receipt(string key) => _monitor.Journal.FindReceipt(key);

    public async ValueTask InitializeAsync()
    {
        var random = new Random(Seed);
        await using var tablet = SseClient.Follow(_monitor.Http.Stream);
        var hands = new StaffHands(_monitor, tablet, Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            await BeginLifeAsync(tablet);
            using var shift = new CancellationTokenSource();
            var working = Task.Run(() => hands.WorkAsync(shift.Token));
            await PassAsync(TimeSpan.FromMilliseconds(random.Next(1_000, 4_500)));
            await _monitor.KillAsync();
            await shift.CancelAsync();
            await working;
        }

        await BeginLifeAsync(tablet);
        foreach (var unknown in hands.Asked.Where(a => a.Results.Count == 0)) await hands.SendAsync(unknown);
        foreach (var old in hands.Asked.Where(a => a.Results is ["accepted"]).Take(40).Where((_, i) => i % 4 == 0)) await RepeatAsync(old);
        await _monitor.KillAsync();
        (Asked, Seen, Rows) = (hands.Asked, tablet.Seen, _monitor.Journal.ReadAfter(0, 1_000_000));
    }

    public ValueTask DisposeAsync() => _monitor.DisposeAsync();

    private async Task BeginLifeAsync(SseClient tablet)
    {
        var owed = _monitor.Journal.Exists ? JournalEvents.OpenAlerts(_monitor.Journal.ReadAfter(0, 1_000_000)) : [];
        var mark = tablet.Count;
        var clock = Stopwatch.StartNew();
        var start = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero).AddMinutes(5 * _lives.Count); // minutes away, and at speed 10 a life is shorter
        await _monitor.StartAsync("--Clock:Start", start.ToString("O"));
        var snapshot = await tablet.UntilAsync(m => m.Event == "snapshot", "a snapshot", from: mark);
        await tablet.UntilAsync(m => m.Event == "live" && m.Data.GetProperty("hr").ValueKind == global::System.Text.Json.JsonValueKind.Number, "a heart rate", from: mark);
        _lives.Add(new(owed, snapshot, clock.Elapsed));
    }

    private async Task RepeatAsync(Asked old)
    {
        var reply = await _monitor.Http.PostAsync(old.Path, old.Key, old.Json);
        _repeats.Add((old, reply?.Result ?? "no answer"));
    }

    private static Task PassAsync(TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        return JournalWait.Until(() => clock.Elapsed >= time, "time passes");
    }
}
