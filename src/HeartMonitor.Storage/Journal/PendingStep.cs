using HeartMonitor.Core;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Storage.Journal;

/// <summary>A copy of a <see cref="SessionStep"/>, which is reused by its owner, until it is on disk. Reused as well.</summary>
internal sealed class PendingStep
{
    /// <summary>Longest body worth keeping memory for: a packet at the largest ATT MTU with its label.</summary>
    private const int LongestKeptBody = 600;

    private readonly List<SessionEvent> _events = [];
    private byte[] _body = [];
    private int _bodyLength;
    private Action<string?>? _stored;

    internal string Session { get; private set; } = "";

    internal string Participant { get; private set; } = "";

    internal long AtMicroseconds { get; private set; }

    internal bool IsSample { get; private set; }

    internal SessionFact? Fact { get; private set; }

    internal LiveData? Live { get; private set; }

    internal CommandReceipt? Receipt { get; private set; }

    internal IReadOnlyList<SessionEvent> Events => _events;

    internal ReadOnlySpan<byte> Body => _body.AsSpan(0, _bodyLength);

    /// <summary>Monotonic time of arrival, in ticks of the time provider.</summary>
    internal long ArrivedAt { get; private set; }

    /// <summary>No row of it will ever be written: the buffer was full, or it cannot be serialised.</summary>
    internal bool IsUnstorable { get; set; }

    /// <summary>Its alerts went out before their commit. Guarded by the release's lock, as is <see cref="IsLiveOut"/>.</summary>
    internal bool AreAlertsOut { get; set; }

    internal bool IsLiveOut { get; set; }

    /// <summary>Position of the sample's or fact's row once committed; 0 when there is none. Written by the writer alone.</summary>
    internal long InputSeq { get; set; }

    /// <summary>Position of the first decision's row once committed; the others follow it.</summary>
    internal long FirstEventSeq { get; set; }

    /// <summary>Why whoever waits must be told "not stored" although the batch was committed; null for "stored".</summary>
    internal string? Refusal { get; set; }

    internal bool HasRows => !IsUnstorable && (IsSample || Fact is not null || _events.Count > 0 || Receipt is not null);

    internal bool HasAlert { get; private set; }

    /// <summary>Nothing is left to write or to show.</summary>
    internal bool IsSpent => !HasRows && IsLiveOut && (AreAlertsOut || !HasAlert) && !IsAwaited;

    internal bool IsAwaited => Volatile.Read(ref _stored) is not null;

    internal void Fill(SessionStep step, long arrivedAt)
    {
        (Session, Participant, AtMicroseconds) = (step.Session, step.Participant, step.At.ToUnixMicroseconds());
        (IsSample, Fact, Live, Receipt, _stored) = (step.IsSample, step.Fact, step.Live, step.Receipt, step.Stored);
        (ArrivedAt, InputSeq, FirstEventSeq, Refusal) = (arrivedAt, 0, 0, null);
        (IsUnstorable, AreAlertsOut, IsLiveOut, HasAlert) = (false, false, Live is null, false);
        foreach (var sessionEvent in step.Events)
        {
            _events.Add(sessionEvent);
            HasAlert |= sessionEvent is AlertEvent;
        }

        if (IsSample) CopyBody(step);
    }

    /// <summary>Lets go of what it refers to; false when it is too large to be kept for reuse.</summary>
    internal bool Empty()
    {
        (Fact, Live, Receipt, _stored) = (null, null, null, null);
        _events.Clear();
        _bodyLength = 0;
        return _body.Length <= LongestKeptBody;
    }

    /// <summary>Takes the callback; only the first taker gets it, so whoever waits is told once.</summary>
    internal Action<string?>? TakeStored() => Interlocked.Exchange(ref _stored, null);

    private void CopyBody(SessionStep step)
    {
        _bodyLength = SampleBody.LengthOf(step.Packet.Span);
        if (_body.Length < _bodyLength) _body = new byte[Math.Max(_bodyLength, 32)];
        SampleBody.Write(step.Label, step.Packet.Span, _body);
    }
}
