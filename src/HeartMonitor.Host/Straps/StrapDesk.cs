using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Host.Composition;
using HeartMonitor.Pipeline;
using HeartMonitor.Storage.Straps;

namespace HeartMonitor.Host.Straps;

/// <summary>
/// What becomes of the straps that are known: whose they are is staff's to say, a strap that is not what it was is told to its session, and where
/// the setting allows it a strap that comes onto skin opens a session for its owner. That session is in check-in: nothing is passed by it, and staff
/// are shown that nobody has looked yet.
/// </summary>
internal sealed partial class StrapDesk(
    StrapRegister register, SessionRegistry sessions, Func<string, Participant?> person, bool signsIn, SubmitCommand submit, Func<DateOnly> today, ILogger log)
{
    internal IReadOnlyList<KnownStrapRow> Rows() => register.Rows(sessions.WearerOf);

    internal (CommandResult Result, string? Detail) Give(string id, string? owner, string by)
    {
        try
        {
            return register.Give(id, owner, by) ? (CommandResult.Accepted, null) : Unknown();
        }
        catch (System.Data.Common.DbException)
        {
            return (CommandResult.NotStored, "The disk did not answer. Try again.");
        }
    }

    internal (CommandResult Result, string? Detail) Forget(string id)
    {
        if (sessions.WearerOf(id) is not null) return (CommandResult.Invalid, "This strap is bound to an open session.");
        try
        {
            return register.Forget(id) ? (CommandResult.Accepted, null) : Unknown();
        }
        catch (System.Data.Common.DbException)
        {
            return (CommandResult.NotStored, "The disk did not answer. Try again.");
        }
    }

    /// <summary>From now on straps act by themselves as far as they may.</summary>
    internal void Listen()
    {
        register.Changed = (id, sign) =>
        {
            if (sessions.WearerOf(id) is { } session) Send(new($"strap-{Guid.NewGuid():n}", session, new StrapDoubted(sign)));
        };
        if (signsIn) register.CameOn = SignIn;
    }

    private static (CommandResult, string?) Unknown() => (CommandResult.NotFound, "No strap of that id is known here.");

    private void SignIn(StrapRecord strap)
    {
        if (strap.Owner is null || person(strap.Owner) is not { } owner || sessions.WearerOf(strap.Id) is not null) return;
        Send(new($"signin-{Guid.NewGuid():n}", null, new SessionStarted { Participant = owner, Device = strap.Id, Sensor = strap.Sensor, On = today(), SignedIn = true }));
    }

    /// <summary>The answer tells nobody anything: a session that is there already is no fault.</summary>
    private void Send(Command command) => _ = SendAsync(command);

    [LoggerMessage(8, LogLevel.Warning, "A strap's own command failed ({Fault})")]
    private static partial void LogFailed(ILogger log, string fault);

    private async Task SendAsync(Command command)
    {
        try
        {
            await submit(command, CancellationToken.None);
        }
#pragma warning disable CA1031 // A strap's own doing must not take down the source's thread.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFailed(log, fault.GetType().Name);
        }
    }
}
