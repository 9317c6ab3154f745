using System.Collections.Concurrent;
using HeartMonitor.Mqtt;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A log that a test can read.</summary>
internal sealed class MqttLogLines : ILogger<MqttLink>
{
    private readonly ConcurrentQueue<string> _lines = new();

    internal IReadOnlyList<string> Lines => [.. _lines];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(formatter(state, exception));
}
