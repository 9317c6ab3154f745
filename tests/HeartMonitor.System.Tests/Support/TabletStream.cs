using System.Text.Json;

namespace HeartMonitor.System.Tests.Support;

/// <summary>One server-sent event as its lines say.</summary>
internal sealed record TabletLine(string Event, string? Id, string? Retry, JsonElement Envelope)
{
    public JsonElement Data => Envelope.GetProperty("data");
}

/// <summary>Reads the stream line by line, trusting no library to have understood it.</summary>
internal sealed class TabletStream(HttpResponseMessage response, StreamReader reader) : IDisposable
{
    public HttpResponseMessage Response => response;

    public static async Task<TabletStream> OpenAsync(HttpClient client, CancellationToken cancellation, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stream");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        return new(response, new StreamReader(await response.Content.ReadAsStreamAsync(cancellation)));
    }

    /// <summary>The next event, or null at the stream's end.</summary>
    public async Task<TabletLine?> NextAsync(CancellationToken cancellation)
    {
        string? name = null, id = null, retry = null, data = null;
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Length == 0 && data is not null) return new(name ?? "message", id, retry, JsonDocument.Parse(data).RootElement);
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            else if (line.StartsWith("retry: ", StringComparison.Ordinal)) retry = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = data is null ? line[6..] : throw new InvalidDataException("Two data lines.");
            else if (line.Length > 0) throw new InvalidDataException($"Not a line of an event: {line}");
        }

        return null;
    }

    /// <summary>The next event of that name.</summary>
    public async Task<TabletLine> NextAsync(string name, CancellationToken cancellation)
    {
        while (await NextAsync(cancellation) is { } line)
        {
            if (line.Event == name) return line;
        }

        throw new EndOfStreamException($"The stream ended before an event {name}.");
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }
}
