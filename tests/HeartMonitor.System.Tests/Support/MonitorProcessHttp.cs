using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>What a command was answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Result"><c>accepted</c>, <c>duplicate</c>, ...; empty when the request itself was refused.</param>
/// <param name="Json">The whole body.</param>
internal sealed record MonitorProcessReply(HttpStatusCode Status, string Result, JsonElement Json);

/// <summary>A tablet's requests (contracts 7).</summary>
internal sealed class MonitorProcessHttp(Uri address) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(10),
    };

    internal Uri Stream { get; } = new(address, "api/v1/stream");

    internal async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _client.GetAsync("health/live", TestContext.Current.CancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    internal async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }

    internal Task<MonitorProcessReply?> AcknowledgeAsync(string key, string alert, int rev, string by) =>
        PostAsync($"api/v1/alerts/{alert}/ack", key, $$"""{"rev":{{rev}},"by":"{{by}}"}""");

    internal Task<MonitorProcessReply?> AnswerAsync(string key, string prompt, int value, string by) =>
        PostAsync($"api/v1/prompts/{prompt}/answer", key, $$"""{"value":{{value}},"by":"{{by}}"}""");

    /// <summary>An event of contracts 4 for a session.</summary>
    internal Task<MonitorProcessReply?> EnterAsync(string key, string session, string json) =>
        PostAsync($"api/v1/sessions/{session}/events", key, json);

    /// <summary>The answer, or null when the service went away before it came: nobody knows then.</summary>
    internal async Task<MonitorProcessReply?> PostAsync(string path, string key, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            var body = document.RootElement.Clone();
            return new(answer.StatusCode, body.TryGetProperty("result", out var result) ? result.GetString()! : "", body);
        }
        catch (Exception away) when (away is HttpRequestException or IOException or JsonException or TaskCanceledException)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    public void Dispose() => _client.Dispose();
}
