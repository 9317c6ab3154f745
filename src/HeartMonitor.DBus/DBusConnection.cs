using System.Collections.Concurrent;
using HeartMonitor.DBus.Client;
using HeartMonitor.DBus.Transport;

namespace HeartMonitor.DBus;

/// <summary>
/// A connection to a message bus. Safe from any thread. It never reconnects: when <see cref="Closed"/> completes, every call that waited fails
/// with <see cref="DBusClosedException"/>, handlers are told what had come before, and a new connection is to be made. After
/// <see cref="DisposeAsync"/> no handler is told anything.
/// </summary>
/// <remarks>Handlers run one at a time, in the order of the stream, on a task of the connection; they hand over and return.</remarks>
public sealed partial class DBusConnection : IAsyncDisposable
{
    private readonly DBusConnectionOptions _options;
    private readonly MessageLink _link;
    private readonly SignalRouter _router;
    private readonly Deliveries _deliveries;
    private readonly CallServer _server;
    private readonly ConcurrentDictionary<uint, PendingCall> _pending = new();
    private long _forged;
    private int _serial;

    private DBusConnection(WireStream stream, string serverId, DBusConnectionOptions options)
    {
        _options = options;
        ServerId = serverId;
        _link = new(stream, options);
        _deliveries = new(options.SignalQueue, fault => _link.Close(fault));
        _router = new(_deliveries.Add);
        _server = new(NextSerial);
    }

    /// <summary>Name that the bus gave this connection, as <c>:1.42</c>.</summary>
    public string UniqueName { get; private set; } = "";

    /// <summary>Id of the bus, 32 hex digits.</summary>
    public string ServerId { get; }

    /// <summary>Completes when the connection has ended, with the cause; null when it was disposed. Never faults.</summary>
    public Task<Exception?> Closed => _link.Closed;

    /// <summary>Messages that claimed to be an answer or a wanted signal but came from somebody else.</summary>
    public long RefusedMessages => Interlocked.Read(ref _forged) + _router.Refused;

    /// <summary>Signals whose handler met a value of another type than it wants (<see cref="DBusTypeException"/>); they are dropped.</summary>
    public long MistypedSignals => _deliveries.Mistyped;

    /// <summary>What is alive in here, for tests that look for leaks: calls that wait, subscriptions, names that are tracked.</summary>
    internal (int Calls, int Subscribers, int Names) Alive => (_pending.Count, _router.Subscribers, _router.Names);

    /// <summary>Connects, shakes hands and says Hello.</summary>
    /// <exception cref="DBusClosedException">No bus answers, or it refuses us; the message says why, for each address.</exception>
    /// <exception cref="DBusErrorException">The bus refuses Hello.</exception>
    public static async Task<DBusConnection> ConnectAsync(DBusConnectionOptions options, CancellationToken cancellation = default)
    {
        var (stream, serverId) = await BusDialer.DialAsync(options, cancellation);
        var connection = new DBusConnection(stream, serverId, options);
        connection.Start();
        try
        {
            var hello = new DBusCall(DBusNames.Bus, DBusNames.BusPath, DBusNames.Bus, "Hello") { Timeout = options.HandshakeTimeout };
            connection.UniqueName = (await connection.CallAsync(hello, cancellation))[0].AsString();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls a method and waits for its answer.</summary>
    /// <returns>The body of the answer.</returns>
    /// <exception cref="DBusErrorException">It was answered with an error, or not in time (<see cref="DBusErrors.NoReply"/>).</exception>
    /// <exception cref="DBusClosedException">The connection ended first.</exception>
    /// <exception cref="OperationCanceledException">The peer may have done it all the same.</exception>
    public async Task<IReadOnlyList<DBusValue>> CallAsync(DBusCall call, CancellationToken cancellation = default)
    {
        var answer = await AskAsync(call, null, cancellation);
        return answer.Kind == DBusMessageKind.Error
            ? throw new DBusErrorException(answer.ErrorName!, answer.Body is [{ Signature: "s" } text, ..] ? text.AsString() : "")
            : answer.Body;
    }

    /// <summary>Answers calls of peers from now on. Once; before it, all but Ping is UnknownMethod.</summary>
    public void Serve(DBusCallHandler handler) => _server.Serve(handler);

    /// <summary>Sends a signal, or any message that nobody is to answer; gives it its serial.</summary>
    /// <exception cref="DBusClosedException">The connection has ended.</exception>
    public ValueTask SendAsync(DBusMessage message, CancellationToken cancellation = default) =>
        _link.SendAsync(message with { Serial = NextSerial(), IsBigEndian = _options.SendsBigEndian }, cancellation);

    /// <summary>As <see cref="SendAsync"/>, for whoever must not wait: messages go out in the order of these calls.</summary>
    /// <returns>False when the queue is full or the connection has ended: the message is not sent.</returns>
    public bool TrySend(DBusMessage message) => _link.TrySend(message with { Serial = NextSerial(), IsBigEndian = _options.SendsBigEndian });

    /// <summary>Ends the connection. May be called more than once, and from a handler.</summary>
    public async ValueTask DisposeAsync()
    {
        _link.Close(null);
        await _deliveries.StopAsync();
        await _link.DisposeAsync();
        _server.Dispose();
    }

    private void Start()
    {
        _deliveries.Start();
        _link.Start(Take, End);
    }

    private void Take(DBusMessage message)
    {
        switch (message.Kind)
        {
            case DBusMessageKind.Signal: _router.Route(message); break;
            case DBusMessageKind.MethodCall: _server.Take(message, _link); break;
            default: TakeAnswer(message); break;
        }
    }

    private void TakeAnswer(DBusMessage answer)
    {
        if (!_pending.TryGetValue(answer.ReplySerial!.Value, out var pending)) return;

        if (pending.MayComeFrom(answer.Sender, _router.OwnerOf(pending.Destination))) pending.Complete(answer);
        else Interlocked.Increment(ref _forged);
    }

    private async Task<DBusMessage> AskAsync(DBusCall call, Action<DBusMessage>? inStream, CancellationToken cancellation)
    {
        var timeout = call.Timeout ?? _options.CallTimeout;
        using var late = new CancellationTokenSource(timeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        var serial = NextSerial();
        var pending = _pending[serial] = new(call.Destination, _router.OwnerOf(call.Destination), inStream);
        try
        {
            await _link.SendAsync(ToMessage(call) with { Serial = serial }, either.Token);
            if (Closed.IsCompleted) pending.Complete(null);
            return await pending.Answer.WaitAsync(either.Token) ?? throw new DBusClosedException("The connection to the bus ended.", await Closed);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DBusErrorException(DBusErrors.NoReply, $"{call.Member} was not answered within {timeout.TotalSeconds} s");
        }
        finally
        {
            _pending.TryRemove(serial, out _);
        }
    }

    private DBusMessage ToMessage(DBusCall call) => new(DBusMessageKind.MethodCall)
    {
        Destination = call.Destination,
        Path = call.Path,
        Interface = call.Interface,
        Member = call.Member,
        Body = call.Body,
        Flags = call.MayStartPeer ? DBusMessageMarks.None : DBusMessageMarks.NoAutoStart,
        IsBigEndian = _options.SendsBigEndian,
    };

    private void End()
    {
        _server.Stop();
        _deliveries.End();
        foreach (var pending in _pending.Values) pending.Complete(null);
    }

    /// <summary>Not 0; it may come round after four billion messages.</summary>
    private uint NextSerial()
    {
        var serial = unchecked((uint)Interlocked.Increment(ref _serial));
        return serial != 0 ? serial : NextSerial();
    }
}
