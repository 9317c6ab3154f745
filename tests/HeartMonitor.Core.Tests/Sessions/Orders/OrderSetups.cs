using System.Text.Json.Nodes;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;

namespace HeartMonitor.Core.Tests.Sessions.Orders;

/// <summary>The rules that ship, and the same rules in haste: laws hold for every configuration, and haste makes orders short.</summary>
internal static class OrderSetups
{
    internal static EngineSetup Hasty { get; } = Shipped.Setup with { Alarms = HastyAlarms() };

    internal static EngineSetup Of(EventOrder order) => order.IsHasty ? Hasty : Shipped.Setup;

    /// <summary>The rules' numbers at their absolute bounds, and the delays of alerts below theirs: three seconds at most.</summary>
    private static AlarmCatalogue HastyAlarms()
    {
        var root = JsonNode.Parse(Shipped.Text("alarms.json"), documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        var rules = root["rules"]!.AsObject();
        foreach (var (name, value) in new (string, int)[]
        {
            ("zoneSilenceSeconds", 5), ("meanNeedsSeconds", 5), ("startOfWearSeconds", 2), ("firstPromptSeconds", 30), ("workloadPromptSeconds", 30),
            ("closerPromptSeconds", 60), ("recheckSeconds", 30), ("recheckHardSeconds", 30), ("coolDownPromptSeconds", 30), ("repeatAfterSeconds", 10),
            ("unansweredAfterSeconds", 15), ("notRespondingAfterSeconds", 20), ("escalateHighSeconds", 10), ("escalateMediumSeconds", 30),
            ("promptAtMostEverySeconds", 30), ("promptHrChangeSeconds", 10), ("signalMediumSeconds", 10), ("newLevelAfterSamples", 2),
            ("shelfLongestSeconds", 60), ("suppressionEndsSeconds", 15), ("chatterQuietSeconds", 10), ("chatterWindowSeconds", 20),
        }) rules[name] = value;
        var read = AlarmCatalogueReader.Read(root.ToJsonString()).Catalogue!;
        return new(read.Version, read.Rules, Enum.GetValues<AlertCode>().ToDictionary(code => code, code => InHaste(read[code])), read.Languages);
    }

    private static AlarmDefinition InHaste(AlarmDefinition shipped) => shipped with
    {
        OnDelaySeconds = Math.Min(3, shipped.OnDelaySeconds),
        ClearDelaySeconds = Math.Min(3, shipped.ClearDelaySeconds),
    };
}
