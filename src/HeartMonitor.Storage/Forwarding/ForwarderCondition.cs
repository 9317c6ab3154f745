namespace HeartMonitor.Storage.Forwarding;

/// <summary>What a forwarder knows of its target's health. Written by the forwarder, read by anyone.</summary>
internal sealed class ForwarderCondition(TimeProvider time)
{
    /// <summary>More than this in an hour need no exact number: <c>sink-down</c> is due at 10.</summary>
    private const int MostRecent = 1_000;

    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Queue<DateTimeOffset> _burials = new();
    private bool _isUp = true;
    private DateTimeOffset _since = time.GetUtcNow();
    private string? _lastError;
    private long _sent;

    /// <summary>Stamp of the oldest row that was read last.</summary>
    internal DateTimeOffset Oldest { private get; set; }

    internal long StoredDeadLetters { private get; set; }

    /// <summary>True when this is news.</summary>
    internal bool Fail(string reason)
    {
        lock (_gate)
        {
            _lastError = reason;
            return Turn(false);
        }
    }

    /// <summary>True when this is news.</summary>
    internal bool Succeed(int rows)
    {
        lock (_gate)
        {
            (_sent, _lastError) = (_sent + rows, null);
            return Turn(true);
        }
    }

    internal void Bury(int rows)
    {
        if (rows == 0) return;
        lock (_gate)
        {
            StoredDeadLetters += rows;
            var now = time.GetUtcNow();
            for (var i = 0; i < rows && i < MostRecent; i++) _burials.Enqueue(now);
            while (_burials.Count > MostRecent) _burials.Dequeue();
        }
    }

    /// <summary>Dead letters that are none any more.</summary>
    internal void Revive(int rows)
    {
        lock (_gate) StoredDeadLetters -= rows;
    }

    /// <param name="name">Of the target.</param>
    /// <param name="position">Everything up to it is delivered.</param>
    /// <param name="behind">Rows that are not.</param>
    /// <param name="backlog">Of these, those before rows that are.</param>
    internal ForwarderStatus Read(string name, long position, long behind, long backlog)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            while (_burials.TryPeek(out var at) && now - at > Recent) _burials.Dequeue();
            var lag = Math.Max(0, behind);
            var age = lag == 0 || Oldest == default ? TimeSpan.Zero : now - Oldest;
            return new(name, _isUp, _since, position, lag, age, _lastError, _sent, StoredDeadLetters, _burials.Count) { BacklogRows = Math.Min(lag, backlog) };
        }
    }

    private bool Turn(bool isUp)
    {
        if (_isUp == isUp) return false;
        (_isUp, _since) = (isUp, time.GetUtcNow());
        return true;
    }
}
