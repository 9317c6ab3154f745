using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Gym;

/// <summary>Turns bindings into people on the floor: a heart that follows the participant's facts, a role by the order among their like.</summary>
internal static class DemoCasting
{
    private const double FallbackRestingHr = 70;
    private const double FallbackMassKg = 75;
    private const int FallbackAge = 50;

    /// <summary>Widest reserve of a blunted heart: 60 % of it is 37 bpm, under the resting + 40 at which staff are told.</summary>
    private const double WidestBluntedReserve = 62;
    private const double NarrowestReserve = 30;

    private static readonly Blockade Usual = new() { PeakCut = 0.28 };

    private static readonly DemoRole[] BluntedRoles = [DemoRole.LosesContact, DemoRole.DropsOut, DemoRole.NeverAnswers];

    private static readonly DemoRole[] OtherRoles = [DemoRole.Plain, DemoRole.ClimbsToCeiling, DemoRole.Plain, DemoRole.OvershootsZone];

    internal static IReadOnlyList<DemoPerson> Cast(IReadOnlyList<DemoBinding> bindings, DateOnly today)
    {
        var people = new List<DemoPerson>(bindings.Count);
        int blunted = 0, others = 0;
        foreach (var binding in bindings)
        {
            var role = binding.IsBlunted ? RoleAt(BluntedRoles, blunted++) : RoleAt(OtherRoles, others++);
            people.Add(Cast(binding, role, people.Count, today));
        }

        return people;
    }

    private static DemoRole RoleAt(DemoRole[] roles, int index) => index < roles.Length ? roles[index] : DemoRole.Plain;

    private static DemoPerson Cast(DemoBinding binding, DemoRole role, int index, DateOnly today)
    {
        var heart = HeartOf(binding, today);
        var equipment = new Equipment(heart, binding.Participant.BodyMassKg ?? FallbackMassKg, IsCycle: index % 2 == 0);
        var stagger = 60 + (index * 97 % 480);
        return new()
        {
            Participant = binding.Participant,
            Strap = binding.Strap,
            Heart = heart,
            Profile = ProfileOf(role, binding.IsBlunted, index),
            Script = DemoScripts.For(role, binding.IsBlunted, equipment, stagger),
            Exertion = new() { Bias = (index % 3) - 1, NonAnswer = role == DemoRole.NeverAnswers ? 1 : 0.05 },
        };
    }

    private static VirtualPerson HeartOf(DemoBinding binding, DateOnly today)
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
        };
        if (!binding.IsBlunted) return heart;

        var peak = Math.Clamp(tanaka * (1 - Usual.PeakCut), rest + NarrowestReserve, rest + WidestBluntedReserve);
        return Usual.On(heart) with { RestingHr = rest, PeakHr = peak };
    }

    /// <summary>An incident of contact needs a strap that knows contact; one in eight is optical, one in eight cannot tell.</summary>
    private static StrapProfile ProfileOf(DemoRole role, bool isBlunted, int index) => (role, index % 8) switch
    {
        (DemoRole.Plain, 7) when !isBlunted => StrapProfile.Optical,
        (DemoRole.Plain or DemoRole.OvershootsZone, 5) => StrapProfile.ChestWithoutContact,
        _ => StrapProfile.ChestWithContact,
    };
}
