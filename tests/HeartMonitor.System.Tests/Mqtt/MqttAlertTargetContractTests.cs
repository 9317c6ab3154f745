using System.Collections.Concurrent;
using System.Globalization;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Mqtt;
using HeartMonitor.Mqtt.Brokers;
using HeartMonitor.System.Tests.Support;

namespace HeartMonitor.System.Tests.Mqtt;

/// <summary>The alert target kept to the contract of forward targets, with a broker side that does as it is told.</summary>
public sealed class MqttAlertTargetContractTests : ForwardTargetContract
{
    protected override Task<IForwardTargetRig> CreateRig() => Task.FromResult<IForwardTargetRig>(new Rig());

    private sealed class Rig : IForwardTargetRig
    {
        private readonly ConcurrentQueue<string> _topics = new();
        private readonly MqttRows _rows = new("s_1", DateTimeOffset.UtcNow.AddMinutes(-5));
        private ReceiverMood _mood;
        private bool _isGone;

        internal Rig() => Target = new MqttAlertTarget(new(new("gym1"), "svc"), new("gym1", "svc", 1), PublishAsync, () => !_isGone, TimeProvider.System);

        public IForwardTarget Target { get; }

        public IReadOnlyList<JournalRow> RowsOfInterest(long first, int count) =>
            [.. Enumerable.Range(0, count).Select(i => _rows.Alert(60, $"a{first + i}", 1, AlertState.Raised) with { Seq = first + i })];

        public JournalRow? RowOfNoInterest(long seq) => _rows.Sample(1) with { Seq = seq };

        public void Behave(ReceiverMood mood) => _mood = mood;

        public bool Refuse(long seq) => false;

        public Task GoAway()
        {
            _isGone = true;
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<long>> Delivered() => Task.FromResult<IReadOnlyList<long>>(
            [.. _topics.Distinct().Select(t => long.Parse(t[(t.LastIndexOf('a') + 1)..], CultureInfo.InvariantCulture))]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private async Task<bool> PublishAsync(OutboundMessage message, CancellationToken cancellation)
        {
            if (_mood == ReceiverMood.Busy) return false;
            if (_mood == ReceiverMood.Slow) await Task.Delay(500, cancellation);
            if (_mood == ReceiverMood.Silent) await Task.Delay(Timeout.Infinite, cancellation);
            _topics.Enqueue(message.Topic);
            return true;
        }
    }
}
