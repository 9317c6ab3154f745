using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline.Gateways;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Sources;

/// <summary>A gateway whose clock stands still says nothing about when: its straps are not lost by that.</summary>
public sealed class StandingClockTests
{
    private readonly GatewayTally _tally = new();
    private readonly List<string> _seen = [];
    private readonly GatewayFold _fold;
    private DateTimeOffset _now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public StandingClockTests() => _fold = new(strap => strap, new(), _tally, told =>
    {
        if (told.Kind == SourceEventKind.Packet) _seen.Add($"{(told.IsLate ? "late " : "")}{told.Packet.Span[1]}");
    });

    [Fact]
    public void Its_packets_count_as_of_their_arrival_and_when_it_goes_again_it_is_taken_at_its_word()
    {
        for (var i = 0; i < 30; i++) Send(number: i, monoSeconds: 7, bpm: 80 + i);
        Assert.InRange(_seen.Count(IsLate), 0, 2); // until it is known
        Assert.True(_tally.Standing > 25);
        var standing = _tally.Standing;

        for (var i = 30; i < 40; i++) Send(i, monoSeconds: i, 80 + i);

        Assert.Equal(["115", "116", "117", "118", "119"], _seen.TakeLast(5));
        Assert.Equal(standing, _tally.Standing);
        Send(40, monoSeconds: 30, 60); // ten seconds old by its word
        Assert.Equal("late 60", _seen[^1]);
    }

    [Fact]
    public void A_message_that_comes_again_and_again_is_no_clock_that_stands_still()
    {
        Send(1, 0, 80);
        for (var i = 0; i < 10; i++) Send(2, 1, 81);

        Send(3, 2, 82); // waited as long as the one before

        Assert.Equal(0, _tally.Standing);
        Assert.Equal(["80", "81", "late 82"], _seen);
    }

    [Fact]
    public void Several_messages_of_one_instant_are_none_either()
    {
        for (var i = 0; i < 5; i++) Send(i, 7, 80 + i, wait: 0.1);

        Assert.Equal(0, _tally.Standing);
        Assert.DoesNotContain(_seen, IsLate);
    }

    private static bool IsLate(string line) => line.StartsWith("late", StringComparison.Ordinal);

    private void Send(long number, double monoSeconds, int bpm, double wait = 1)
    {
        _fold.Take(new("g1", [new("s1", new byte[] { 6, (byte)bpm }, number, (long)(monoSeconds * 1_000_000))]) { Boot = "b" }, _now);
        _now = _now.AddSeconds(wait);
    }
}
