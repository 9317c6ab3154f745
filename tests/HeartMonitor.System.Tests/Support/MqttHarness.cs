using System.Collections.Concurrent;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A link that runs, with a door for commands that the test holds open or shut.</summary>
internal sealed class MqttHarness : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Command> _commands = new();
    private Task _running = Task.CompletedTask;

    private MqttHarness(MqttOptions options, ILogger<MqttLink> logger, IClientDirectory? clients = null) =>
        Link = new(options, "svc", epoch: 7, SubmitAsync, TimeProvider.System, logger, clients);

    internal MqttLink Link { get; }

    internal IReadOnlyList<Command> Commands => [.. _commands];

    /// <summary>What the door answers.</summary>
    internal Func<Command, CancellationToken, Task<CommandReceipt>> Answer { get; set; } =
        (command, _) => Task.FromResult(new CommandReceipt(command.Id, CommandResult.Accepted));

    internal int Port => Link.EmbeddedPort ?? throw new InvalidOperationException("No embedded broker.");

    internal static MqttHarness Embedded(MqttOptions? options = null, ILogger<MqttLink>? logger = null, IClientDirectory? clients = null) =>
        new((options ?? new MqttOptions()) with { Port = options?.Port is { } p && p != 1883 ? p : 0 }, logger ?? NullLogger<MqttLink>.Instance, clients);

    internal static MqttHarness External(MosquittoBroker broker) => External(new MqttOptions { Broker = broker.Address });

    internal static MqttHarness External(MqttOptions options) => new(options, NullLogger<MqttLink>.Instance);

    internal MqttHarness Run()
    {
        _running = Task.Run(() => Link.RunAsync(_stop.Token));
        return this;
    }

    internal async Task<MqttHarness> UpAsync()
    {
        Run();
        await MqttWait.UntilAsync(() => Link.State.Status == MqttLinkStatus.Up, "the link is up");
        return this;
    }

    /// <summary>Sends as the forwarder does: the same rows again until they are accepted.</summary>
    internal async Task DeliverAsync(params JournalRow[] rows)
    {
        var cancellation = TestContext.Current.CancellationToken;
        while (await Link.Alerts.SendAsync(rows, cancellation) is ForwardResult.Keep) await Task.Delay(20, cancellation);
    }

    internal async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Link.DisposeAsync();
        _stop.Dispose();
    }

    private Task<CommandReceipt> SubmitAsync(Command command, CancellationToken cancellation)
    {
        _commands.Enqueue(command);
        return Answer(command, cancellation);
    }
}
