using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Query;
using HeartMonitor.Research.Reports;

namespace HeartMonitor.Host.Verbs;

/// <summary><c>monitor sessions</c>: what is stored, as a table or as JSON lines.</summary>
internal sealed class SessionsVerb(TextWriter output, TextWriter error)
{
    /// <summary>Prints every session, oldest first.</summary>
    /// <returns>0 fine, 1 the journal cannot be read, 2 there is none, 78 configuration refused.</returns>
    internal int Run(string configFolder, IReadOnlyDictionary<string, string?> commandLine, bool json)
    {
        var (data, code) = StoredData.Open(configFolder, commandLine, error);
        if (data is null) return code;
        return StoredData.Read(error, () =>
        {
            var cards = new SessionCards(data.Journal).All();
            var last = data.Journal.LastStamp();
            if (json) foreach (var card in cards) output.WriteLine(JsonSerializer.Serialize(SessionLine.Of(card, last), QueryJson.Context.SessionLine));
            else Table(cards, last, data.Settings.TimeZone);
            return ExitCode.Fine;
        });
    }

    private void Table(IReadOnlyList<SessionCard> cards, DateTimeOffset? last, TimeZoneInfo zone)
    {
        if (cards.Count == 0)
        {
            output.WriteLine("No session is stored yet.");
            return;
        }

        var rules = cards.SelectMany(c => c.Rules).Distinct(StringComparer.Ordinal).ToList();
        var rows = cards.Select(c => Cells(c, last, zone, rules)).Prepend(["SESSION", "PERSON", "START", "LENGTH", "MODE", "ALERTS", "STATE", "RULES"]).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(r => r[i].Length)).ToArray();
        foreach (var row in rows) output.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cards.Count} {(cards.Count == 1 ? "session" : "sessions")}. Times: {zone.Id}. Alerts: high/medium/low, * not closed yet."));
        for (var i = 0; i < rules.Count; i++) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Rules {i + 1}: {rules[i]}"));
    }

    private static string[] Cells(SessionCard card, DateTimeOffset? last, TimeZoneInfo zone, List<string> rules)
    {
        var line = SessionLine.Of(card, last);
        var open = card.OpenAlerts > 0 ? "*" : "";
        return
        [
            card.Stored.Session,
            card.Stored.Participant,
            ClinicTime.Text(card.Stored.Started, zone, "yyyy-MM-dd HH:mm:ss", card.Stored.Started, card.Stored.Started.AddSeconds(line.LengthSeconds)),
            TimeSpan.FromSeconds(Math.Floor(line.LengthSeconds)).ToString("c", CultureInfo.InvariantCulture),
            card.Modes.Count == 0 ? "-" : string.Join(">", card.Modes.Select(KebabCase.Of)),
            string.Create(CultureInfo.InvariantCulture, $"{card.Alerts.High}/{card.Alerts.Medium}/{card.Alerts.Low}{open}"),
            card.State,
            card.Rules.Count == 0 ? "-" : string.Join(">", card.Rules.Select(r => (rules.IndexOf(r) + 1).ToString(CultureInfo.InvariantCulture))),
        ];
    }
}
