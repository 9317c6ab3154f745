using System.Text.Json.Nodes;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;

namespace HeartMonitor.Core.Tests.Sessions.Orders;

/// <summary>The rules that ship, and the same rules in haste: laws hold for every configuration, and haste makes orders short.</summary>
internal static class OrderSetups
{
    internal static EngineSetup Hasty { get; } = Shipped.Setup with { Alarms = AlarmCatalogueReader.Read(HastyAlarms()).Catalogue! };

    internal static EngineSetup Of(EventOrder order) => order.IsHasty ? Hasty : Shipped.Setup;

    /// <summary>Every delay cut to what the absolute bounds allow.</summary>
    private static string HastyAlarms()
    {
        var root = JsonNode.Parse(Shipped.Text("alarms.json"), documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        var rules = root["rules"]!.AsObject();
        foreach (var (name, value) in new (string, int)[]
        {
            ("zoneSilenceSeconds", 5), ("meanNeedsSeconds", 5), ("startOfWearSeconds", 2), ("firstPromptSeconds", 30), ("workloadPromptSeconds", 30),
            ("closerPromptSeconds", 60), ("recheckSeconds", 30), ("recheckHardSeconds", 30), ("coolDownPromptSeconds", 30), ("repeatAfterSeconds", 10),
            ("unansweredAfterSeconds", 15), ("notRespondingAfterSeconds", 20), ("escalateHighSeconds", 10), ("escalateMediumSeconds", 30),
            ("promptAtMostEverySeconds", 30), ("promptHrChangeSeconds", 10), ("signalMediumSeconds", 10), ("newLevelAfterSamples", 2),
        }) rules[name] = value;
        foreach (var (_, alert) in root["alerts"]!.AsObject())
            foreach (var delay in new[] { "onDelaySeconds", "clearDelaySeconds" })
                if (alert![delay] is { } seconds) alert[delay] = Math.Min(3, seconds.GetValue<int>());
        return root.ToJsonString();
    }
}
