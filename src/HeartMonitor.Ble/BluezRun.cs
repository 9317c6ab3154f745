using System.Collections.Concurrent;
using System.Reactive.Concurrency;
using HeartMonitor.Ble.Bus;
using HeartMonitor.Core.Ports;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Ble;

/// <summary>
/// One subscription: carries inputs from any thread to the fold, one after another on the scheduler, and its outputs to the bus and the
/// subscriber. No call waits for another; each ends by its answer, its deadline or the end of all.
/// </summary>
internal sealed partial class BluezRun : IDisposable
{
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(2);

    private readonly ConcurrentQueue<BluezInput> _inbox = new();
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _calls = new();
    private readonly BluezOutput _output = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IBluezBus _bus;
    private readonly IScheduler _scheduler;
    private readonly TimeProvider _time;
    private readonly IObserver<SourceEvent> _observer;
    private readonly ILogger _logger;
    private readonly Lock _folding = new();
    private IBluezLink? _link;
    private bool _draining;
    private bool _disposed;

    internal BluezRun(IBluezBus bus, BluezFold fold, IScheduler scheduler, TimeProvider time, IObserver<SourceEvent> observer, ILogger logger)
    {
        (_bus, Fold, _scheduler, _time, _observer, _logger) = (bus, fold, scheduler, time, observer, logger);
        Post(BluezInput.Tick.Now);
    }

    internal BluezFold Fold { get; }

    /// <summary>Calls on the bus that have not ended.</summary>
    internal int OpenCalls => _calls.Count;

    /// <summary>Messages that the bus itself threw away.</summary>
    internal long RefusedMessages => _link?.Refused ?? 0;

    internal Task Gone => _gone.Task;

    /// <summary>Lets an input in, from any thread.</summary>
    internal void Post(BluezInput input)
    {
        if (Volatile.Read(ref _disposed)) return;
        _inbox.Enqueue(input);
        if (!Interlocked.Exchange(ref _draining, true)) _scheduler.Schedule(Drain);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return;
        _ = SayGoodbyeAsync();
    }

    private void Drain()
    {
        do
        {
            while (_inbox.TryDequeue(out var input))
                if (Volatile.Read(ref _disposed) || !TryTake(input)) return;

            Interlocked.Exchange(ref _draining, false); // a full fence: whoever posts now sees it, or is seen below
        }
        while (!_inbox.IsEmpty && !Interlocked.Exchange(ref _draining, true));
    }

    /// <summary>A bug ends the subscription as an error; whoever subscribed begins another, with a fold that knows nothing of it.</summary>
    private bool TryTake(BluezInput input)
    {
        try
        {
            Take(input);
            return true;
        }
#pragma warning disable CA1031 // Whatever it is: straps must not fall silent without a word.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            LogBug(bug);
            Dispose();
            _observer.OnError(bug);
            return false;
        }
    }

    private void Take(BluezInput input)
    {
        lock (_folding)
        {
            if (Volatile.Read(ref _disposed)) return;
            var now = new DateTimeOffset(_time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
            Fold.Take(input, now, _output);
            if (input is BluezInput.Closed) DropLink();
            Carry();
        }

        Tell();
    }

    private void Carry()
    {
        foreach (var id in _output.Abandoned) if (_calls.TryRemove(id, out var call)) call.Cancel();
        foreach (var call in _output.Calls) _ = CallAsync(_link, call);
        if (_output.Open) _ = OpenAsync();
        foreach (var note in _output.Notes)
        {
            if (note.IsTrouble) LogTrouble(note.Text);
            else LogWorks(note.Text);
        }
    }

    private void Tell()
    {
        foreach (var told in _output.Events)
        {
            if (Volatile.Read(ref _disposed)) break;
            _observer.OnNext(told);
        }

        _output.Clear();
    }

    private async Task OpenAsync()
    {
        try
        {
            var link = await _bus.OpenAsync(_stop.Token).ConfigureAwait(false);
            Volatile.Write(ref _link, link);
            if (!Volatile.Read(ref _disposed)) link.Listen(Post);
            else if (Interlocked.CompareExchange(ref _link, null, link) == link) await link.DisposeAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // the subscription is over
        }
#pragma warning disable CA1031 // Whatever keeps the bus away is told and tried again; the source never ends by it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Post(new BluezInput.Closed(failure is BluezBusException ? failure.Message : failure.GetType().Name));
        }
    }

    private async Task CallAsync(IBluezLink? link, BluezCall call)
    {
        var cancel = new CancellationTokenSource(); // holds nothing that must be disposed, and may be cancelled while its call ends
        _calls[call.Id] = cancel;
        var reply = BluezReply.Failed(BluezNames.ServiceUnknown);
        try
        {
            if (link is not null) reply = await link.CallAsync(call, cancel.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }
#pragma warning disable CA1031 // A bus that is gone fails its calls in its own way; that it is gone is told apart.
        catch (Exception)
#pragma warning restore CA1031
        {
            reply = BluezReply.Failed(BluezNames.ServiceUnknown);
        }
        finally
        {
            _calls.TryRemove(call.Id, out _);
        }

        Post(new BluezInput.Ended(call.Id, reply));
    }

    private void DropLink()
    {
        if (Interlocked.Exchange(ref _link, null) is { } link) _ = link.DisposeAsync().AsTask();
    }

    /// <summary>Straps are let go, so that they can be connected elsewhere; then the bus is closed, which ends discovery and notifications.</summary>
    private async Task SayGoodbyeAsync()
    {
        try
        {
            var goodbye = new BluezOutput();
            lock (_folding) Fold.SayGoodbye(_time.GetUtcNow(), goodbye);
            foreach (var id in goodbye.Abandoned) if (_calls.TryRemove(id, out var call)) await call.CancelAsync().ConfigureAwait(false);
            if (_link is { } link)
            {
                using var limit = new CancellationTokenSource(GoodbyeLimit);
                await Task.WhenAll(goodbye.Calls.Select(call => link.CallAsync(call, limit.Token))).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // Nobody listens any more; the bus is closed whatever it said.
        catch (Exception)
#pragma warning restore CA1031
        {
            // a bus that is gone has let everything go
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var call in _calls.Values) await call.CancelAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _link, null) is { } last) await last.DisposeAsync().ConfigureAwait(false);
        _gone.TrySetResult();
    }

    [LoggerMessage(1, LogLevel.Warning, "{Line}")]
    private partial void LogTrouble(string line);

    [LoggerMessage(3, LogLevel.Error, "Bluetooth: the source broke and begins anew")]
    private partial void LogBug(Exception bug);

    [LoggerMessage(2, LogLevel.Information, "{Line}")]
    private partial void LogWorks(string line);
}
