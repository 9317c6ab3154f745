using HeartMonitor.Core.Ports;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A target that does as its script says, one entry a send; accepting when the script is at its end.</summary>
public sealed class ScriptedTarget(Func<IReadOnlyList<JournalRow>, ForwardResult> answer) : IForwardTarget
{
    private readonly List<long> _delivered = [];

    public string Name => "scripted";

    /// <summary>Every row that was accepted, in order, repeats included.</summary>
    public IReadOnlyList<long> Delivered
    {
        get { lock (_delivered) return [.. _delivered]; }
    }

    public int Sends { get; private set; }

    public Task<ForwardResult> SendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation)
    {
        Sends++;
        var result = answer(rows);
        if (result is ForwardResult.Accepted accepted) Deliver(rows, accepted.Rejected);
        return Task.FromResult(result);
    }

    /// <summary>The rows arrived although nobody will hear of it.</summary>
    public void Deliver(IReadOnlyList<JournalRow> rows, IReadOnlyList<RejectedRow> rejected)
    {
        lock (_delivered) _delivered.AddRange(rows.Select(row => row.Seq).Except(rejected.Select(row => row.Seq)));
    }
}
