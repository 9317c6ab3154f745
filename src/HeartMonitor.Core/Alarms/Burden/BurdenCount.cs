using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Alarms.Burden;

/// <summary>Computes an <see cref="AlertBurden"/>. Pure.</summary>
public static class BurdenCount
{
    private const int StaffTarget = 2; // domain-facts 8.2: per staff and 10 min
    private const int SessionHourTarget = 1; // domain-facts 8.2
    private const int FloodAbove = 10; // domain-facts 8.2
    private const int FloodOverBelow = 5;
    private const int ChatterRaises = 3; // domain-facts 8.2
    private const int LowTarget = 80; // domain-facts 8.2: about 80, 15, 5 percent
    private const int MediumTarget = 15;
    private const int HighTarget = 5;
    private const int SplitNeeds = 20; // fewer alerts have no split: one is 5 percent. Ours.
    private const int InTimeTarget = 90; // domain-facts 8.2
    private const int TopCodes = 10;

    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(15); // domain-facts 8.2

    /// <summary>The burden of a time.</summary>
    /// <param name="items">Events of alerts in any order; those from before the time tell what was open when it began.</param>
    /// <param name="window">The time.</param>
    public static AlertBurden Of(IEnumerable<BurdenItem> items, BurdenWindow window)
    {
        var lives = items.Where(i => i.Alert.At < window.To).GroupBy(i => i.Alert.Id, StringComparer.Ordinal)
            .Select(life => life.OrderBy(i => i.Alert.Rev).ToArray()).ToArray();
        var raised = lives.Select(life => Array.Find(life, i => i.Alert.State == AlertState.Raised)).OfType<BurdenItem>()
            .Where(i => i.Alert.At >= window.From).OrderBy(i => i.Alert.At).ToArray();
        var tens = (window.To - window.From) / TenMinutes;
        var floods = FloodsOf([.. raised.Select(i => i.Alert.At)], window.To);
        var top = raised.GroupBy(i => i.Alert.Code).Select(code => new AlertShare(code.Key, code.Count(), Percent(code.Count(), raised.Length)))
            .OrderByDescending(share => share.Alerts).ThenBy(share => share.Code).Take(TopCodes).ToArray();
        return new()
        {
            From = window.From,
            To = window.To,
            Staff = window.Staff,
            SessionHours = Round(window.SessionHours),
            Alerts = raised.Length,
            PerTenMinutes = new(Over(raised.Length, tens), "see the figure per member of staff", null, "the target is per member of staff"),
            PerStaffAndTenMinutes = AtMost(Over(raised.Length, tens * window.Staff), StaffTarget, "no time has passed"),
            PerSessionHour = AtMost(Over(raised.Length, window.SessionHours), SessionHourTarget, "nobody was watched"),
            Floods = AtMost(floods.Count, 0, ""),
            FloodTimes = floods,
            Stale = AtMost(lives.Count(life => IsStale(life, window)), 0, ""),
            Chattering = AtMost(Chattering(lives, window), 0, ""),
            LowPercent = Split(raised, AlertPriority.Low, $"about {LowTarget}, not less", share => share >= LowTarget),
            MediumPercent = Split(raised, AlertPriority.Medium, $"about {MediumTarget}, not more", share => share <= MediumTarget),
            HighPercent = Split(raised, AlertPriority.High, $"about {HighTarget}, not more", share => share <= HighTarget),
            TopCodes = top,
            TopTenPercent = new(raised.Length == 0 ? null : Round(Percent(top.Sum(share => share.Alerts), raised.Length)), "1 to 5 in a plant", null,
                "a yardstick of plants with thousands of sources; here are a few dozen"),
            AcknowledgedInTimePercent = InTime(lives, window),
            FalseHigh = new(null, "at most one in 50 quiet hours", null, "whether an alert was false is not known while it happens; replayed quiet hours tell"),
        };
    }

    /// <summary>A flood begins with the alert that makes more than ten in ten minutes, and is over when fewer than five are.</summary>
    private static List<AlertFlood> FloodsOf(DateTimeOffset[] times, DateTimeOffset to)
    {
        var floods = new List<AlertFlood>();
        for (var i = FloodAbove; i < times.Length; i++)
        {
            if (times[i] - times[i - FloodAbove] >= TenMinutes || (floods.Count > 0 && times[i] <= floods[^1].To)) continue;
            var over = EndOf(times, times[i]);
            floods.Add(new(times[i], over < to ? over : to, times.Count(t => t > times[i] - TenMinutes && t <= over)));
        }

        return floods;
    }

    private static DateTimeOffset EndOf(DateTimeOffset[] times, DateTimeOffset began)
    {
        foreach (var leaves in times.Where(t => t > began - TenMinutes))
            if (times.Count(t => t > leaves && t <= leaves + TenMinutes) < FloodOverBelow) return leaves + TenMinutes;
        return times[^1] + TenMinutes;
    }

    private static bool IsStale(BurdenItem[] life, BurdenWindow window)
    {
        DateTimeOffset? since = null;
        foreach (var alert in life.Select(i => i.Alert))
        {
            if (alert.State == AlertState.Raised) since ??= alert.At;
            if (alert.State is not (AlertState.Cleared or AlertState.Closed) || since is not { } begun) continue;
            if (alert.At > window.From && alert.At - begun > StaleAfter) return true;
            since = null;
        }

        return since is { } open && window.To - open > StaleAfter;
    }

    private static int Chattering(BurdenItem[][] lives, BurdenWindow window) =>
        lives.SelectMany(life => life).Where(i => i.Alert.State == AlertState.Raised && i.Alert.At >= window.From)
            .GroupBy(i => (i.Session, i.Alert.Code))
            .Count(code =>
            {
                var times = code.Select(i => i.Alert.At).Order().ToArray();
                return times.Where((at, i) => i >= ChatterRaises - 1 && at - times[i - ChatterRaises + 1] <= Minute).Any();
            });

    /// <summary>
    /// Each time that a medium or high alert asks (raised, back, or at a higher priority) is a demand. It is answered by whoever takes note of it
    /// or puts it aside; one that ends by itself before its time is over, or whose time is not over yet, does not count.
    /// </summary>
    private static BurdenFigure InTime(BurdenItem[][] lives, BurdenWindow window)
    {
        var (met, late) = (0, 0);
        foreach (var life in lives)
        {
            AlertEvent? asks = null;
            foreach (var alert in life.Select(i => i.Alert))
            {
                var answered = alert.State is AlertState.Acknowledged or AlertState.Shelved;
                var over = answered || alert.State is AlertState.Closed or AlertState.Suppressed;
                var asksAgain = (asks is null && IsDemand(alert)) || (asks is { } before && alert.Priority > before.Priority);
                if (asks is { } open && (over || asksAgain)) Settle(open, alert.At, answered);
                if (over) asks = null;
                else if (asksAgain) asks = alert;
            }

            if (asks is { } waiting) Settle(waiting, window.To, answered: false);
        }

        var figure = met + late == 0 ? null : (double?)Round(Percent(met, met + late));
        return new(figure, $"at least {InTimeTarget}", figure is { } share ? share >= InTimeTarget : null, figure is null ? "no high or medium alert asked" : null);

        void Settle(AlertEvent demand, DateTimeOffset at, bool answered)
        {
            var seconds = demand.Priority == AlertPriority.High ? window.HighSeconds : window.MediumSeconds;
            if (demand.Priority == AlertPriority.Low || demand.At < window.From) return;
            var inTime = (at - demand.At).TotalSeconds <= seconds;
            if (inTime && answered) met++;
            else if (!inTime) late++;
        }
    }

    private static bool IsDemand(AlertEvent alert) =>
        alert.State is AlertState.Raised or AlertState.Escalated || (alert.State == AlertState.Returned && alert.AckedBy is null);

    private static BurdenFigure Split(BurdenItem[] raised, AlertPriority priority, string target, Predicate<double> met)
    {
        if (raised.Length == 0) return new(null, target, null, "no alert was raised");
        var share = Round(Percent(raised.Count(i => i.Alert.Priority == priority), raised.Length));
        return raised.Length < SplitNeeds ? new(share, target, null, "too few alerts to judge a split") : new(share, target, met(share));
    }

    private static BurdenFigure AtMost(double? value, int target, string whyNot) =>
        new(value, target == 0 ? "none" : $"at most {target}", value is { } figure ? figure <= target : null, value is null ? whyNot : null);

    private static double? Over(int count, double by) => by > 0 ? Round(count / by) : null;

    private static double Percent(int part, int whole) => Round(100.0 * part / whole);

    private static double Round(double value) => Math.Round(value, 2);
}
