using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Symptoms;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Sessions;

/// <content>What the person says: answers about effort, talk tests, symptoms, calls for help.</content>
public sealed partial class SessionEngine
{
    private const int LowestRpe = 6;
    private const int HighestRpe = 20;

    private readonly RpeAnswers _answers;
    private readonly PlanNotices _notices = new();
    private IReadOnlyList<StandingSymptom> _named = [];
    private IReadOnlyList<Evidence> _symptoms = [];
    private AlertCode? _symptomStanding;
    private int _callsForHelp;

    private FactOutcome Answer(RpeAnswered answer)
    {
        if (answer.Value is < LowestRpe or > HighestRpe)
        {
            _prompts.Refused(_moment);
            return Refuse(Refusal.AnswerRange);
        }

        var late = answer.Prompt is { } prompt && _prompts.Open?.Id != prompt;
        if (late && _prompts.EndedAs(answer.Prompt!) is var ended && ended is null or PromptState.Answered)
            return ended is null
                ? new(CommandResult.NotFound, Say(Refusal.NoSuchPrompt))
                : new(CommandResult.Expired, Say(Refusal.PromptAnswered));
        var answersSession = !late && _prompts.Open is { Reason: PromptReason.Session };
        if (EndedAt is not null && !late && !answersSession)
            return Refuse(Refusal.AnswerAfterEnd);

        if (answersSession || EndedAt is not null) Keep(answer);
        else Judge(answer);
        return late ? new(CommandResult.Expired, Say(Refusal.PromptOver)) : FactOutcome.Accepted;
    }

    /// <summary>About the session as a whole, or after its end: kept, and judged by nobody (domain-facts 4.3).</summary>
    private void Keep(RpeAnswered answer)
    {
        var prompt = answer.Prompt ?? _prompts.Open?.Id;
        var reason = _prompts.Answered(answer, null, SessionPhase.None, _moment);
        _tally.Answer(new(_moment.T, answer.Value, answer.By, reason));
        _given.Add(new(_moment.T, _moment.At, answer.Value, prompt, reason, IsJudged: false));
        if (EndedAt is null) Judge(everything: false);
    }

    private void Judge(RpeAnswered answer)
    {
        var inWork = _phase == SessionPhase.Work && !_resting;
        var (standing, before, prompt) = (_answers.Standing, _answers.Last, answer.Prompt ?? _prompts.Open?.Id);
        _answers.Take(answer.Value, _moment.At, Plan, inWork, _history.Mean(30, _rules.MeanNeedsSeconds), _work);
        var reason = _prompts.Answered(answer, _answers.Standing, _phase, _moment);
        if (inWork) _trend.Answer(_moment.At, answer.Value);
        _tally.Answer(new(_moment.T, answer.Value, answer.By, reason));
        _given.Add(new(_moment.T, _moment.At, answer.Value, prompt, reason, IsJudged: true));
        if (standing is { } same && same == _answers.Standing) SayAgain(Track(same), worse: answer.Value > before);
        Judge(everything: false);
    }

    /// <summary>The newest answer stands for the same alert as the one before: its words follow (domain-facts 4.4).</summary>
    private void SayAgain(AlarmTrack track, bool worse)
    {
        var numbers = Intensity.Rules.RpeAnswerRule.Numbers(_answers.Last ?? 0, Plan.Rpe);
        track.SayAgain(_moment); // after somebody took note of the first: a new episode
        if (worse) track.Refresh(numbers, _moment);
        else track.Reword(numbers);
    }

    private FactOutcome Talk(TalkTestAnswered talk)
    {
        if (talk.Value is not ("yes" or "equivocal" or "no")) return Refuse(Refusal.TalkTestWords);
        _prompts.SignOfLife(_moment.At);
        _answers.TakeTalk(talk.Value, _moment.At);
        if (talk.Value == "no" && _phase == SessionPhase.Work && !_resting && !_answers.IsFresh(_moment.At)) _prompts.AskBecause(PromptReason.Talk, _moment);
        Judge(everything: false);
        return FactOutcome.Accepted;
    }

    private FactOutcome Report(SymptomsReported report)
    {
        if (SymptomGrading.FaultOf(report) is var (why, name)) return Refuse(why, name);
        if (report.By == AnsweredBy.Participant) _prompts.SignOfLife(_moment.At);
        var again = report.By == AnsweredBy.Participant && report.Symptoms.Any(s => _symptoms.Any(then => then.What == s))
            && _symptomStanding is { } told && Track(told).AckedBy is not null;
        _named = SymptomGrading.Together(_named, report);
        var evidence = SymptomGrading.AsEvidence(_named);
        var worse = evidence.Any(now => _symptoms.FirstOrDefault(then => then.What == now.What) is not { } then || now.Value > then.Value);
        if ((worse || again) && _symptomStanding is { } before) Track(before).SayAgain(_moment); // a new episode
        _symptoms = evidence;
        GateOnSymptoms(evidence);
        JudgeSymptoms();
        if (_symptomStanding is { } now && worse) Track(now).Refresh(_symptoms, _moment);
        else if (_symptomStanding is { } same) Track(same).Reword(_symptoms);
        if (EndedAt is null) Judge(everything: false);
        else JudgeWhatWasSaid();
        return FactOutcome.Accepted;
    }

    /// <summary>What a report stands for depends on medicines and fever: a fact may make it graver after it was given.</summary>
    private void JudgeSymptoms() => _symptomStanding = SymptomGrading.Standing(_named, Plan.Facts, _rules);

    /// <summary>Also after the end, while the session is still watched: whoever asks for help on the way out is heard.</summary>
    private FactOutcome Help()
    {
        _prompts.SignOfLife(_moment.At);
        _callsForHelp++;
        if (_callsForHelp > 1) Track(AlertCode.HelpRequested).Refresh(Intensity.Rules.HelpRequestedRule.Numbers(_callsForHelp), _moment);
        JudgeOne(AlertCode.HelpRequested);
        if (EndedAt is null) Judge(everything: false);
        return FactOutcome.Accepted;
    }

    /// <summary>Somebody took note: what is no lasting condition ends with that. After the end nothing lasts.</summary>
    private void Noted(AlertCode code)
    {
        if (code == AlertCode.HelpRequested) _callsForHelp = 0;
        else if (EndedAt is not null && code == _symptomStanding) _symptomStanding = null;
        else if (code is >= AlertCode.MedicationUnknown and <= AlertCode.MedicationTestStale) _notices.Heard(code);
        else if (code == AlertCode.IdentityConflict) IdentityNoted();
        else return;
        if (EndedAt is null || code is AlertCode.HelpRequested or AlertCode.SymptomStop or AlertCode.SymptomReview) JudgeOne(code);
    }

    /// <summary>The prompts follow the plan. Where the plan is held while the person works already, nothing that was asked stops.</summary>
    private void PlanPrompts()
    {
        var working = _phase is SessionPhase.Work or SessionPhase.CoolDown;
        if (Plan.Mode == MonitoringMode.Hold && working) return;
        var begins = _prompts.Plan(Plan.PromptEverySeconds, _moment.At, _phase == SessionPhase.Work);
        if (begins && _phase == SessionPhase.None) _prompts.Baseline(_moment);
    }
}
