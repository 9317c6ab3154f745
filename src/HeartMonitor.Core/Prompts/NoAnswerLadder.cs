using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Prompts;

/// <summary>
/// How long a question has waited for its answer (product.md, decision 7; decisions 29 and 42). The wait outlives the prompt that began it:
/// when work ends meanwhile, the prompt at its end takes the wait over, so that a missing answer is never lost between two prompts.
/// </summary>
internal sealed class NoAnswerLadder(RuleOptions rules)
{
    private DateTimeOffset? _since;
    private DateTimeOffset? _leftUnanswered;
    private DateTimeOffset? _signOfLife;
    private TimeSpan _waited;
    private DateTimeOffset? _pausedAt;

    /// <summary>A question was missed, and the person has given no sign since.</summary>
    public bool NotResponding { get; private set; }

    /// <summary>Since when a question waits; null when none does.</summary>
    public DateTimeOffset? UnansweredSince => _leftUnanswered ?? _since;

    /// <summary>A question of the ladder is before the person; one that waited already keeps its time.</summary>
    public void Asked(DateTimeOffset at) => (_since, _pausedAt) = (_since ?? at - _waited, null);

    public void Answered() => (_since, _leftUnanswered, NotResponding, _waited, _pausedAt) = (null, null, false, TimeSpan.Zero, null);

    /// <summary>A pause takes the question back. A short one stops no clock: it is asked again at once, and has waited all the while.</summary>
    public void Paused(DateTimeOffset at) => _pausedAt = _since is null ? null : at;

    /// <summary>The pause was short, and the question still waits.</summary>
    public bool WaitsThroughPause => _pausedAt is not null;

    /// <summary>
    /// The question is taken back: nobody owes an answer while it is. What it has waited counts for the next one, up to the alert about a
    /// missing answer: pausing again and again is no answer.
    /// </summary>
    public void Withdrawn(DateTimeOffset at)
    {
        var longest = TimeSpan.FromSeconds(rules.UnansweredAfterSeconds);
        if (_since is { } since) _waited = at - since < longest ? at - since : longest;
        (_since, _pausedAt) = (null, null);
    }

    /// <summary>
    /// The person said something else: a talk test, symptoms, a call for help. Whoever speaks is responding; the answer is still missing,
    /// and that stays a medium alert instead of a high one.
    /// </summary>
    public void SignOfLife(DateTimeOffset at) => (_signOfLife, NotResponding) = (at, false);

    /// <summary>Runs the clock.</summary>
    /// <returns>True at the moment when a question became missed and nobody responds.</returns>
    public bool Climb(DateTimeOffset now)
    {
        if (_pausedAt is { } paused)
        {
            if ((now - paused).TotalSeconds >= rules.ShortPauseSeconds) Withdrawn(paused);
            return false;
        }

        if (_since is not { } since || (now - since).TotalSeconds < rules.NotRespondingAfterSeconds) return false;
        (_since, _waited) = (null, TimeSpan.Zero);
        NotResponding = !(_signOfLife >= since);
        _leftUnanswered = NotResponding ? null : since;
        return NotResponding;
    }
}
