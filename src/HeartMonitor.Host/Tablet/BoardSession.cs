using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Host.Tablet;

/// <summary>One session on the board. Mutable; the board's lock guards it.</summary>
internal sealed class BoardSession(string id, string participant)
{
    internal string Id { get; } = id;

    internal string Participant { get; } = participant;

    internal SessionData? Data { get; set; }

    internal LiveData? Live { get; private set; }

    /// <summary>Monotonic stamp of <see cref="Live"/>, so that a clock step cannot make an old value look fresh.</summary>
    internal long LiveStamp { get; private set; }

    internal HrTrail Trail { get; } = new();

    internal SessionDiary Diary { get; } = new();

    /// <summary>Whether the session uses its person's file as it is; null while nobody has said.</summary>
    internal FileNews? File { get; set; }

    /// <summary>The newest prompt, open or not.</summary>
    internal PromptData? Prompt { get; private set; }

    internal int? Rpe { get; private set; }

    internal DateTimeOffset RpeAt { get; private set; }

    internal bool HasOpenPrompt => Prompt is { State: PromptState.Open or PromptState.Repeated };

    internal void Show(LiveData live, long stamp)
    {
        (Live, LiveStamp) = (live, stamp);
        Trail.Note(live.At.ToUnixTimeSeconds(), live.Hr);
    }

    /// <summary>Takes a prompt's change; false when it is older than what is shown.</summary>
    internal bool Take(PromptEvent prompt)
    {
        if (Prompt is { } shown && !IsNewer(prompt, shown)) return false;
        Prompt = prompt.ToMessage(Participant);
        if (prompt is { State: PromptState.Answered, Value: { } value }) Answered(value, prompt.At);
        return true;
    }

    internal void Answered(int value, DateTimeOffset at) => (Rpe, RpeAt) = (value, at);

    /// <summary>The newest answer does not stand any more; the live values say which one does.</summary>
    internal void Withdrawn() => Rpe = null;

    private static bool IsNewer(PromptEvent next, PromptData shown) =>
        string.Equals(next.Id, shown.Pid, StringComparison.Ordinal) ? next.Rev > shown.Rev : next.OpenedAt >= shown.OpenedAt;
}
