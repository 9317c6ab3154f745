using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>One event of the stream as a tablet got it.</summary>
/// <param name="Event"><c>snapshot live alert prompt session heartbeat</c>.</param>
/// <param name="Envelope">The payload.</param>
/// <param name="Connection">Number of the connection it came on, from 1.</param>
/// <param name="After">Time from the client's start to its arrival.</param>
internal sealed record StreamMessage(string Event, JsonElement Envelope, int Connection, TimeSpan After)
{
    internal JsonElement Data => Envelope.GetProperty("data");

    /// <summary>Session id; empty for none.</summary>
    internal string Session => Envelope.TryGetProperty("subject", out var subject) ? subject.GetString()! : "";

    internal DateTimeOffset Time => Envelope.GetProperty("time").GetDateTimeOffset();

    internal string Text(string member) => Data.GetProperty(member).GetString() ?? "";
}

/// <summary>A tablet that follows <c>/api/v1/stream</c>, keeps all it saw, and connects again whenever it is cut off.</summary>
internal sealed class SseClient : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<StreamMessage> _seen = [];
    private readonly Uri _stream;
    private readonly Task _following;

    private SseClient(Uri stream)
    {
        _stream = stream;
        _following = Task.Run(FollowAsync);
    }

    /// <summary>Everything that came, in order.</summary>
    internal IReadOnlyList<StreamMessage> Seen
    {
        get { lock (_seen) return [.. _seen]; }
    }

    internal TimeSpan Elapsed => _clock.Elapsed;

    internal static SseClient Follow(Uri stream) => new(stream);

    /// <summary>The first message that fits, among those seen and those to come.</summary>
    internal async Task<StreamMessage> UntilAsync(Func<StreamMessage, bool> fits, string what, double seconds = 20, int from = 0)
    {
        var limit = _clock.Elapsed + TimeSpan.FromSeconds(seconds);
        for (var next = from; ;)
        {
            while (At(next) is { } message)
            {
                if (fits(message)) return message;
                next++;
            }

            Assert.True(_clock.Elapsed < limit, $"Not on the stream within {seconds} s: {what}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>How many messages came so far, as a mark for <see cref="UntilAsync"/>.</summary>
    internal int Count
    {
        get { lock (_seen) return _seen.Count; }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _http.Dispose();
        _stop.Dispose();
    }

    private StreamMessage? At(int index)
    {
        lock (_seen) return index < _seen.Count ? _seen[index] : null;
    }

    private async Task FollowAsync()
    {
        for (var connection = 1; !_stop.IsCancellationRequested;)
        {
            try
            {
                await using var body = await _http.GetStreamAsync(_stream, _stop.Token);
                await foreach (var item in SseParser.Create(body).EnumerateAsync(_stop.Token)) Take(item, connection);
                connection++;
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                if (LastConnection() == connection) connection++;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }

    private int LastConnection()
    {
        lock (_seen) return _seen.Count == 0 ? 0 : _seen[^1].Connection;
    }

    private void Take(SseItem<string> item, int connection)
    {
        using var document = JsonDocument.Parse(item.Data);
        var message = new StreamMessage(item.EventType, document.RootElement.Clone(), connection, _clock.Elapsed);
        lock (_seen) _seen.Add(message);
    }
}
