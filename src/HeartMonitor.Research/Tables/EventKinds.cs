namespace HeartMonitor.Research.Tables;

/// <summary>
/// What happens in a session, by one set of names for the files, the API and the dictionary: those of contracts 4 and of InfluxDB's measurements (1b) where they have one
/// (<c>rpe</c> for an answer about effort, <c>strap</c> for how sure it is whose strap it is, <c>dose</c>), ours for the others.
/// </summary>
public static class EventKinds
{
    public const string Session = "session", Plan = "plan", Phase = "phase", Pause = "pause", NotWatched = "not-watched", Gap = "gap", RowsLost = "rows-lost", Workload = "workload",
        Rpe = "rpe", TalkTest = "talk-test", Symptom = "symptom", Help = "help", Prompt = "prompt", Alert = "alert", AlertEvidence = "alert-evidence", Gate = "gate", Strap = "strap",
        Quality = "quality", Dose = "dose";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Session, Plan, Phase, Pause, NotWatched, Gap, RowsLost, Workload, Rpe, TalkTest, Symptom, Help, Prompt, Alert, AlertEvidence, Gate, Strap, Quality, Dose,
    ];
}
