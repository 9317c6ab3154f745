using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Sessions;

/// <content>Answers that staff take back, newest first: given for somebody else, or a slip of the finger.</content>
public sealed partial class SessionEngine
{
    private const int LongestWithdrawalReason = 200;

    private readonly List<GivenAnswer> _given = [];

    private FactOutcome Withdraw(RpeWithdrawn withdrawn)
    {
        if (!StaffName.Signs(withdrawn.By)) return Refuse(Refusal.WithdrawalUnsigned);
        if (withdrawn.By == KebabCase.Of(AnsweredBy.Participant)) return Refuse(Refusal.WithdrawalByParticipant);
        if (withdrawn.Reason is { Length: > LongestWithdrawalReason }) return Refuse(Refusal.WithdrawalReason);
        if (_given.Count == 0) return new(CommandResult.NotFound, Say(Refusal.NothingToWithdraw));
        var answer = _given[^1];
        if (withdrawn.Value is { } value && value != answer.Value)
            return new(CommandResult.Stale, Say(Refusal.NewestAnswer, Written(answer.Value)));
        if (withdrawn.Prompt is { } prompt && prompt != answer.Prompt) return new(CommandResult.Stale, Say(Refusal.NewestAnswerElsewhere));

        _given.RemoveAt(_given.Count - 1);
        _tally.Withdraw(answer.T, withdrawn.By);
        _moment.Emit(new AnswerEvent
        {
            T = _moment.T,
            At = _moment.At,
            State = AnswerState.Withdrawn,
            Value = answer.Value,
            AnsweredAt = answer.At,
            By = withdrawn.By,
            Prompt = answer.Prompt,
        });
        if (answer.IsJudged) Unjudge(answer);
        _prompts.TakenBack(answer.Prompt, _given.Exists(a => a.IsJudged && a.At >= _phaseSince && a.Value >= _rules.ReduceRpe - 1), _moment);
        if (AskedAgainAs(answer.Reason) is { } reason) _prompts.AskAgain(reason, _moment, _resting && reason != PromptReason.Session);
        if (EndedAt is null) Judge(everything: false);
        return FactOutcome.Accepted;
    }

    /// <summary>What only this answer raised ends; what the one before it stands for goes on, with its number.</summary>
    private void Unjudge(GivenAnswer answer)
    {
        _trend.TakeBack(answer.At);
        var standing = _answers.Standing;
        _answers.TakeBack(_moment.At);
        if (standing is { } same && same == _answers.Standing) Track(same).Reword(Intensity.Rules.RpeAnswerRule.Numbers(_answers.Last ?? 0, Plan.Rpe));
    }

    /// <summary>As what the question comes again; null when there is nothing to ask any more.</summary>
    private PromptReason? AskedAgainAs(PromptReason? was)
    {
        if (was == PromptReason.Session) return was;
        if (EndedAt is not null) return null;
        return _phase switch
        {
            SessionPhase.Work => was is null or PromptReason.Baseline or PromptReason.End or PromptReason.CoolDown ? PromptReason.Recheck : was,
            SessionPhase.CoolDown or SessionPhase.Recovery => was is PromptReason.End or PromptReason.CoolDown ? was : null,
            _ => was == PromptReason.Baseline ? was : null,
        };
    }

    /// <param name="T">Seconds since the start.</param>
    /// <param name="At">When.</param>
    /// <param name="Value">6 to 20.</param>
    /// <param name="Prompt">The prompt that it answered; null for none.</param>
    /// <param name="Reason">Why that was open; null for none, or for one that was over.</param>
    /// <param name="IsJudged">It counted for the rules.</param>
    private readonly record struct GivenAnswer(double T, DateTimeOffset At, int Value, string? Prompt, PromptReason? Reason, bool IsJudged);
}
