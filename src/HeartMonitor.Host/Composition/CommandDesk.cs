using System.Collections.Concurrent;
using HeartMonitor.Core;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Wording;
using HeartMonitor.Pipeline;

namespace HeartMonitor.Host.Composition;

/// <summary>
/// Where commands from the tablet, from MQTT and from the simulator come together: an id acts once, and whoever repeats it is told
/// what became of the first, after the journal has it.
/// </summary>
/// <param name="door">The pipeline's door.</param>
/// <param name="findStored">Receipt of an earlier run's command, from the journal.</param>
/// <param name="words">In which a refusal is told.</param>
/// <param name="discreet">A participant without what no rule needs: names go no further than this desk.</param>
internal sealed class CommandDesk(IngressDoor door, Func<string, CommandReceipt?> findStored, StaffWords words, Func<Participant, Participant> discreet)
{
    private const int Remembered = 20_000; // the journal knows the older ones

    private readonly ConcurrentDictionary<string, CommandRequest> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    internal async Task<CommandReceipt> SubmitAsync(Command command, CancellationToken cancellation)
    {
        command = Discreet(command);
        var mine = new CommandRequest(command);
        var first = _byId.GetOrAdd(command.Id, mine);
        if (first != mine && !IsSame(first.Command, command))
            return new(command.Id, CommandResult.Invalid, words.Refused(Refusal.IdUsed));
        if (first != mine) return await RepeatAsync(first, cancellation);

        Remember(command.Id);
        if (findStored(command.Id) is { } stored)
        {
            mine.Answer(stored);
            return Again(stored);
        }

        door.Enter(mine);
        var receipt = await mine.Receipt.WaitAsync(cancellation);
        if (receipt.Result is CommandResult.NotFound) _byId.TryRemove(command.Id, out _); // nothing was stored: the id is free
        return receipt;
    }

    /// <summary>A command of the service's own, whose id was drawn just now: no earlier one can have it, and the journal need not be asked.</summary>
    internal Task<CommandReceipt> SubmitOwnAsync(Command command, CancellationToken cancellation)
    {
        var mine = new CommandRequest(Discreet(command));
        door.Enter(mine);
        return mine.Receipt.WaitAsync(cancellation);
    }

    /// <summary>A command that was told "not stored" may have been stored since: the journal keeps trying.</summary>
    private async Task<CommandReceipt> RepeatAsync(CommandRequest first, CancellationToken cancellation)
    {
        var receipt = await first.Receipt.WaitAsync(cancellation);
        return Again(receipt.Result == CommandResult.NotStored ? findStored(receipt.CommandId) ?? receipt : receipt);
    }

    private Command Discreet(Command command) => command.Fact switch
    {
        SessionStarted { Participant: { } participant } start => command with { Fact = start with { Participant = discreet(participant) } },
        ParticipantChanged { Participant: { } participant } change => command with { Fact = change with { Participant = discreet(participant) } },
        _ => command,
    };

    private static bool IsSame(Command first, Command again) =>
        first.Session == again.Session && MonitorJson.Write(first.Fact).AsSpan().SequenceEqual(MonitorJson.Write(again.Fact));

    private static CommandReceipt Again(CommandReceipt first) =>
        first.Result == CommandResult.Accepted ? first with { Result = CommandResult.Duplicate, Detail = null } : first;

    private void Remember(string id)
    {
        _order.Enqueue(id);
        while (_order.Count > Remembered && _order.TryDequeue(out var oldest)) _byId.TryRemove(oldest, out _);
    }
}
