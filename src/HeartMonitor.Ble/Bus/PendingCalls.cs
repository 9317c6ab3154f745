namespace HeartMonitor.Ble.Bus;

/// <summary>The calls that wait for an answer, each with its own deadline and whoever wants to know; none waits for another.</summary>
internal sealed class PendingCalls
{
    private readonly Dictionary<long, (DateTimeOffset Deadline, Action<BluezReply> Done)> _waiting = [];
    private long _last;

    internal int Count => _waiting.Count;

    /// <summary>Asks for a call. <paramref name="done"/> is called once, by <see cref="End"/> or <see cref="GiveUpLate"/>, unless it is abandoned first.</summary>
    internal long Make(BluezCallKind kind, string path, DateTimeOffset deadline, Action<BluezReply> done, BluezOutput output)
    {
        var id = ++_last;
        _waiting[id] = (deadline, done);
        output.Calls.Add(new(id, kind, path));
        return id;
    }

    /// <summary>An answer; one to a call that was given up is ignored.</summary>
    internal void End(long id, BluezReply reply)
    {
        if (_waiting.Remove(id, out var call)) call.Done(reply);
    }

    internal void Abandon(long id, BluezOutput output)
    {
        if (_waiting.Remove(id)) output.Abandoned.Add(id);
    }

    /// <summary>Gives up every call that is past its deadline.</summary>
    internal void GiveUpLate(DateTimeOffset now, BluezOutput output)
    {
        foreach (var (id, call) in _waiting.Where(p => p.Value.Deadline <= now).ToArray())
        {
            if (!_waiting.Remove(id)) continue;
            output.Abandoned.Add(id);
            call.Done(BluezReply.Failed(BluezReply.TimedOut));
        }
    }

    /// <summary>Forgets all of them: whoever would have answered is gone.</summary>
    internal void AbandonAll(BluezOutput output)
    {
        output.Abandoned.AddRange(_waiting.Keys);
        _waiting.Clear();
    }
}
