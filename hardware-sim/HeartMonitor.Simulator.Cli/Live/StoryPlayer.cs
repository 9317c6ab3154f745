using System.Text.Json;
using HeartMonitor.Simulator.ScenarioPlayer;

namespace HeartMonitor.Simulator.Cli.Live;

/// <summary>How one story went.</summary>
/// <param name="Script">The story.</param>
/// <param name="Events">What was heard, up to its end.</param>
/// <param name="Fault">Why it was not played; null when it was.</param>
/// <param name="Refusals">Facts that the service refused.</param>
/// <param name="LatestSeconds">How late the latest input was, in seconds of the service's clock: went out, or, of facts, was stamped.</param>
/// <param name="Lost">Packets that the service did not take.</param>
internal sealed record PlayedStory(StoryScript Script, IReadOnlyList<JsonElement> Events, string? Fault, IReadOnlyList<string> Refusals, double LatestSeconds, long Lost);

/// <summary>
/// Plays a story against a running service at the pace of the service's own clock: what the story says of a second is sent in its first quarter, so
/// that every tick up to that second has run before it, as on virtual time.
/// </summary>
internal sealed class StoryPlayer(ServiceApi api, IStrapLink straps, ServiceEars ears, double speed, double toleranceSeconds) : IDisposable
{
    private const double LeadSeconds = 0.2;

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1); // for what was decided in the last instant to arrive, in our time

    /// <summary>Stories begin one after another: what a story says of its first second is entered before the next begins.</summary>
    private readonly SemaphoreSlim _beginning = new(1, 1);

    private readonly long _zero = TimeProvider.System.GetTimestamp();

    internal async Task<PlayedStory> PlayAsync(StoryScript script, CancellationToken cancellation)
    {
        await _beginning.WaitAsync(cancellation);
        var isBeginning = true;
        try
        {
            await straps.ConnectAsync(script.Strap, cancellation); // not earlier: a link without values is not kept for long
            return await PlayAsync(script, EndBeginning, cancellation);
        }
        finally
        {
            straps.Release(script.Strap);
            EndBeginning();
        }

        void EndBeginning()
        {
            if (isBeginning) _beginning.Release();
            isBeginning = false;
        }
    }

    private async Task<PlayedStory> PlayAsync(StoryScript script, Action begun, CancellationToken cancellation)
    {
        var clock = new HostClock(speed);
        var asked = Now;
        var started = await api.StartAsync(script.StartJson, cancellation);
        if (started is not { Session: { } session, At: { } begin })
            return new(script, [], $"the session was not started: {started.Result} {started.Detail}", [], 0, 0);
        clock.Hear(begin, asked);

        var refusals = new List<string>();
        var latest = 0.0;
        var failedBefore = straps.FailedOf(script.Strap);
        var unheard = 0;
        foreach (var step in script.Steps)
        {
            if (step.After > TimeSpan.Zero) begun();
            latest = Math.Max(latest, await UntilAsync(clock, begin + step.After, step.After > TimeSpan.Zero, cancellation));
            if (step.FactJson is null) straps.Send(script.Strap, step.Packet, clock.At(Now));
            else
            {
                var reply = await EnterAsync(session, step, script, clock, refusals, cancellation);
                if (reply.At is { } at) latest = Math.Max(latest, (at - begin - step.After).TotalSeconds - LeadSeconds);
                if (!IsJudged(reply)) unheard++;
            }
        }

        await UntilAsync(clock, begin + script.Length.Add(TimeSpan.FromSeconds(toleranceSeconds)), true, cancellation);
        await Task.Delay(LastWords, cancellation);
        var events = Heard(script, session, begin);
        if (!script.Steps.Any(s => s.FactJson?.Contains("\"session-end\"", StringComparison.Ordinal) == true))
            await api.EnterAsync(session, """{"event":"session-end"}""", cancellation);
        return new(script, events, null, refusals, latest, straps.FailedOf(script.Strap) - failedBefore + unheard);
    }

    public void Dispose() => _beginning.Dispose();

    private TimeSpan Now => TimeProvider.System.GetElapsedTime(_zero);

    private List<JsonElement> Heard(StoryScript script, string session, DateTimeOffset begin)
    {
        var heard = new HeardEvents(script.StartsAtSecond, begin);
        foreach (var payload in ears.Of(session)) heard.Hear(payload);
        var end = (script.Scenario.End - script.Scenario.Start).TotalSeconds + toleranceSeconds;
        return [.. heard.Events.Where(e => e.GetProperty("t").GetDouble() <= end)];
    }

    /// <summary>Waits for the instant and a little; how late it is by then, in seconds of the service's clock.</summary>
    private async Task<double> UntilAsync(HostClock clock, DateTimeOffset instant, bool isAfterTheStart, CancellationToken cancellation)
    {
        var due = clock.WhenIs(instant.AddSeconds(isAfterTheStart ? LeadSeconds : 0));
        if (due - Now is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, cancellation);
        return (Now - due).TotalSeconds * speed;
    }

    /// <summary>The rules have taken it or refused it, as the story's author may have meant. Anything else never got to them.</summary>
    private static bool IsJudged(ServiceReply reply) => reply.Result is "accepted" or "duplicate" or "expired" or "stale" or "invalid" or "not-found";

    private async Task<ServiceReply> EnterAsync(string session, StoryStep step, StoryScript script, HostClock clock, List<string> refusals, CancellationToken cancellation)
    {
        var asked = Now;
        var reply = await api.EnterAsync(session, step.FactJson!, cancellation);
        if (reply.At is { } at) clock.Hear(at, asked);
        if (reply.Result is not "accepted")
            refusals.Add(FormattableString.Invariant($"at {step.After.TotalSeconds + script.StartsAtSecond:0.###} s, {step.FactJson}: {reply.Result} {reply.Detail}"));
        return reply;
    }
}
