using HeartMonitor.Core.Ports;

namespace HeartMonitor.Pipeline;

/// <summary>What can come through the door.</summary>
public enum IngressKind
{
    /// <summary>Time went by. The default.</summary>
    Heartbeat,

    /// <summary>Something that a source saw.</summary>
    Source,

    /// <summary>Something that staff, a participant or a program asks.</summary>
    Command,
}

/// <summary>One thing in the one order. <see cref="At"/> is given by the door.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">Stamp, whole microseconds UTC, never before that of the item before it.</param>
/// <param name="Source">Packet or link change, when the kind is source.</param>
/// <param name="Request">The command and who waits for it, when the kind is command.</param>
public readonly record struct IngressItem(IngressKind Kind, DateTimeOffset At, SourceEvent Source = default, CommandRequest? Request = null);

/// <summary>A command on its way, and the promise of its receipt.</summary>
public sealed class CommandRequest(Command command)
{
    private readonly TaskCompletionSource<CommandReceipt> _receipt = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Command Command { get; } = command;

    /// <summary>Completes after the journal's commit, or at once when there was nothing to store.</summary>
    public Task<CommandReceipt> Receipt => _receipt.Task;

    public void Answer(CommandReceipt receipt) => _receipt.TrySetResult(receipt);
}
