using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A way to the service that can hang without closing, or become late.</summary>
internal sealed class TabletLineBreaker : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<TcpClient> _ends = [];
    private readonly int _target;
    private readonly Task _accepting;
    private TaskCompletionSource _open = Opened();
    private TimeSpan _delay;

    public TabletLineBreaker(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Nothing passes from here on; every connection stays open.</summary>
    public void Hold() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => _open.TrySetResult();

    /// <summary>Everything arrives, this much later.</summary>
    public void DelayBy(TimeSpan delay) => _delay = delay;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        LetGo();
        foreach (var end in _ends) end.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var tablet = await _listener.AcceptTcpClientAsync(_end.Token);
                var service = new TcpClient();
                await service.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                _ends.Add(tablet);
                _ends.Add(service);
                _ = CarryAsync(tablet, service);
                _ = CarryAsync(service, tablet);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16 * 1024];
        var last = Task.CompletedTask;
        try
        {
            for (int length; (length = await from.GetStream().ReadAsync(buffer, _end.Token)) > 0;)
                last = PassAsync(last, Task.Delay(_delay, _end.Token), buffer[..length], to);
            await last;
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            from.Dispose();
            to.Dispose();
        }
    }

    private async Task PassAsync(Task before, Task due, byte[] bytes, TcpClient to)
    {
        await before;
        await due;
        await _open.Task;
        await to.GetStream().WriteAsync(bytes, _end.Token);
    }
}
