using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Messages;

/// <summary>Decisions as messages: the same on MQTT and on the tablet's stream.</summary>
public static class MessageMapping
{
    /// <summary>An unanswered prompt is missed this long after it opened (decisions 7 of product.md; contracts 6).</summary>
    public static readonly TimeSpan PromptWindow = TimeSpan.FromSeconds(180);

    /// <summary>The question about the whole session waits longer: from 20 to 30 min after (domain-facts 4.3).</summary>
    public static readonly TimeSpan SessionPromptWindow = TimeSpan.FromMinutes(10);

    /// <summary>How long a prompt of this reason is open.</summary>
    public static TimeSpan WindowOf(PromptReason reason) => reason == PromptReason.Session ? SessionPromptWindow : PromptWindow;

    public static AlertData ToMessage(this AlertEvent alert, string participant, bool stored = true) => new()
    {
        Aid = alert.Id,
        Participant = participant,
        Rev = alert.Rev,
        State = alert.State,
        Priority = alert.Priority,
        Kind = alert.Nature,
        Code = alert.Code,
        Text = alert.Text,
        Because = alert.Because,
        Source = alert.Source,
        RulesVersion = alert.RulesVersion,
        CatalogueVersion = alert.CatalogueVersion,
        Since = alert.Since,
        AckedBy = alert.AckedBy,
        AckedAt = alert.AckedAt,
        ShelvedUntil = alert.ShelvedUntil,
        ShelvedBy = alert.ShelvedBy,
        SuppressedBy = alert.SuppressedBy,
        Chattering = alert.Chattering,
        Latched = alert.Latched,
        Stored = stored,
    };

    public static PromptData ToMessage(this PromptEvent prompt, string participant) => new()
    {
        Pid = prompt.Id,
        Participant = participant,
        Rev = prompt.Rev,
        Reason = prompt.Reason,
        OpenedAt = prompt.OpenedAt,
        OpenUntil = prompt.OpenedAt + WindowOf(prompt.Reason),
        State = prompt.State,
        Value = prompt.Value,
    };
}
