using HeartMonitor.Core.Ports;

namespace HeartMonitor.Pipeline.Tests.Support;

/// <summary>Remembers what a source said.</summary>
public sealed class Recorder : IObserver<SourceEvent>
{
    public List<SourceEvent> Events { get; } = [];

    public Action<SourceEvent> OnEvent { get; set; } = _ => { };

    public bool IsCompleted { get; private set; }

    public Exception? Error { get; private set; }

    /// <summary>Notifications that came after the end.</summary>
    public int AfterTheEnd { get; private set; }

    public void OnNext(SourceEvent value)
    {
        CountAfterTheEnd();
        Events.Add(value);
        OnEvent(value);
    }

    public void OnCompleted()
    {
        CountAfterTheEnd();
        IsCompleted = true;
    }

    public void OnError(Exception error)
    {
        CountAfterTheEnd();
        Error = error;
    }

    /// <summary>Everything in one comparable form.</summary>
    public IEnumerable<(SourceEventKind Kind, string Device, DateTimeOffset At, string Packet, string? Detail)> Said() =>
        Events.Select(e => (e.Kind, e.Device, e.At, Convert.ToHexString(e.Packet.Span), e.Detail));

    private void CountAfterTheEnd()
    {
        if (IsCompleted || Error is not null) AfterTheEnd++;
    }
}
