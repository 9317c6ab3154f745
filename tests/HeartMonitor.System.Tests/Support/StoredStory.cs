using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Storage.Journal;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A story that was lived and stored: what the pipeline would have given to the journal.</summary>
internal static class StoredStory
{
    private static readonly string Config = Path.Combine(AppContext.BaseDirectory, "config");

    /// <summary>The rules that ship, in English.</summary>
    internal static EngineSetup Rules { get; } = RulesOf(Config);

    internal static EngineSetup RulesOf(string folder, string language = "en")
    {
        var (setup, faults) = ConfigFiles.ReadRules(folder, "gym1", language);
        Assert.Empty(faults);
        return setup!;
    }

    /// <summary>The rules that ship with words of a file replaced.</summary>
    internal static EngineSetup RulesWith(DirectoryInfo folder, string file, params ReadOnlySpan<(string Old, string New)> changes)
    {
        foreach (var path in Directory.EnumerateFiles(Config)) File.Copy(path, Path.Combine(folder.FullName, Path.GetFileName(path)), overwrite: true);
        var changed = Path.Combine(folder.FullName, file);
        var text = File.ReadAllText(changed);
        foreach (var (old, @new) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, @new, StringComparison.Ordinal);
        }

        File.WriteAllText(changed, text);
        return RulesOf(folder.FullName);
    }

    internal static Scenario Read(string json)
    {
        var (scenario, fault) = ScenarioReader.Read(json);
        Assert.Null(fault);
        Assert.Empty(scenario!.Faults);
        return scenario;
    }

    /// <summary>Every story that ships.</summary>
    internal static IEnumerable<(string Name, Scenario Scenario)> Shipped() =>
        from file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "scenarios"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let scenario = ScenarioReader.Read(File.ReadAllText(file)).Scenario
        where scenario is not null
        select (Path.GetFileName(file), scenario);

    /// <summary>The rows that the journal would hold, from position 1.</summary>
    internal static IReadOnlyList<JournalRow> Rows(Scenario scenario, EngineSetup setup)
    {
        var rows = new List<JournalRow>();
        Live(scenario, setup, step =>
        {
            if (step.IsSample) Add(JournalKind.Sample, step.At, SampleBody.Write(step.Label, step.Packet.Span));
            else if (step.Fact is { } fact) Add(JournalKind.Fact, step.At, MonitorJson.Write(fact));
            foreach (var decided in step.Events) Add(JournalKind.Event, decided.At, MonitorJson.Write(decided));

            void Add(JournalKind kind, DateTimeOffset at, byte[] body) => rows.Add(new(rows.Count + 1, new(kind, step.Session, step.Participant, at, body)));
        });
        return rows;
    }

    /// <summary>Stores it in a real journal.</summary>
    internal static async Task StoreAsync(string folder, EngineSetup setup, params IReadOnlyList<Scenario> scenarios)
    {
        await using var journal = JournalFolder.Open(new JournalOptions { Folder = folder });
        foreach (var scenario in scenarios) Live(scenario, setup, journal.Append);
    }

    private static void Live(Scenario scenario, EngineSetup setup, Action<SessionStep> store)
    {
        setup = setup.Speaking(scenario.Language);
        var begin = scenario.Inputs[0];
        var start = (SessionStarted)begin.Fact! with { Participant = scenario.Participant };
        var engine = new SessionEngine(Identity.OfSession(setup.Site, scenario.Participant.Id, begin.At), start, begin.At, setup);
        var step = new SessionStep();
        foreach (var input in scenario.Inputs)
        {
            var told = input.Fact is SessionStarted ? input with { Fact = start } : input;
            if (told.Fact is null) step.ForSample(engine.Id, engine.Person.Id, told.At, told.Packet);
            else step.ForFact(engine.Id, engine.Person.Id, told.At, told.Fact);
            engine.Apply(told, step);
            store(step);
        }

        engine.AdvanceTo(scenario.End, step.ForFact(engine.Id, engine.Person.Id, scenario.End, null));
        store(step);
    }
}
