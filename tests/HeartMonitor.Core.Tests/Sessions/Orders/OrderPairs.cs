using System.Buffers;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions.Orders;

/// <summary>Remembers what was told, and passes it on to the laws of one session.</summary>
internal sealed class Transcript(IOrderWatcher? next) : IOrderWatcher
{
    internal List<SessionEvent> Events { get; } = [];

    public void Saw(SessionEvent sessionEvent)
    {
        Events.Add(sessionEvent);
        next?.Saw(sessionEvent);
    }

    public void Read(DateTimeOffset at) => next?.Read(at);

    public void Looked(SessionEngine engine, DateTimeOffset now) => next?.Looked(engine, now);
}

/// <summary>How often each law had something to say.</summary>
internal sealed class PairCounts
{
    internal OrderCounts Single { get; } = new();

    internal long Same, Shifted, Turned, Added, AddedToZones, AddedToRpe, LimitsCompared;

    internal void Add(PairCounts other)
    {
        Single.Add(other.Single);
        Same += other.Same;
        Shifted += other.Shifted;
        Turned += other.Turned;
        Added += other.Added;
        AddedToZones += other.AddedToZones;
        AddedToRpe += other.AddedToRpe;
        LimitsCompared += other.LimitsCompared;
    }

    internal void AssertNothingIsEmpty() => Assert.All(
        new (string, long)[]
        {
            ("zone alerts in zones mode", Single.ZoneAlertsInZones), ("seconds in RPE mode", Single.SecondsInRpe), ("changes of mode", Single.ModesLeft),
            ("high alerts", Single.HighUnacknowledged), ("high alerts acknowledged", Single.HighAcknowledged), ("escalations", Single.Escalated), ("alerts put aside", Single.Shelved), ("alerts suppressed", Single.Suppressed), ("alerts returned", Single.Returned),
            ("prompts answered", Single.Answered), ("prompts missed", Single.Missed), ("prompts withdrawn", Single.Withdrawn), ("values shown", Single.ValuesShown),
            ("alerts from heart rate", Single.HeartRateAlerts), ("physiological alerts", Single.Physiological), ("orders played twice", Same),
            ("orders shifted", Shifted), ("orders with medicines turned", Turned), ("medicines added in zones mode", AddedToZones),
            ("medicines added in RPE mode", AddedToRpe), ("limits compared", LimitsCompared),
        },
        pair => Assert.True(pair.Item2 > 50, $"only {pair.Item2} {pair.Item1}: the orders prove nothing about them"));

    public override string ToString() => FormattableString.Invariant($"""
        {Single.Events} events, {Single.ZoneAlertsInZones} zone alerts in zones mode and none in {Single.SecondsInRpe} s of RPE mode, {Single.ModesLeft} changes of mode,
        {Single.HighUnacknowledged} high alerts, {Single.HighAcknowledged} acknowledged, {Single.Escalated} escalations, {Single.Shelved} put aside, {Single.Suppressed} suppressed, {Single.Returned} returned, {Single.Physiological} physiological with numbers, {Single.HeartRateAlerts} from heart rate,
        {Single.Prompts} prompts: {Single.Answered} answered, {Single.Missed} missed, {Single.Withdrawn} withdrawn; {Single.ValuesShown} values shown;
        {Same} orders twice, {Shifted} shifted, {Turned} with medicines turned, {Added} with a blunting medicine added ({AddedToZones} in zones mode, {AddedToRpe} in RPE mode, {LimitsCompared} limits)
        """);
}

/// <summary>The same order played in another way.</summary>
internal static class OrderPairs
{
    /// <summary>Same inputs, same bytes.</summary>
    internal static string? SameAgain(EventOrder order, Transcript first, PairCounts counts)
    {
        counts.Same++;
        var again = new Transcript(null);
        OrderPlay.Run(order, again);
        return Difference("played again", first.Events, again.Events, MonitorJson.Write);
    }

    /// <summary>Later on the same day: nothing but stamps and ids changes.</summary>
    internal static string? Shifted(EventOrder order, Transcript first, TimeSpan by, PairCounts counts)
    {
        counts.Shifted++;
        var later = new Transcript(null);
        OrderPlay.Run(order, later, later: by);
        var back = later.Events.Select(e => Unstamped(e, by));
        return Difference("played later", first.Events.Select(e => Unstamped(e, TimeSpan.Zero)), back, MonitorJson.Write);
    }

    /// <summary>Medicines, conditions and tests in the other order: the same bytes.</summary>
    internal static string? MedicinesTurned(EventOrder order, Transcript first, PairCounts counts)
    {
        var person = order.Person;
        if (person.Medications.Count > 1) counts.Turned++;
        var turned = new Transcript(null);
        OrderPlay.Run(order, turned, person with
        {
            Medications = [.. person.Medications.Reverse()],
            Conditions = [.. person.Conditions.Reverse()],
            Tests = [.. person.Tests.Reverse()],
        });
        return Difference("with the medicines in the other order", first.Events, turned.Events, MonitorJson.Write);
    }

    /// <summary>The plans in force at the end of every instant at which either order has a new one: one may have a plan more, as where only the medicine makes a gate.</summary>
    private static IEnumerable<(PlanEvent Before, PlanEvent After)> InForceTogether(IReadOnlyList<PlanEvent> first, IReadOnlyList<PlanEvent> added) =>
        from at in first.Concat(added).Select(plan => plan.At).Distinct().Order()
        let before = first.LastOrDefault(plan => plan.At <= at)
        let after = added.LastOrDefault(plan => plan.At <= at)
        where before is not null && after is not null
        select (before, after);

    /// <summary>One blunting medicine more never leaves RPE for zones and never raises a limit, at any plan of the order.</summary>
    internal static string? MedicineAdded(EventOrder order, Transcript first, PairCounts counts)
    {
        counts.Added++;
        var more = OrderPeople.Blunting[order.Seed / 8 % (ulong)OrderPeople.Blunting.Length];
        var added = new Transcript(null);
        OrderPlay.Run(order, added, order.Person with { Medications = [.. order.Person.Medications, more] });
        foreach (var (before, after) in InForceTogether([.. first.Events.OfType<PlanEvent>()], [.. added.Events.OfType<PlanEvent>()]))
        {
            if (before.Plan.Mode == MonitoringMode.Zones) counts.AddedToZones++;
            else counts.AddedToRpe++;
            if (before.Plan.Mode != MonitoringMode.Zones && after.Plan.Mode == MonitoringMode.Zones) return $"{more.Name} made zones of {before.Plan.Mode}";
            if (before.Plan.Ceiling is not { } limit) continue;
            counts.LimitsCompared++;
            if (after.Plan.Ceiling is not { } now) return $"{more.Name} took the ceiling away";
            if (now.Alarm > limit.Alarm || now.Warn > limit.Warn) return $"{more.Name} raised a limit: {limit} became {now}";
        }

        return null;
    }

    private static SessionEvent Unstamped(SessionEvent sessionEvent, TimeSpan by) => sessionEvent switch
    {
        AlertEvent alert => alert with { Id = "", Since = alert.Since - by, AckedAt = alert.AckedAt - by, ShelvedUntil = alert.ShelvedUntil - by },
        PromptEvent prompt => prompt with { Id = "", OpenedAt = prompt.OpenedAt - by },
        AnswerEvent answer => answer with { Prompt = answer.Prompt is null ? null : "", AnsweredAt = answer.AnsweredAt - by },
        _ => sessionEvent,
    };

    private static string? Difference(string how, IEnumerable<SessionEvent> first, IEnumerable<SessionEvent> second, Func<SessionEvent, byte[]> write)
    {
        using var one = first.GetEnumerator();
        using var other = second.GetEnumerator();
        while (true)
        {
            var (more, alsoMore) = (one.MoveNext(), other.MoveNext());
            if (!more && !alsoMore) return null;
            if (more != alsoMore) return $"{how}: {(more ? "fewer" : "more")} events";
            var (a, b) = (write(one.Current), write(other.Current));
            if (!a.AsSpan().SequenceEqual(b)) return $"{how}: {System.Text.Encoding.UTF8.GetString(b)} in place of {System.Text.Encoding.UTF8.GetString(a)}";
        }
    }
}
