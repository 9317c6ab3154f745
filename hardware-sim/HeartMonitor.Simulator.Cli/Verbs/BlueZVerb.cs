using System.CommandLine;
using HeartMonitor.DBus;
using HeartMonitor.DBus.Bus;
using HeartMonitor.Simulator.BlueZ;
using HeartMonitor.Simulator.Gym;

namespace HeartMonitor.Simulator.Cli.Verbs;

/// <summary><c>strapsim bluez</c>: the straps of a gym story as BlueZ shows them on D-Bus, on a bus of its own or a given one.</summary>
internal static class BlueZVerb
{
    internal static Command Create()
    {
        var story = new StoryOptions();
        var bus = new Option<string?>("--bus") { Description = "Address of a bus where nobody has the name org.bluez (one of its own, printed)", HelpName = "ADDRESS" };
        var people = new Option<string?>("--write-people") { Description = "Writes the people file that binds the story's people to the straps' addresses", HelpName = "FILE" };
        var speed = Pace.SpeedOption();
        var command = new Command("bluez", "The straps of a gym story on D-Bus, as BlueZ shows straps");
        story.AddTo(command);
        foreach (var option in new Option[] { bus, people, speed }) command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (floor, _, code) = story.Open(parsed);
            if (floor is null) return code;
            try
            {
                return await RunAsync(floor, parsed.GetValue(bus), parsed.GetValue(people), parsed.GetValue(speed), cancellation);
            }
            catch (Exception refused) when (refused is DBusException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(refused.Message);
                return ExitCode.Failed;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(GymFloor floor, string? given, string? people, double speed, CancellationToken cancellation)
    {
        await using var own = given is null ? MessageBus.StartPrivate() : null;
        var address = given ?? own!.Address;
        await using var bluez = await SimulatedBlueZ.StartAsync(address, cancellation: cancellation);
        var radio = new RadioPeople(bluez, floor);
        var straps = floor.Straps();
        radio.PutOn(straps);
        if (people is not null) radio.WritePeople(people);
        await Console.Out.WriteLineAsync($"Bus:      {address}");
        for (var i = 0; i < floor.People.Count; i++) await Console.Out.WriteLineAsync($"Strap:    {radio.AddressOf(i)}  {floor.People[i].Strap}  {floor.People[i].Model.Id}");
        await Console.Out.FlushAsync(cancellation);
        try
        {
            var pace = new Pace(speed);
            for (var second = 1; ; second++)
            {
                await pace.UntilAsync(second, cancellation);
                foreach (var (wearer, sent) in straps.Tick()) radio.Tell(wearer, sent);
            }
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Fine;
        }
    }
}
