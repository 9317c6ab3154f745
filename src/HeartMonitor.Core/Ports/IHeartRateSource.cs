namespace HeartMonitor.Core.Ports;

/// <summary>
/// Where heart-rate packets come from: a simulator, a recording, a radio.
/// </summary>
/// <remarks>
/// The contract, which <c>HeartRateSourceContract</c> in the tests holds every source to:
/// <list type="bullet">
/// <item>Cold: nothing happens before the first subscription to <see cref="Events"/>; subscribing connects.</item>
/// <item>Disposing the subscription disconnects; no event comes after that.</item>
/// <item>Events never overlap and come in the order of their stamps; stamps come from the injected clock at arrival.</item>
/// <item>A link that is lost for one strap among many is a <see cref="SourceEventKind.Lost"/> event. A source that cannot go on at all
/// ends with <c>OnError</c>; whoever subscribes at the edge reconnects with backoff.</item>
/// <item>A source that knows more about its straps says so in <see cref="SourceEventKind.Status"/> events, which change nothing about the link.</item>
/// <item>A source that has told everything (a recording) ends with <c>OnCompleted</c>, and nothing comes after it.</item>
/// </list>
/// </remarks>
public interface IHeartRateSource
{
    /// <summary>Short name for status and tags: <c>simulator</c>, <c>replay</c>, <c>bluez</c>.</summary>
    string Name { get; }

    /// <summary>The packets and link changes of all straps of this source.</summary>
    IObservable<SourceEvent> Events { get; }
}
