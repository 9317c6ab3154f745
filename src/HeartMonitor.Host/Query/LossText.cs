using System.Globalization;
using HeartMonitor.Core.Ports;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Host.Query;

/// <summary>What a session has lost, a line a loss, for whoever is about to use what is left of it.</summary>
internal static class LossText
{
    /// <summary>Tells on <paramref name="error"/> what is missing; nothing where nothing is.</summary>
    /// <param name="stored">The session.</param>
    /// <param name="what">What lacks it, such as <c>the export</c>.</param>
    /// <param name="error">Where to.</param>
    internal static void Tell(StoredSessionRows stored, string what, TextWriter error)
    {
        foreach (var lost in stored.Lost) error.WriteLine($"{stored.Session}: warning: {Of(lost, stored.StartedAt)}; {what} lacks {(lost.Rows == 1 ? "it" : "them")}");
    }

    private static string Of(LostRows lost, DateTimeOffset start)
    {
        var what = lost.ArePackets ? lost.Rows == 1 ? "packet" : "packets" : lost.Rows == 1 ? "stored row" : "stored rows";
        var why = lost.Why == RowLoss.Deleted ? "deleted after the time set in Storage:KeepPacketDays" : "damaged in the journal";
        return string.Create(CultureInfo.InvariantCulture, $"{lost.Rows} {what} {why}, between {Seconds(lost.From, start, "the start")} and {Seconds(lost.To, start, "the end")}");
    }

    private static string Seconds(DateTimeOffset? at, DateTimeOffset start, string otherwise) =>
        at is { } known ? string.Create(CultureInfo.InvariantCulture, $"{(known - start).TotalSeconds:0.###} s") : otherwise;
}
