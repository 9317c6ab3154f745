using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Uplink;
using HeartMonitor.Pipeline;
using HeartMonitor.Pipeline.Uplink;
using HeartMonitor.Storage.Journal;
using HeartMonitor.Storage.Queue;

namespace HeartMonitor.Host.Composition;

/// <summary>
/// A gateway put together: sources, queue, broker. Knows straps and nothing else: no people file, no rule, no session is read or made.
/// </summary>
internal sealed partial class GatewayHost : IAsyncDisposable
{
    /// <summary>How often a line says how it is, besides every change of the link.</summary>
    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    /// <summary>A stop waits this long for a disk that does not answer, as the journal's.</summary>
    private static readonly TimeSpan FinishWithin = TimeSpan.FromSeconds(5);

    private readonly MonitorSettings _settings;
    private readonly GatewaySettings _gateway;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _log;
    private readonly SteadyTimeProvider _time;
    private readonly SteadyScheduler _scheduler;
    private readonly PacketBuffer _queue;
    private readonly SiteKey _key;
    private readonly HashSet<string> _wanted;
    private readonly string _boot = "b" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly GatewayUplink _uplink;
    private readonly GatewayForwarder _forwarder;
    private readonly IReadOnlyList<IHeartRateSource> _sources;
    private readonly IReadOnlyList<string> _lines;
    private readonly Lock _saying = new();
    private readonly long _startUs;
    private readonly BluezSource? _radio;
    private string _said = "";

    private GatewayHost(MonitorSettings settings, GatewaySettings gateway, PacketBuffer queue, SiteKey key, ILoggerFactory logs)
    {
        (_settings, _gateway, _queue, _key, _logs) = (settings, gateway, queue, key, logs);
        _log = logs.CreateLogger("HeartMonitor.Gateway");
        var speed = Math.Max(settings.Clock.Speed, settings.Sources.Contains("simulator") ? settings.Simulator.Speed : settings.Clock.Speed);
        _time = new(settings.Clock.Start ?? TimeProvider.System.GetUtcNow(), speed);
        _scheduler = new(_time, "gateway");
        _startUs = queue.Anchor is { } last ? last.GoesOnAt(MachineNow(0), speed) : 0;
        _wanted = new(gateway.Straps.Select(key.TopicNameOf), StringComparer.Ordinal);
        _uplink = new(Sinks.MqttOptionsOf(settings), gateway.Name, _boot, TimeProvider.System, _log);
        _forwarder = new(_scheduler, Now, NameOf, _uplink);
        if (settings.Sources.Contains("bluez")) _radio = new(settings.Bluetooth, gateway.Straps, key, _time, logs);
        (_sources, _lines) = GatewaySources.Create(settings, _scheduler, _time, _radio);
        if (queue.SetAside is { } aside) LogSetAside(aside);
    }

    internal bool HasFailed { get; private set; }

    /// <summary>How it is; null before the first half second.</summary>
    internal GatewayReport? Report => _forwarder.Report;

    internal string? LastError => _uplink.LastError;

    /// <exception cref="JournalRefusedException">The queue cannot be used as it is.</exception>
    /// <exception cref="DataRefusedException">The folder or the key cannot be used.</exception>
    internal static GatewayHost Open(MonitorSettings settings, GatewaySettings gateway)
    {
        var logs = LoggerFactory.Create(Logs.Configure);
        var key = SiteKey.Open(settings.KeyFile);
        try
        {
            return new(settings, gateway, PacketBuffer.Open(settings.Data), key, logs);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            throw new DataRefusedException($"Data: the folder \"{settings.Data}\" cannot be used: {refused.Message}");
        }
    }

    /// <summary>Runs until it is told to stop; throws when a part fails for good.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var limits = new OutboxLimits
        {
            MostBytes = (long)(_gateway.QueueMegabytes * (1 << 20)),
            LongestKept = TimeSpan.FromHours(_gateway.QueueHours),
            BacklogPerSecond = _gateway.BacklogPerSecond,
        };
        var running = _forwarder.Run(_sources, _queue, limits, _boot, broken.SetException);
        using var stopParts = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] parts = [_uplink.RunAsync(_forwarder.Linked, stopParts.Token), SayAsync(stopParts.Token)];
        var ended = await Task.WhenAny(parts.Append(broken.Task)).ConfigureAwait(false);
        await stopParts.CancelAsync().ConfigureAwait(false);
        running.Dispose();
        await _forwarder.FinishAsync().WaitAsync(FinishWithin, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ended.ConfigureAwait(false);
    }

    internal void Fail(Exception failure)
    {
        HasFailed = true;
        LogFailed(failure);
    }

    /// <summary>Lines for whoever started it.</summary>
    internal IEnumerable<string> Describe() =>
    [
        .. _lines,
        $"Gateway:  {_gateway.Name} to {_uplink.Broker}, site {_settings.Site}, {(_wanted.Count == 0 ? "all straps it hears" : $"{_wanted.Count} straps")}",
        string.Create(CultureInfo.InvariantCulture, $"Queue:    {_settings.Data}, at most {_gateway.QueueMegabytes} MiB and {_gateway.QueueHours} h; {_queue.Count} packets waiting"),
    ];

    public async ValueTask DisposeAsync()
    {
        if (_radio is not null) await _radio.DisposeAsync();
        await _uplink.DisposeAsync();
        _scheduler.Dispose();
        _queue.Dispose();
        _logs.Dispose();
    }

    /// <summary>An address leaves as its pseudonym, whoever asked for it by which name.</summary>
    private string? NameOf(string strap)
    {
        var name = _key.TopicNameOf(strap);
        return _wanted.Count == 0 || _wanted.Contains(name) ? name : null;
    }

    private QueueAnchor Now() => MachineNow(_startUs + (_time.GetTimestamp() / TimeSpan.TicksPerMicrosecond));

    private static QueueAnchor MachineNow(long monoUs) =>
        new(monoUs, Machine, (long)Stopwatch.GetElapsedTime(0).TotalMicroseconds, TimeProvider.System.GetUtcNow().ToUnixMicroseconds());

    /// <summary>Linux names each start of the machine; elsewhere its clock alone tells.</summary>
    private static readonly string Machine = ReadMachine();

    private static string ReadMachine()
    {
        const string file = "/proc/sys/kernel/random/boot_id";
        try
        {
            return File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        }
        catch (Exception away) when (away is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>One line a minute, and one whenever the link, the disk or the losses change.</summary>
    private async Task SayAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var at = TimeSpan.Zero;
        var next = TimeSpan.Zero;
        while (await timer.WaitForNextTickAsync(stop))
        {
            at += timer.Period;
            if (Report is not { } report) continue;
            var state = $"{report.IsUp} {report.Tally.DiskFault} {report.Tally.Dropped > 0}";
            if (state == _said && at < next) continue;
            (_said, next) = (state, at + SayEvery);
            Say(report);
        }
    }

    private void Say(GatewayReport report)
    {
        var tally = report.Tally;
        lock (_saying) LogStatus(
            report.IsUp ? "connected" : "no link to the broker", report.Status.Straps.Count(s => s.Link == LinkState.Up), tally.Taken, tally.Delivered, tally.Waiting, tally.OldestSeconds, tally.Dropped);
        if (tally.DiskFault is { } fault) LogDisk(fault, tally.Unstored);
    }

    [LoggerMessage(11, LogLevel.Information, "Gateway: {Link}; {Straps} straps; {Taken} packets taken, {Delivered} delivered, {Waiting} waiting, oldest {Oldest:0} s, {Dropped} dropped")]
    private partial void LogStatus(string link, int straps, long taken, long delivered, long waiting, double oldest, long dropped);

    [LoggerMessage(12, LogLevel.Warning, "The queue cannot be written: {Fault}. {Unstored} packets went on without it; what is not delivered at once may be lost")]
    private partial void LogDisk(string fault, long unstored);

    [LoggerMessage(13, LogLevel.Critical, "The gateway has stopped")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(14, LogLevel.Critical, "The damaged queue was set aside as {Path}; a fresh one was started")]
    private partial void LogSetAside(string path);
}
