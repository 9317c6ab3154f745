using System.Globalization;
using HeartMonitor.System.Tests.Support;

namespace HeartMonitor.System.Tests.Host;

/// <summary>Something that was asked of the service, and the answers it gave.</summary>
/// <param name="Key">Idempotency key.</param>
/// <param name="Path">Where it is posted.</param>
/// <param name="Json">The body.</param>
/// <param name="Mark">What tells its fact from all others in the journal.</param>
internal sealed record Asked(string Key, string Path, string Json, string Mark)
{
    /// <summary>Results in the order they came; none while nobody knows what became of it.</summary>
    internal List<string> Results { get; } = [];
}

/// <summary>
/// A nurse at a tablet: acknowledges two alerts in three, answers one prompt in three, enters room temperatures and now and then an exertion of 18.
/// What got no answer is sent again with the same key until it has one, as the console does.
/// </summary>
internal sealed class StaffHands(MonitorProcess monitor, SseClient tablet, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<Asked> _asked = [];
    private readonly HashSet<string> _touched = [];
    private readonly HashSet<string> _sessions = [];
    private int _read;

    internal IReadOnlyList<Asked> Asked => _asked;

    /// <summary>Works until told to stop; a service that goes away is waited for.</summary>
    internal async Task WorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (_asked.Find(a => a.Results.Count == 0) is { } unknown) await SendAsync(unknown);
            else if (Next() is { } next) await AskAsync(next);
            await Task.Delay(10, CancellationToken.None);
        }
    }

    internal async Task SendAsync(Asked asked)
    {
        if (await monitor.Http.PostAsync(asked.Path, asked.Key, asked.Json) is { Result.Length: > 0 } reply) asked.Results.Add(reply.Result);
    }

    private Task AskAsync(Asked asked)
    {
        _asked.Add(asked);
        return SendAsync(asked);
    }

    /// <summary>The next thing to do; null when there is nothing yet.</summary>
    private Asked? Next()
    {
        var seen = tablet.Seen;
        while (_read < seen.Count)
        {
            var message = seen[_read++];
            if (message.Session.Length > 0) _sessions.Add(message.Session);
            if (message.Event == "alert" && Acknowledge(message) is { } acknowledgement) return acknowledgement;
            if (message.Event == "prompt" && Answer(message) is { } answer) return answer;
        }

        return _sessions.Count == 0 ? null : Enter();
    }

    private Asked? Acknowledge(StreamMessage alert)
    {
        var id = alert.Text("aid");
        if (alert.Text("state") is not ("raised" or "escalated" or "cleared") || id[0] < 'i') return null; // a third is left alone
        var rev = alert.Data.GetProperty("rev").GetInt32();
        if (!_touched.Add($"{id}-{rev}")) return null;
        var by = $"nurse-{_asked.Count}";
        return new($"ack-{_asked.Count}", $"api/v1/alerts/{id}/ack", $$"""{"rev":{{rev}},"by":"{{by}}"}""", by);
    }

    private bool HasAnswered => _asked.Exists(a => a.Key.StartsWith("answer-", StringComparison.Ordinal) && a.Results.Contains("accepted"));

    private Asked? Answer(StreamMessage prompt)
    {
        var id = prompt.Text("pid");
        if (prompt.Text("state") is not ("open" or "repeated") || (id[0] < 'u' && HasAnswered) || !_touched.Add(id)) return null; // most are left alone, once one was taken
        return new($"answer-{_asked.Count}", $"api/v1/prompts/{id}/answer", $$"""{"value":{{_random.Next(9, 17)}},"by":"staff"}""", id);
    }

    private Asked Enter()
    {
        var number = _asked.Count;
        var path = $"api/v1/sessions/{_sessions.ElementAt(_random.Next(_sessions.Count))}/events";
        if (number % 25 == 5) return new($"hard-{number}", path, """{"event":"rpe","value":18,"by":"staff"}""", "");
        var celsius = (15 + (number / 10_000.0)).ToString("0.0000", CultureInfo.InvariantCulture);
        return new($"room-{number}", path, $$"""{"event":"room","celsius":{{celsius}}}""", celsius);
    }
}
