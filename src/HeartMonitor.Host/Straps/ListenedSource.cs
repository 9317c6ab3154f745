using System.Reactive.Linq;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Host.Straps;

/// <summary>A source, and somebody who hears all that it says before the door does.</summary>
internal sealed class ListenedSource(IHeartRateSource inner, Action<string, SourceEvent> hear) : IHeartRateSource
{
    public string Name => inner.Name;

    public IObservable<SourceEvent> Events => inner.Events.Do(told => hear(Name, told));
}
