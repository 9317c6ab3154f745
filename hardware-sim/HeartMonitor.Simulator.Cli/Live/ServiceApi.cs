using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace HeartMonitor.Simulator.Cli.Live;

/// <summary>What a command was answered.</summary>
/// <param name="Result"><c>accepted</c>, <c>invalid</c>, ...; the HTTP status when there was no such answer.</param>
/// <param name="Detail">Why not.</param>
/// <param name="Session">The session that took it.</param>
/// <param name="At">The stamp that the service gave it.</param>
internal sealed record ServiceReply(string Result, string? Detail, string? Session, DateTimeOffset? At);

/// <summary>Staff's hands: sessions are started and facts entered over HTTP (contracts 7).</summary>
internal sealed class ServiceApi(Uri host) : IDisposable
{
    /// <summary>For somebody to start the service by hand, with the people file that was just written.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly HttpClient _client = new() { BaseAddress = host, Timeout = TimeSpan.FromSeconds(30) };
    private readonly string _run = Guid.NewGuid().ToString("n");
    private int _number;

    /// <summary>Waits until the service answers.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    internal static async Task WaitAsync(Uri host, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = host, Timeout = TimeSpan.FromSeconds(10) };
        var began = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync(client, cancellation))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience) throw new TimeoutException(FormattableString.Invariant($"it was waited for for {Patience.TotalMinutes:0} minutes"));
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
    }

    /// <summary>How many times faster than life the service's clock runs, by its own word; null when it does not say.</summary>
    internal async Task<double?> ClockSpeedAsync(CancellationToken cancellation)
    {
        using var answer = await _client.GetAsync("health/ready", cancellation);
        using var document = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
        return document.RootElement.TryGetProperty("clockSpeed", out var speed) && speed.TryGetDouble(out var told) && told > 0 ? told : null;
    }

    internal Task<ServiceReply> StartAsync(string json, CancellationToken cancellation) => PostAsync("api/v1/sessions", json, cancellation);

    internal Task<ServiceReply> EnterAsync(string session, string json, CancellationToken cancellation) =>
        PostAsync($"api/v1/sessions/{session}/events", json, cancellation);

    public void Dispose() => _client.Dispose();

    private static async Task<bool> AnswersAsync(HttpClient client, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync("health/live", cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<ServiceReply> PostAsync(string path, string json, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")) };
        request.Headers.Add("Idempotency-Key", $"strapsim-{_run}-{Interlocked.Increment(ref _number)}");
        using var answer = await _client.SendAsync(request, cancellation);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
        var root = body.RootElement;
        return new(
            Text(root, "result") ?? $"HTTP {(int)answer.StatusCode}", Text(root, "detail"), Text(root, "session"),
            root.TryGetProperty("at", out var at) && at.ValueKind == JsonValueKind.String ? at.GetDateTimeOffset() : null);
    }

    private static string? Text(JsonElement root, string member) =>
        root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
