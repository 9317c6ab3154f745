namespace HeartMonitor.Mqtt.Gateways;

/// <summary>How many packets of one gateway are under way, so that one that floods waits for itself and for nobody else.</summary>
internal sealed class GatewayLane
{
    /// <summary>
    /// Packets of one gateway between its message and the journal. Ours: eight gateways that flood at once just fill the door's 65,536, and one
    /// that does not waits behind a tenth of a second of work at most.
    /// </summary>
    internal const int MostUnderWay = 8_192;

    private readonly Lock _gate = new();
    private int _underWay;
    private TaskCompletionSource? _room;

    /// <summary>Nothing is under way.</summary>
    internal bool IsIdle
    {
        get { lock (_gate) return _underWay == 0; }
    }

    /// <summary>False when there is no room; nothing is taken then.</summary>
    internal bool TryEnter(int packets)
    {
        lock (_gate)
        {
            if (_underWay >= MostUnderWay) return false;
            _underWay += packets;
            return true;
        }
    }

    internal void Leave(int packets)
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            _underWay -= packets;
            if (_underWay >= MostUnderWay) return;
            (room, _room) = (_room, null);
        }

        room?.SetResult();
    }

    /// <summary>Waits until there is room, which another may take first.</summary>
    internal Task WhenRoomAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_underWay < MostUnderWay) return Task.CompletedTask;
            _room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task.WaitAsync(cancellation);
        }
    }
}
