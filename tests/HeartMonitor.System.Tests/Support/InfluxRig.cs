using System.Globalization;
using System.Text.RegularExpressions;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Influx;
using Microsoft.Extensions.Logging.Abstractions;

namespace HeartMonitor.System.Tests.Support;

/// <summary>An InfluxDB target over some wire, and a fake server that does as it is told.</summary>
public sealed partial class InfluxRig : IForwardTargetRig
{
    private readonly InfluxFake _server;
    private readonly InfluxTarget _target;
    private readonly HashSet<long> _refused = [];
    private ReceiverMood _mood;

    public InfluxRig(InfluxFake server, Func<InfluxOptions, IInfluxWire> wire)
    {
        _server = server;
        _server.Answer = async (context, lines) =>
        {
            if (_mood == ReceiverMood.Slow) await Task.Delay(500, context.RequestAborted);
            if (_mood == ReceiverMood.Silent) await Task.Delay(Timeout.Infinite, context.RequestAborted);
            if (_mood == ReceiverMood.Busy) return 503;
            return lines.Any(line => _refused.Contains(Position(line))) ? 400 : 204;
        };
        var options = new InfluxOptions { Url = server.Url };
        _target = new(options, new(options, wire(options), NullLogger.Instance));
    }

    public IForwardTarget Target => _target;

    public IReadOnlyList<JournalRow> RowsOfInterest(long first, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Row(first + i))];

    public JournalRow? RowOfNoInterest(long seq) => JournalSteps.FactRow(seq, JournalSteps.Start, new SessionPaused());

    public void Behave(ReceiverMood mood) => _mood = mood;

    public bool Refuse(long seq) => _refused.Add(seq);

    public Task GoAway() => _server.DisposeAsync().AsTask();

    public Task<IReadOnlyList<long>> Delivered() =>
        Task.FromResult<IReadOnlyList<long>>([.. _server.StoredLines.Select(Position).Distinct()]);

    public async ValueTask DisposeAsync()
    {
        _target.Dispose();
        await _server.DisposeAsync();
    }

    private static JournalRow Row(long seq) =>
        JournalSteps.SampleRow(seq, JournalSteps.Start.AddSeconds(seq), JournalSteps.Good, JournalSteps.Packet(100, rr: [600]));

    private static long Position(string line) => long.Parse(PositionField().Match(line).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@",n=(\d+)i")]
    private static partial Regex PositionField();
}
