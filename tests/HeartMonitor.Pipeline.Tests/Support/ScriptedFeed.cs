using HeartMonitor.Core.Ports;

namespace HeartMonitor.Pipeline.Tests.Support;

/// <summary>Gateways in the hands of a test.</summary>
public sealed class ScriptedFeed : IGatewayFeed
{
    private readonly List<Action<GatewayMessage>> _takers = [];

    public void Send(GatewayMessage message)
    {
        foreach (var take in _takers.ToArray()) take(message);
    }

    public IDisposable Subscribe(Action<GatewayMessage> take)
    {
        _takers.Add(take);
        return System.Reactive.Disposables.Disposable.Create(() => _takers.Remove(take));
    }
}
