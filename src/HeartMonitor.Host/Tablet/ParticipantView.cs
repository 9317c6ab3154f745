using System.Text.Json.Serialization;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Host.Tablet;

/// <summary>What a participant may see of the own session: never a name, a limit or an alert.</summary>
internal sealed record ParticipantView
{
    /// <summary>A value older than this is not shown (domain-facts 5.1).</summary>
    private const long OldMs = 5_000;

    [JsonIgnore]
    public string Session { get; init; } = "";

    /// <summary>Id of the open question; null when none is open.</summary>
    public string? Prompt { get; init; }

    /// <summary>Seconds that the question stays open.</summary>
    public long? PromptLeftS { get; init; }

    /// <summary>True where the question is about the whole session.</summary>
    public bool AboutSession { get; init; }

    public required SessionPhase Phase { get; init; }

    public bool Paused { get; init; }

    /// <summary>Beats per minute, where the person wants to see it and there is a good value.</summary>
    public int? Hr { get; init; }

    /// <summary>False where the person does not want to see a heart rate.</summary>
    public bool ShowsHr { get; init; }

    /// <summary>The person's last answer, 6 to 20.</summary>
    public int? Rpe { get; init; }

    /// <summary>Seconds to the next question; null when none is due or one is open.</summary>
    public long? NextPromptS { get; init; }

    /// <param name="session">The session on the board; its data are there.</param>
    /// <param name="ageMs">Age of the newest live value, ms.</param>
    /// <param name="now">Clock of the host.</param>
    internal static ParticipantView Of(BoardSession session, long ageMs, DateTimeOffset now)
    {
        var (live, open) = (session.Live, session.HasOpenPrompt ? session.Prompt : null);
        var fresh = ageMs <= OldMs && live is not null;
        return new()
        {
            Session = session.Id,
            Prompt = open?.Pid,
            PromptLeftS = open is null ? null : Math.Max(0, (long)(open.OpenUntil - now).TotalSeconds),
            AboutSession = open?.Reason == Core.Prompts.PromptReason.Session,
            Phase = session.Data!.Phase,
            Paused = session.Data.State == "paused",
            ShowsHr = !session.Diary.HidesHeartRate,
            Hr = fresh && !session.Diary.HidesHeartRate && live!.Quality == SignalQuality.Good ? live.Hr : null,
            Rpe = session.Rpe,
            NextPromptS = fresh ? live!.NextPromptS : null,
        };
    }
}
