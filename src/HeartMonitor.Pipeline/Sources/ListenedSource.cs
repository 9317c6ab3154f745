using System.Reactive.Linq;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Pipeline.Sources;

/// <summary>A source, and somebody who hears all that it says before the door does.</summary>
public sealed class ListenedSource(IHeartRateSource inner, Action<string, SourceEvent> hear) : IHeartRateSource
{
    public string Name => inner.Name;

    public IObservable<SourceEvent> Events => inner.Events.Do(told => hear(Name, told));
}
