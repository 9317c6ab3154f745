using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>One message as mosquitto_sub saw it.</summary>
internal sealed record SeenMessage(string Topic, bool Retained, int Qos, string Payload)
{
    internal JsonElement Json => JsonDocument.Parse(Payload).RootElement;

    internal JsonElement Data => Json.GetProperty("data");
}

/// <summary>mosquitto_sub, and mosquitto_pub: other people's programs as witnesses.</summary>
internal sealed class MosquittoClient : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<SeenMessage> _seen = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private MosquittoClient(Process process) => _process = process;

    internal IReadOnlyList<SeenMessage> Seen => [.. _seen];

    internal IReadOnlyList<string> Errors => [.. _errors];

    internal bool HasExited => _process.HasExited;

    internal static MosquittoClient Subscribe(int port, params string[] filters)
    {
        MosquittoBroker.Require();
        string[] arguments = ["-h", "127.0.0.1", "-p", $"{port}", "-q", "1", "-F", "%r\t%q\t%t\t%p", .. filters.SelectMany(f => new[] { "-t", f })];
        var process = Process.Start(new ProcessStartInfo("mosquitto_sub", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var client = new MosquittoClient(process);
        process.OutputDataReceived += (_, line) => client.Take(line.Data);
        process.ErrorDataReceived += (_, line) => client._errors.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return client;
    }

    /// <summary>Exit code of mosquitto_pub.</summary>
    internal static async Task<int> PublishAsync(int port, string topic, string payload, params string[] more)
    {
        string[] arguments = ["-h", "127.0.0.1", "-p", $"{port}", "-q", "1", "-t", topic, "-m", payload, .. more];
        using var process = Process.Start(new ProcessStartInfo("mosquitto_pub", arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    internal Task<TimeSpan> UntilAsync(Func<SeenMessage, bool> match, string what, TimeSpan? limit = null) =>
        MqttWait.UntilAsync(() => _seen.Any(match), what, limit);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line?.Split('\t', 4) is [var retained, var qos, var topic, var payload])
            _seen.Enqueue(new(topic, retained == "1", qos[0] - '0', payload));
    }
}
