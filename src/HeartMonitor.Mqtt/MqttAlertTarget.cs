using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Mqtt.Board;
using HeartMonitor.Mqtt.Brokers;

namespace HeartMonitor.Mqtt;

/// <summary>
/// Alerts, prompts and session states to MQTT, from committed journal rows: in order, at least once. The broker is never trusted to
/// remember: what stands retained is said again on every connection.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim whose wait handle is never asked for holds nothing to dispose.")]
public sealed class MqttAlertTarget : IForwardTarget
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly StateBoard _board;
    private readonly Envelopes _envelopes;
    private readonly Func<OutboundMessage, CancellationToken, Task<bool>> _publish;
    private readonly Func<bool> _isUp;
    private readonly TimeProvider _clock;

    internal MqttAlertTarget(
        StateBoard board, Envelopes envelopes, Func<OutboundMessage, CancellationToken, Task<bool>> publish, Func<bool> isUp, TimeProvider clock) =>
        (_board, _envelopes, _publish, _isUp, _clock) = (board, envelopes, publish, isUp, clock);

    /// <inheritdoc/>
    public string Name => "mqtt";

    /// <summary>
    /// Tells the target, before the link runs, about sessions that are open or ended less than 10 min ago: their fact and event rows from
    /// the journal, oldest first. Publishes nothing. Rows that the forwarder has yet to send may be among them. Unreadable rows are passed over.
    /// </summary>
    public void Restore(IEnumerable<JournalRow> rows)
    {
        foreach (var row in rows) TryFold(row);
    }

    /// <inheritdoc/>
    public async Task<ForwardResult> SendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation)
    {
        if (!_isUp()) return new ForwardResult.Keep("The MQTT broker is away.");
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var rejected = rows.Where(row => !TryFold(row)).Select(row => new RejectedRow(row.Seq, "The row's body cannot be read.")).ToList();
            foreach (var row in rows)
            {
                if (rejected.Exists(r => r.Seq == row.Seq)) continue;
                if (!await TellAsync(row, cancellation).ConfigureAwait(false)) return new ForwardResult.Keep("The MQTT broker did not take a message.");
            }

            return rejected.Count == 0 ? ForwardResult.Accepted.All : new ForwardResult.Accepted(rejected);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes the retained topics right: clears those of <paramref name="retained"/> that are no longer true, says all that is true.</summary>
    internal async Task<bool> RepublishAsync(IReadOnlyCollection<string> retained, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var now = _clock.GetUtcNow();
            _board.Sweep(now);
            var current = _board.Current(now);
            var known = current.Select(m => m.Topic).ToHashSet();
            foreach (var topic in retained.Where(t => !known.Contains(t)))
            {
                if (!await _publish(OutboundMessage.Clear(topic), cancellation).ConfigureAwait(false)) return false;
            }

            foreach (var message in current)
            {
                if (!await _publish(Wrap(message, retain: true), cancellation).ConfigureAwait(false)) return false;
            }

            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Clears what is over: ended sessions after 10 min, expired prompts and alerts.</summary>
    internal async Task SweepAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // A topic that cannot be cleared now is cleared with the next connection, when it is found retained and unknown.
            foreach (var topic in _board.Sweep(_clock.GetUtcNow()))
                await _publish(OutboundMessage.Clear(topic), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The alert as it may be shown outside; null when its session is not on the board.</summary>
    internal async Task<AlertData?> ShowAsync(AlertEvent alert, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _board.Show(alert);
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool TryFold(in JournalRow row)
    {
        try
        {
            _board.Fold(row);
            return true;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or NotSupportedException)
        {
            return false;
        }
    }

    private async Task<bool> TellAsync(JournalRow row, CancellationToken cancellation)
    {
        foreach (var change in _board.Messages(row, _clock.GetUtcNow()))
        {
            var message = change.Message is { } said ? Wrap(said, change.Retain) : OutboundMessage.Clear(change.Topic);
            if (!await _publish(message, cancellation).ConfigureAwait(false)) return false;
        }

        return true;
    }

    private OutboundMessage Wrap(StateMessage message, bool retain) =>
        new(message.Topic, _envelopes.Write(message), retain, AtLeastOnce: true, message.ExpiresAt);
}
