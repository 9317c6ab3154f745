using HeartMonitor.Core.Patients;
using HeartMonitor.Simulator.Physiology;

namespace HeartMonitor.Simulator.Gym;

/// <summary>Turns a story and bindings into people on the floor: a heart that follows the participant's facts, a part by the story.</summary>
/// <param name="story">The story.</param>
/// <param name="seed">Of what the story leaves open.</param>
/// <param name="today">For ages out of dates of birth.</param>
internal sealed class GymCasting(GymStory story, int seed, DateOnly today)
{
    private const double FallbackRestingHr = 70;
    private const double FallbackMassKg = 75;
    private const int FallbackAge = 50;

    /// <summary>Widest reserve of a blunted heart: 60 % of it is 37 bpm, under the resting + 40 at which staff are told.</summary>
    private const double WidestBluntedReserve = 62;
    private const double NarrowestReserve = 30;

    /// <summary>85 % of the predicted maximum, warned of 5 bpm below (decisions 1 and 2).</summary>
    private const double CeilingOfPeak = 0.85;
    private const double WarningBelowCeiling = 5;

    /// <summary>Room for noise, drift and the steps of a machine; and what is worth doing at least, whatever the ceiling.</summary>
    private const double RoomBelowWarning = 0.07;
    private const double LeastUnderWarning = 0.5;

    /// <summary>Nobody changes work in the same second as the next one: 60 to 539 s, by place. Ours.</summary>
    private const int ShortestStagger = 60;
    private const int StaggerStep = 97;
    private const int StaggerSpan = 480;

    private static readonly Blockade Usual = new() { PeakCut = 0.28 };

    internal IReadOnlyList<GymPerson> Cast(IReadOnlyList<GymBinding> bindings)
    {
        var people = new List<GymPerson>(bindings.Count);
        int blunted = 0, others = 0;
        foreach (var binding in bindings)
        {
            var own = story.People.FirstOrDefault(person => person.Strap == binding.Strap);
            var part = own?.Part ?? (binding.IsBlunted ? At(story.Blunted, blunted++) : At(story.Others, others++));
            people.Add(Cast(binding, own, part, people.Count));
        }

        return people;
    }

    private static StoryPart At(IReadOnlyList<StoryPart> cast, int index) => cast[Math.Min(index, cast.Count - 1)];

    private GymPerson Cast(GymBinding binding, StoryPerson? own, StoryPart part, int index)
    {
        var heart = HeartOf(binding, own);
        var equipment = new Equipment(heart, binding.Participant.BodyMassKg ?? FallbackMassKg, part.IsCycle ?? index % 2 == 0);
        return new()
        {
            Participant = binding.Participant,
            Strap = binding.Strap,
            Model = part.Straps[index % part.Straps.Count],
            Heart = heart,
            Script = new(Steps(part.Opening, heart, index), Steps(part.Round, heart, index), equipment, part.Says),
            Exertion = new()
            {
                Bias = RpeBias.Of(binding.Participant) + (part.Answers.Personality ?? RpeBias.Personality(SeededNoise.For(seed, index, what: 4))),
                NonAnswer = part.Answers.LeftAlone,
            },
            Panic = part.Panic,
            Faults = part.Faults,
        };
    }

    private static WorkStep[] Steps(IReadOnlyList<WorkStep> steps, VirtualPerson heart, int index) => [.. steps.Select(step => step with
    {
        Seconds = step.Seconds + (step.IsStaggered ? ShortestStagger + (index * StaggerStep % StaggerSpan) : 0),
        Effort = step.IsUnderWarning ? Math.Clamp(WarningOf(heart) - RoomBelowWarning, Math.Min(LeastUnderWarning, step.Effort), step.Effort) : step.Effort,
    })];

    /// <summary>Fraction of reserve at which the ceiling's warning begins.</summary>
    private static double WarningOf(VirtualPerson heart) =>
        ((CeilingOfPeak * heart.PeakHr) - WarningBelowCeiling - heart.RestingHr) / (heart.PeakHr - heart.RestingHr);

    private VirtualPerson HeartOf(GymBinding binding, StoryPerson? own)
    {
        if (own?.Heart is { } preset) return preset;
        var heart = HeartOf(binding);
        if (own?.SinceStop is { } stopped) return Usual.AfterStop(Unblocked(heart, binding.IsBlunted), stopped);
        return own?.SinceDose is { } dose ? Usual.On(Unblocked(heart, binding.IsBlunted), dose) : heart;
    }

    private static VirtualPerson Unblocked(VirtualPerson heart, bool isBlunted) => isBlunted ? Usual.Without(heart) : heart;

    private VirtualPerson HeartOf(GymBinding binding)
    {
        var participant = binding.Participant;
        var age = participant.Born is { } born ? (today.DayNumber - born.DayNumber) / 365.25 : participant.Age ?? FallbackAge;
        var rest = participant.RestingHr ?? FallbackRestingHr;
        var tanaka = 208 - (0.7 * age);
        var capacity = Math.Max(4.5, 12.5 - (0.09 * age) - (participant.Sex == "female" ? 0.7 : 0));
        var heart = new VirtualPerson
        {
            RestingHr = rest,
            PeakHr = Math.Max(tanaka, rest + NarrowestReserve),
            PeakMet = capacity,
            SplitsFall = true,
            IsIrregular = participant.Conditions.Any(c => c is { Code: "atrial-fibrillation", Present: not false }), // as the record has it (decisions 18)
        };
        if (!binding.IsBlunted) return heart;

        var peak = Math.Clamp(tanaka * (1 - Usual.PeakCut), rest + NarrowestReserve, rest + WidestBluntedReserve);
        return Usual.On(heart) with { RestingHr = rest, PeakHr = peak };
    }
}
