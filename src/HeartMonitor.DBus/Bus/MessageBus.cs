using System.Net.Sockets;
using System.Security.Cryptography;
using HeartMonitor.DBus.Transport;

namespace HeartMonitor.DBus.Bus;

/// <summary>
/// A small message bus on a unix socket of its own, for tests and the simulated BlueZ: one machine, one user, no activation, no policy. What it
/// has behaves as the specification says ("Message Bus Specification"): unique names, well-known names with queues, match rules, senders that
/// nobody can forge, replies only to those who asked.
/// </summary>
public sealed class MessageBus : IAsyncDisposable
{
    /// <summary>Ours: connections at a time; one more is hung up on.</summary>
    private const int MostPeers = 256;

    /// <summary>Ours: messages that wait for a peer who reads slowly; one more and it is cut off.</summary>
    private const int MostWaiting = 65_536;

    private readonly Lock _gate = new();
    private readonly DBusConnectionOptions _options;
    private readonly Socket _listener;
    private readonly string _path;
    private readonly string? _folder;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<BusPeer> _peers = [];
    private readonly Dictionary<string, BusPeer> _unique = [];
    private readonly NameRegistry _names;
    private readonly BusDriver _driver;
    private readonly Task _accepting;
    private long _lastName;
    private int _isGone;
    private uint _serial;

    private MessageBus(string path, string? folder, Socket listener, DBusConnectionOptions options)
    {
        _path = path;
        _folder = folder;
        _listener = listener;
        _options = options;
        _names = new(Changed);
        _driver = new(Id, _names, Find, () => [DBusNames.Bus, .. _unique.Keys, .. _names.Names]);
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where to connect.</summary>
    public string Address => $"{BusAddress.OfPath(_path)},guid={Id}";

    /// <summary>32 hex digits.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Listens in a folder of its own that nobody else may enter; both go with the bus.</summary>
    public static MessageBus StartPrivate(DBusConnectionOptions? options = null)
    {
        var folder = Directory.CreateTempSubdirectory("heartmonitor-bus-").FullName;
        try
        {
            return Start(Path.Combine(folder, "bus"), options, folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Listens at a path where nothing is.</summary>
    /// <param name="path">Of the socket's file, at most 107 bytes; it is removed again. Who may reach it may connect, when he is the same user.</param>
    /// <param name="options">Time and bounds of each connection; null for the usual ones.</param>
    /// <exception cref="SocketException">Something is there, or the folder is not.</exception>
    public static MessageBus Start(string path, DBusConnectionOptions? options = null) => Start(path, options, null);

    private static MessageBus Start(string path, DBusConnectionOptions? options, string? folder)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(MostPeers);
            return new(path, folder, listener, options ?? new() { OutgoingQueue = MostWaiting });
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Hangs up on everybody. May be called more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isGone, 1) != 0) return;
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        BusPeer[] peers;
        lock (_gate) peers = [.. _peers];
        foreach (var peer in peers) await peer.Link.DisposeAsync();
        File.Delete(_path);
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var greeting = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                greeting.RemoveAll(task => task.IsCompleted);
                greeting.Add(GreetAsync(socket, greeting.Count));
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(greeting);
    }

    private async Task GreetAsync(Socket socket, int othersGreeted)
    {
        var stream = new WireStream(socket);
        try
        {
            using var late = new CancellationTokenSource(_options.HandshakeTimeout, _options.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stop.Token);
            var uid = Credentials.PeerUid(socket);
            if (othersGreeted >= MostPeers || uid != Credentials.OwnUid()) throw new DBusProtocolException("It is not taken.");
            await ServerHandshake.RunAsync(stream, Id, uid, either.Token);
            Join(new(new(stream, _options), uid));
        }
        catch (Exception fault) when (fault is DBusException or IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            stream.Dispose();
        }
    }

    private void Join(BusPeer peer)
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested || _peers.Count >= MostPeers) throw new DBusProtocolException("The bus is full or ends.");
            _peers.Add(peer);
        }

        peer.Link.Start(message => Take(peer, message), () => Leave(peer));
    }

    private void Leave(BusPeer peer)
    {
        lock (_gate)
        {
            if (!_peers.Remove(peer) || _stop.IsCancellationRequested) return;
            foreach (var (caller, serial) in peer.Owes) Refuse(caller, serial, DBusErrors.NoReply, "the peer has gone");
            foreach (var other in _peers) other.Owes.RemoveWhere(owed => owed.Caller == peer);
            _names.ReleaseAll(peer);
            if (_unique.Remove(peer.UniqueName)) TellOwner(peer.UniqueName, peer.UniqueName, "");
        }
    }

    private void Take(BusPeer peer, DBusMessage message)
    {
        lock (_gate)
        {
            if (peer.UniqueName.Length == 0) Hello(peer, message);
            else Route(peer, message with { Sender = peer.UniqueName });
        }
    }

    private void Hello(BusPeer peer, DBusMessage message)
    {
        if (message is not { Kind: DBusMessageKind.MethodCall, Destination: DBusNames.Bus, Member: "Hello" })
            throw new DBusProtocolException("A peer does not begin with Hello.");

        var name = $":1.{_lastName++}";
        peer.UniqueName = name;
        _unique[name] = peer;
        Send(peer, (message with { Sender = name }).Return(name));
        TellOwner(name, "", name);
        Send(peer, OfBus("NameAcquired", name) with { Destination = name });
    }

    private void Route(BusPeer from, DBusMessage message)
    {
        if (message.Destination == DBusNames.Bus || (message.Destination is null && message.Kind == DBusMessageKind.MethodCall)) Ask(from, message);
        else if (message.Destination is null) Broadcast(message);
        else if (message.Kind is DBusMessageKind.MethodReturn or DBusMessageKind.Error) Reply(from, message);
        else if (Find(message.Destination) is { } target) Pass(from, target, message);
        else if (message.WantsReply) Refuse(from, message.Serial, Absent(message), $"nobody owns {message.Destination}");
    }

    /// <summary>As the reference implementation says it: a name that may not be started just has no owner.</summary>
    private static string Absent(DBusMessage call) =>
        call.Flags.HasFlag(DBusMessageMarks.NoAutoStart) ? DBusErrors.NameHasNoOwner : DBusErrors.ServiceUnknown;

    private void Ask(BusPeer peer, DBusMessage call)
    {
        if (call.Kind != DBusMessageKind.MethodCall) return;
        try
        {
            var body = call.Member == "Hello" ? throw new DBusErrorException(DBusErrors.Failed, "Hello was said before") : _driver.Answer(peer, call);
            if (call.WantsReply) Send(peer, call.Return(body));
        }
        catch (DBusErrorException error)
        {
            if (call.WantsReply) Send(peer, call.Fail(error.Name, error.Text));
        }
    }

    private static void Pass(BusPeer from, BusPeer target, DBusMessage message)
    {
        if (message.WantsReply) target.Owes.Add((from, message.Serial));
        target.Send(message);
    }

    private void Reply(BusPeer from, DBusMessage answer)
    {
        if (Find(answer.Destination!) is { } caller && from.Owes.Remove((caller, answer.ReplySerial!.Value))) caller.Send(answer);
    }

    private void Broadcast(DBusMessage message)
    {
        foreach (var peer in _peers.ToArray())
            if (peer.Rules.Exists(rule => rule.Fits(message, Owns))) peer.Send(message);
    }

    private bool Owns(string uniqueName, string name) => _names.OwnerOf(name)?.UniqueName == uniqueName;

    private BusPeer? Find(string name) => _unique.GetValueOrDefault(name) ?? _names.OwnerOf(name);

    private void Changed(string name, BusPeer? before, BusPeer? after)
    {
        TellOwner(name, before?.UniqueName ?? "", after?.UniqueName ?? "");
        if (before is not null && _peers.Contains(before)) Send(before, OfBus("NameLost", name) with { Destination = before.UniqueName });
        if (after is not null) Send(after, OfBus("NameAcquired", name) with { Destination = after.UniqueName });
    }

    private void TellOwner(string name, string before, string after) =>
        Broadcast(OfBus("NameOwnerChanged", name, before, after) with { Sender = DBusNames.Bus, Serial = ++_serial });

    private void Refuse(BusPeer caller, uint serial, string error, string text) => Send(caller, new DBusMessage(DBusMessageKind.Error)
    {
        ReplySerial = serial,
        ErrorName = error,
        Body = [text],
        Destination = caller.UniqueName,
        Flags = DBusMessageMarks.NoReplyExpected,
    });

    private void Send(BusPeer peer, DBusMessage message) => peer.Send(message with { Sender = DBusNames.Bus, Serial = ++_serial });

    private static DBusMessage OfBus(string member, params DBusValue[] body) => DBusMessage.Signal(DBusNames.BusPath, DBusNames.Bus, member, body);
}
