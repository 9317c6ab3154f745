namespace HeartMonitor.Core.Prompts;

/// <summary>The one prompt that is open.</summary>
/// <param name="Id">16 letters or digits.</param>
/// <param name="Reason">Why it opened.</param>
/// <param name="OpenedAt">When.</param>
/// <param name="State">Open or repeated.</param>
/// <param name="Rev">Revision of the last event about it.</param>
internal sealed record OpenPrompt(string Id, PromptReason Reason, DateTimeOffset OpenedAt, PromptState State, int Rev)
{
    /// <summary>Baseline, end and session prompts begin no no-answer ladder (decisions 42).</summary>
    public bool BeginsLadder => Reason is not (PromptReason.Baseline or PromptReason.End or PromptReason.Session);
}
