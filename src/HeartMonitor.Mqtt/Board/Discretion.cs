using HeartMonitor.Core;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Mqtt.Board;

/// <summary>
/// Keeps medicines and addresses inside: only the mode leaves the service (ecosystem-reliability 1a). Alerts about medication carry a
/// fixed sentence; any other text that names one of the person's medicines or the strap loses that text.
/// </summary>
internal sealed class Discretion
{
    private const string MedicationText = "A note on medication needs attention. See the console.";
    private const string PlainText = "See the console.";

    /// <summary>Shorter words would hit ordinary text.</summary>
    private const int ShortestWord = 4;

    private readonly HashSet<string> _words = new(StringComparer.OrdinalIgnoreCase);

    internal void Learn(SessionStarted started)
    {
        Keep(started.Device);
        if (started.Participant is { } person) Learn(person);
    }

    internal void Learn(Participant person)
    {
        foreach (var medicine in person.Medications) Learn(medicine);
    }

    internal void Learn(StrapBound bound) => Keep(bound.Strap);

    internal void Learn(MedicationTaken taken) => Keep(taken.Atc);

    internal AlertData Redact(AlertData alert)
    {
        if (KebabCase.Of(alert.Code).StartsWith("medication-", StringComparison.Ordinal))
            return alert with { Text = MedicationText, Because = [] };
        return alert with
        {
            Text = Names(alert.Text) ? PlainText : alert.Text,
            Because = [.. alert.Because.Where(e => !Names(e.What) && !Names(e.Source))],
        };
    }

    private void Learn(MedicationEntry medicine)
    {
        Keep(medicine.Atc);
        Keep(medicine.Name);
    }

    private void Keep(string? word)
    {
        if (word?.Trim() is { Length: >= ShortestWord } known) _words.Add(known);
    }

    private bool Names(string? text) => text is not null && _words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
