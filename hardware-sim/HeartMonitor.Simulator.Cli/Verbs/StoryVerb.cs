using System.CommandLine;
using HeartMonitor.Simulator.Gym;

namespace HeartMonitor.Simulator.Cli.Verbs;

/// <summary><c>strapsim story</c>: what the straps of a gym story send, in real time, faster, or at once, each second with its truth.</summary>
internal static class StoryVerb
{
    /// <summary>An endless story on virtual time ends here where nobody says otherwise: a quarter of an hour.</summary>
    private const int EndlessSeconds = 900;

    internal static Command Create()
    {
        var story = new StoryOptions();
        var virtually = new Option<bool>("--virtual") { Description = "On virtual time: as fast as it goes" };
        var speed = Pace.SpeedOption();
        var seconds = new Option<int?>("--seconds") { Description = "How long (the story's length; an endless one: for ever, on virtual time 900)", HelpName = "N" };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1) result.AddError("--seconds is a whole number from 1 on");
        });
        var command = new Command("story", "The packets of a gym story as JSON lines, with the truth about each second");
        story.AddTo(command);
        foreach (var option in new Option[] { virtually, speed, seconds }) command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (floor, told, code) = story.Open(parsed);
            if (floor is null) return code;
            var isVirtual = parsed.GetValue(virtually);
            var until = parsed.GetValue(seconds) ?? told!.Seconds ?? (isVirtual ? EndlessSeconds : int.MaxValue);
            await PlayAsync(floor, until, isVirtual ? null : parsed.GetValue(speed), cancellation);
            return ExitCode.Fine;
        });
        return command;
    }

    /// <param name="floor">The story.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="speed">Simulated seconds per second; null for virtual time.</param>
    /// <param name="cancellation">Ends it early, which is no failure.</param>
    private static async Task PlayAsync(GymFloor floor, int seconds, double? speed, CancellationToken cancellation)
    {
        using var output = Output.Open();
        var lines = new PacketLines(output);
        var straps = floor.Straps();
        var pace = new Pace(speed);
        try
        {
            for (var second = 0; second < seconds; second++)
            {
                foreach (var (strap, fact) in floor.FactsAt(second)) lines.Write(second, strap, fact);
                await pace.UntilAsync(second + 1, cancellation, output);
                foreach (var (wearer, sent) in straps.Tick()) lines.Write(second + 1, wearer.Device, sent);
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C ends a story that has no end.
        }
        catch (IOException)
        {
            // Whoever read has gone.
        }
    }
}
