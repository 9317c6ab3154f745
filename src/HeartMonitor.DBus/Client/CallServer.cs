using HeartMonitor.DBus.Transport;

namespace HeartMonitor.DBus.Client;

/// <summary>
/// Answers what peers ask of us. Calls begin in the order they came and may overlap; nobody is left without an answer but who sends more than
/// we can work on. Only Ping is known until somebody serves more.
/// </summary>
internal sealed class CallServer(Func<uint> nextSerial) : IDisposable
{
    /// <summary>Ours: calls in work at a time; more are refused with LimitsExceeded.</summary>
    private const int Most = 256;

    private readonly CancellationTokenSource _stop = new();
    private DBusCallHandler? _handler;
    private int _inWork;

    internal void Serve(DBusCallHandler handler)
    {
        if (Interlocked.CompareExchange(ref _handler, handler, null) is not null) throw new InvalidOperationException("Calls are served already.");
    }

    internal void Stop() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    /// <summary>Does not wait: the answer is sent when it is there.</summary>
    internal void Take(DBusMessage call, MessageLink link)
    {
        if (Interlocked.Increment(ref _inWork) > Most)
        {
            Interlocked.Decrement(ref _inWork);
            if (call.WantsReply) link.TrySend(call.Fail(DBusErrors.LimitsExceeded, "too many calls at once") with { Serial = nextSerial() });
            return;
        }

        _ = WorkAsync(call, link);
    }

    private async Task WorkAsync(DBusMessage call, MessageLink link)
    {
        try
        {
            var answer = await AnswerAsync(call);
            if (call.WantsReply) await link.SendAsync(answer with { Serial = nextSerial() }, _stop.Token);
        }
        catch (Exception fault) when (fault is DBusException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection has ended, or the answer is too long for one; the caller's own timeout tells it.
        }
        finally
        {
            Interlocked.Decrement(ref _inWork);
        }
    }

    private async ValueTask<DBusMessage> AnswerAsync(DBusMessage call)
    {
        if (call is { Interface: DBusNames.Peer or null, Member: "Ping" }) return call.Return();
        if (_handler is not { } handler) return call.Fail(DBusErrors.UnknownMethod, $"there is no {call.Interface}.{call.Member}");
        try
        {
            return call.Return([.. await handler(call, _stop.Token)]);
        }
        catch (DBusErrorException error)
        {
            return call.Fail(error.Name, error.Text);
        }
        catch (DBusTypeException fault)
        {
            return call.Fail(DBusErrors.InvalidArgs, fault.Message);
        }
        catch (Exception fault)
        {
            return call.Fail(DBusErrors.Failed, fault.Message);
        }
    }
}
