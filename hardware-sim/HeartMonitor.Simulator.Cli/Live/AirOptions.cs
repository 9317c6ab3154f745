using System.CommandLine;
using HeartMonitor.DBus.Bus;
using HeartMonitor.Simulator.ScenarioPlayer;

namespace HeartMonitor.Simulator.Cli.Live;

/// <summary>The words of <c>strapsim play</c> for straps in the air of a simulated BlueZ in place of gateways.</summary>
internal sealed class AirOptions
{
    private readonly Option<bool> _bluez = new("--bluez") { Description = "The straps are those of a simulated BlueZ (monitor run --source bluez), not of a gateway" };
    private readonly Option<string?> _bus = new("--bus") { Description = "Address of a bus where nobody has the name org.bluez (one of its own, printed)", HelpName = "ADDRESS" };
    private readonly Option<string?> _people = new("--write-people") { Description = "Writes the people file that the service needs; then the service is waited for", HelpName = "FILE" };

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { _bluez, _bus, _people }) command.Add(option);
    }

    internal bool IsAskedFor(ParseResult parsed) => parsed.GetValue(_bluez);

    /// <summary>What is wrong with them, or null.</summary>
    internal string? FaultOf(ParseResult parsed) =>
        IsAskedFor(parsed) ? null
        : parsed.GetValue(_bus) is not null ? "--bus is for --bluez"
        : parsed.GetValue(_people) is not null ? "--write-people is for --bluez" : null;

    /// <summary>The bus, told on standard error, and the people file, complete when it is there.</summary>
    internal async Task<AirBus> OpenAsync(ParseResult parsed, IReadOnlyList<StoryScript> scripts, CancellationToken cancellation)
    {
        var given = parsed.GetValue(_bus);
        var own = given is null ? MessageBus.StartPrivate() : null;
        var bus = new AirBus(given ?? own!.Address, own);
        if (parsed.GetValue(_people) is { } path)
        {
            var draft = path + ".new";
            await File.WriteAllTextAsync(draft, RadioStraps.PeopleJson(scripts), cancellation);
            File.Move(draft, path, overwrite: true);
        }

        await Console.Error.WriteLineAsync($"Bus:      {bus.Address}");
        return bus;
    }
}

/// <summary>A bus that straps are shown on.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Own">Ends with this; null for one that was given.</param>
internal sealed record AirBus(string Address, MessageBus? Own) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
