using System.Threading.Channels;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Recordings;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline;
using HeartMonitor.Pipeline.Sources;
using HeartMonitor.Simulator.Gym;

namespace HeartMonitor.Host.Composition;

/// <summary>
/// Where packets come from, by configuration. A new source is one class and one line in <see cref="Create"/>. The simulator also speaks for
/// its people: their machines' workloads and their answers to prompts come in by the door that everybody uses.
/// </summary>
internal sealed class Sources : IAsyncDisposable
{
    internal const string ReplayStrap = "replay";

    private readonly GymFloor? _gym;
    private readonly TimeProvider _time;
    private readonly DeviceSessions _sessions = new();
    private readonly Channel<DueAct> _acts = Channel.CreateBounded<DueAct>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Channel<GymFact> _facts = Channel.CreateBounded<GymFact>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly List<string> _lines = [];
    private BluezSource? _radio;

    private Sources(IReadOnlyList<StrapBinding> people, IReadOnlyList<IHeartRateSource> all, GymFloor? gym, TimeProvider time, IEnumerable<string> lines)
    {
        (People, All, _gym, _time) = (people, all, gym, time);
        _lines.AddRange(lines);
        gym?.Facts.Subscribe(fact => _facts.Writer.TryWrite(fact));
    }

    /// <summary>Who wears what.</summary>
    internal IReadOnlyList<StrapBinding> People { get; }

    internal IReadOnlyList<IHeartRateSource> All { get; }

    internal static Sources Create(
        MonitorSettings settings, IReadOnlyList<StrapBinding> people, SteadyScheduler scheduler, TimeProvider time, MakePlan plan, GatewayStraps gateways, Func<BluezSource> bluez,
        Func<IHeartRateSource> inTheHand)
    {
        var all = new List<IHeartRateSource>();
        var lines = new List<string>();
        GymFloor? gym = null;
        if (settings.Sources.Contains("simulator"))
        {
            var seed = settings.Simulator.Seed ?? Random.Shared.Next();
            var story = settings.Simulator.Story!;
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            people = GymCast.OwnPeople(story, settings.Simulator.People, today) ?? GymCast.Fill(people, settings.Simulator.People, seed);
            gym = GymFloor.Create(story, [.. people.Select(p => new GymBinding(p.Person, p.Strap, IsBlunted(p.Person, plan, today)))], seed, today);
            people = [.. people.Zip(gym.People, (bound, person) => bound with { Sensor = bound.Sensor ?? person.Sensor })];
            all.Add(gym.CreateSource(scheduler, time));
            lines.Add($"Source:   simulator, {people.Count} people, seed {seed}, speed {settings.Simulator.Speed.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
            lines.Add($"Story:    {story.Name}");
        }

        if (settings.Sources.Contains("replay"))
        {
            all.Add(new ReplayHeartRateSource(ReadRecording(settings.Replay.File!), ReplayStrap, scheduler, settings.Replay.Speed));
            lines.Add($"Source:   replay of {settings.Replay.File}, strap \"{ReplayStrap}\"");
        }

        if (settings.Sources.Contains("mqtt"))
        {
            all.Add(gateways.CreateSource(scheduler));
            lines.Add($"Source:   gateways by MQTT, hrm/1/{settings.Site}/up/+/raw/+ and up/+/batch");
        }

        BluezSource? radio = null;
        if (settings.Sources.Contains("bluez"))
        {
            radio = bluez();
            all.Add(radio.Source);
            lines.Add(radio.Describe());
        }

        if (settings.Sources.Contains("inthehand"))
        {
            all.Add(inTheHand());
            lines.Add("Source:   straps by InTheHand.BluetoothLE");
        }

        return new(people, all, gym, time, lines) { _radio = radio };
    }

    internal IEnumerable<string> Describe() => _lines;

    /// <summary>The radios, and whether each can be used; null while nobody can say, or there is no source with one.</summary>
    internal IReadOnlyList<Ble.RadioStatus>? Radios => _radio?.Radios;

    /// <summary>The session that wears this strap now, or null.</summary>
    internal string? SessionOf(string strap) => _sessions.SessionOf(strap);

    /// <summary>After the pipeline has let its sources go: real straps are disconnected, within 3 s.</summary>
    public ValueTask DisposeAsync() => _radio?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Hears what the journal released: which session a strap has, and what virtual people and virtual staff do about it.</summary>
    internal void Hear(IReadOnlyList<Released> released)
    {
        foreach (var item in released)
        {
            _sessions.Hear(item);
            _sessions.HearBinding(item);
            if (_gym is null || item.Event is not { } said || _sessions.StrapOf(item.Session) is not { } strap) continue;
            foreach (var act in _gym.Hear(strap, said)) _acts.Writer.TryWrite(new(item.Session, act));
        }
    }

    /// <summary>Sends the virtual people's workloads, what they say, and acts until it is told to stop.</summary>
    internal Task DriveAsync(SubmitCommand submit, CancellationToken stop) =>
        _gym is null ? Task.Delay(Timeout.Infinite, stop) : Task.WhenAll(SendFactsAsync(submit, stop), SendActsAsync(submit, stop));

    private async Task SendFactsAsync(SubmitCommand submit, CancellationToken stop)
    {
        await foreach (var fact in _facts.Reader.ReadAllAsync(stop))
            if (await _sessions.OfStrapAsync(fact.Strap, stop) is { } session)
                await submit(Virtual(session, fact.Fact), stop);
    }

    private async Task SendActsAsync(SubmitCommand submit, CancellationToken stop)
    {
        await foreach (var due in _acts.Reader.ReadAllAsync(stop)) _ = ActLaterAsync(submit, due, stop);
    }

    private async Task ActLaterAsync(SubmitCommand submit, DueAct due, CancellationToken stop)
    {
        try
        {
            await Task.Delay(due.Act.Delay, _time, stop);
            await submit(Virtual(due.Session, due.Act.Fact), stop);
        }
        catch (OperationCanceledException)
        {
            // the service stops; the virtual person keeps the answer to themself
        }
    }

    private static Command Virtual(string session, SessionFact fact) => new($"sim-{Guid.NewGuid():n}", session, fact);

    private static bool IsBlunted(Participant person, MakePlan plan, DateOnly today) => plan(person, CheckIn.Nothing, today, null).Facts.Blunted;

    internal static Recording ReadRecording(string file)
    {
        var (whole, fault) = BoundedText.Read(file, BoundedText.OfRecording);
        if (whole is null) throw new InputRefusedException($"{file}, line 1: {fault}");
        using var text = new StringReader(whole);
        var result = RecordingReader.Read(text, file);
        return result.IsRecording ? result.Recording : throw new InputRefusedException(result.Fault.ToString());
    }

    private readonly record struct DueAct(string Session, GymAct Act);
}

/// <summary>An input file that the service cannot start with; the message names file and line.</summary>
internal sealed class InputRefusedException(string message) : Exception(message);
