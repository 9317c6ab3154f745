using System.Globalization;
using System.Text;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Tests.Alarms;

/// <summary>The table of an alert's life as a page: a diagram, and every case.</summary>
internal static class AlarmLifePage
{
    private const string Preface = """
        # The life of an alert

        Written from `src/HeartMonitor.Core/Alarms/AlarmLife.cs` by a test; change that table, look at what changes here, then run the test with
        `HEARTMONITOR_WRITE_DOCS=1`.

        What is told has the name of the event's `state`. `raised` asks somebody to look, the first time with revision 1; `returned` is the same episode back
        from the shelf or from suppression. Every event has a revision one above the last, and says who acknowledged and when.

        - **Acknowledged, and the condition goes on**: silent. A higher priority, or a worse report, asks again (`escalated`).
        - **Acknowledged, and further up**: a safety alert by heart rate (ceiling, unexpectedly high, low, a fall or a rise against the work) that is worse by
          `worseBpm` (10) than at the acknowledgement or on the shelf is `raised` again, the same id, at most every `worseAtMostEverySeconds` (60).
        - **Acknowledged, over, and back**: a new episode with a new id.
        - **Latched (over before anybody took note), and back**: the same episode is raised again, a high one at once, a low or medium one after its delay.
        - **A second acknowledgement** changes nothing; whoever gives it is told who was first.
        - **High** alerts wait for an acknowledgement whatever happens (a graver alert, the session's end), and are neither shelved nor suppressed.
        - **Shelved** by somebody, by name, at most `shelfLongestSeconds` (600, never more than 1800): comes back by itself, earlier when anybody
          brings it back or when it gets worse. Nobody can make another person's shelf longer. The signature counts as having taken note, so
          nothing is owed when the condition ends meanwhile.
        - **Suppressed** while `contact-lost`, `signal-lost` or `signal-doubtful` is open and the rule cannot judge because of that: one cause, one
          alert. It does not escalate meanwhile (what it waited before counts on), returns when the condition is seen again, clears when it is not, and returns anyway when nothing
          can be judged for `suppressionEndsSeconds` (60) after the signal is back.
        - **Chattering**: raised `chatterCycles` (3) times within `chatterWindowSeconds` (60), it stays open until its condition has been gone for
          `chatterQuietSeconds` (60) and says `chattering`. A rule that has no business any more (another mode or phase) clears at once all the same.
        - **A delay that runs** survives up to `delayBridgesSeconds` (15) in which nothing can be judged; that time does not count.
        - **Escalated by time** (high 30 s, medium 120 s without an acknowledgement, latched too): to more people, once; the priority stays.

        """;

    private static readonly AlarmPhase[] Phases = Enum.GetValues<AlarmPhase>();
    private static readonly AlertPriority[] Priorities = Enum.GetValues<AlertPriority>();

    internal static string Write()
    {
        var page = new StringBuilder(Preface.ReplaceLineEndings("\n"));
        WriteDiagram(page);
        page.Append("## Every case\n\nWhat happens to the left, the phase it happens in on top; a dot is a case in which nothing changes and nothing is told.\n");
        foreach (var priority in Priorities) WriteTable(page, priority);
        return page.ToString();
    }

    private static void WriteDiagram(StringBuilder page)
    {
        page.Append("\n## The way\n\n```mermaid\nstateDiagram-v2\n    [*] --> Idle\n");
        var ways = from phase in Phases
                   from stimulus in Enum.GetValues<AlarmStimulus>()
                   from priority in Priorities
                   let next = AlarmLife.Next(phase, priority, stimulus)
                   where next.To != phase
                   group priority by (phase, next.To, stimulus) into way
                   group (way.Key.stimulus, Of: way.ToArray()) by (way.Key.phase, way.Key.To);
        foreach (var way in ways)
        {
            var labels = way.Select(w => KebabCase.Of(w.stimulus) + (w.Of.Length == Priorities.Length ? "" : $" ({string.Join(" ", w.Of.Select(KebabCase.Of))})"));
            page.Append(CultureInfo.InvariantCulture, $"    {way.Key.phase} --> {way.Key.To}: {string.Join(", ", labels)}\n");
        }

        page.Append("```\n\n");
    }

    private static void WriteTable(StringBuilder page, AlertPriority priority)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### {KebabCase.Of(priority)}\n\n| | {string.Join(" | ", Phases.Select(KebabCase.Of))} |\n|{string.Concat(Phases.Select(_ => " --- |"))} --- |\n");
        foreach (var stimulus in Enum.GetValues<AlarmStimulus>())
            page.Append(CultureInfo.InvariantCulture, $"| {KebabCase.Of(stimulus)} | {string.Join(" | ", Phases.Select(phase => Cell(phase, AlarmLife.Next(phase, priority, stimulus))))} |\n");
    }

    private static string Cell(AlarmPhase from, AlarmTransition next)
    {
        var told = string.Join(" ", next.Told.Select(KebabCase.Of));
        if (next.To == from) return told.Length == 0 ? "\u00B7" : $"*{told}*";
        return told.Length == 0 ? KebabCase.Of(next.To) : $"{KebabCase.Of(next.To)}, *{told}*";
    }
}
