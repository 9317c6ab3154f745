using System.Globalization;
using System.Text;
using System.Text.Json;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Tests.Sessions.Orders;

/// <summary>A failing order made as short as it gets, and told as a scenario file.</summary>
internal static class OrderStory
{
    /// <summary>Takes away happenings and seconds as long as it still fails.</summary>
    internal static EventOrder Shrink(EventOrder order, Func<EventOrder, bool> fails)
    {
        for (var shorter = true; shorter;)
        {
            shorter = false;
            foreach (var candidate in Shorter(order))
            {
                if (!fails(candidate)) continue;
                (order, shorter) = (candidate, true);
                break;
            }
        }

        return order;
    }

    /// <summary>The order as a scenario file: what came in, second by second, after play. Hasty orders say so; they need the hasty delays.</summary>
    internal static string Tell(EventOrder order, string law)
    {
        var inputs = new List<SessionInput>();
        OrderPlay.Run(order, new OrderLaws(new OrderCounts()), record: inputs);
        var lines = inputs.Select(input => input.Fact is { } fact ? Line(input.At, fact) : string.Create(CultureInfo.InvariantCulture,
            $"""{"{"} "at": {Second(input.At)}, "packet": "{Convert.ToHexString(input.Packet.Span)}" {"}"}"""));
        var story = new StringBuilder();
        if (order.IsHasty) story.AppendLine("// On hasty rules: see OrderSetups.");
        story.AppendLine(CultureInfo.InvariantCulture, $"{{ \"name\": {Quoted($"Seed {order.Seed}: {law}")}, \"start\": \"2026-03-02T09:00:00Z\",");
        story.AppendLine(CultureInfo.InvariantCulture, $"  \"participant\": {JsonSerializer.Serialize(order.Person, MonitorJson.Context.Participant)},");
        story.AppendLine("  \"inputs\": [").Append("    ").AppendJoin(",\n    ", lines).AppendLine(" ],").Append("  \"expect\": [], \"never\": [] }");
        return story.ToString();
    }

    private static IEnumerable<EventOrder> Shorter(EventOrder order)
    {
        for (var i = 0; i < order.Happenings.Count; i++)
            yield return order with { Happenings = [.. order.Happenings.Where((_, index) => index != i)] };
        for (var i = 0; i < order.Happenings.Count; i++)
        {
            var happening = order.Happenings[i];
            foreach (var seconds in new[] { 0, happening.Seconds / 2, happening.Seconds - 1 })
                if (seconds >= 0 && seconds < happening.Seconds)
                    yield return order with { Happenings = [.. order.Happenings.Select((h, index) => index == i ? h with { Seconds = seconds } : h)] };
        }
    }

    private static string Line(DateTimeOffset at, SessionFact fact)
    {
        if (fact is SessionStarted) fact = new SessionStarted();
        var json = Encoding.UTF8.GetString(MonitorJson.Write(fact));
        return string.Create(CultureInfo.InvariantCulture, $"{{ \"at\": {Second(at)}, {json[1..]}");
    }

    private static double Second(DateTimeOffset at) => (at - OrderPlay.Start).TotalSeconds;

    private static string Quoted(string text) => JsonSerializer.Serialize(text.Split(':')[0] + (text.Split(':') is [_, var law, ..] ? ":" + law : ""), JsonSerializerOptions.Default);
}
