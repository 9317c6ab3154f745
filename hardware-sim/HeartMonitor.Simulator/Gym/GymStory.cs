using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Gym;

/// <summary>
/// A class in a gym as a file tells it: who is there, what they do, what goes wrong, what virtual staff do. How to write one:
/// <c>hardware-sim/README.md</c>.
/// </summary>
public sealed record GymStory
{
    public required string Name { get; init; }

    /// <summary>How long it is worth watching, seconds; null when it goes on for ever.</summary>
    public int? Seconds { get; init; }

    /// <summary>For how long people have been at their first work when it starts.</summary>
    public int WarmedUpSeconds { get; init; }

    /// <summary>How much of it a service with this source alone has behind it when one gets to see it, seconds; it is quick about that part.</summary>
    public int LeadSeconds { get; init; }

    /// <summary>How many people of a people file, or drawn ones, it is about; null when <see cref="People"/> are its own.</summary>
    public int? Count { get; init; }

    /// <summary>Its own people; empty with a <see cref="Count"/>.</summary>
    public IReadOnlyList<StoryPerson> People { get; init; } = [];

    /// <summary>Parts of those whose heart rate a medicine or condition keeps down, in turn; the last one goes to everybody after.</summary>
    public IReadOnlyList<StoryPart> Blunted { get; init; } = [];

    /// <summary>Parts of the others.</summary>
    public IReadOnlyList<StoryPart> Others { get; init; } = [];

    /// <summary>What happens to every strap at the same moment: a gateway that flaps, a radio that is jammed.</summary>
    public IReadOnlyList<FaultSpec> Faults { get; init; } = [];

    /// <summary>Null for none.</summary>
    public StoryStaff? Staff { get; init; }

    public IReadOnlyList<StoryExpectation> Expect { get; init; } = [];

    public IReadOnlyList<StoryExpectation> Never { get; init; } = [];
}

/// <summary>What somebody does and what happens to them.</summary>
public sealed record StoryPart
{
    public required string Name { get; init; }

    /// <summary>Models of the strap, by the person's place in the class; at least one.</summary>
    public required IReadOnlyList<StrapModel> Straps { get; init; }

    /// <summary>A cycle, or else a treadmill; null for each in turn.</summary>
    public bool? IsCycle { get; init; }

    public required IReadOnlyList<WorkStep> Opening { get; init; }

    /// <summary>At least one step; for ever.</summary>
    public required IReadOnlyList<WorkStep> Round { get; init; }

    public required StoryAnswers Answers { get; init; }

    public required IReadOnlyList<FaultSpec> Faults { get; init; }

    public required IReadOnlyList<PanicOverlay> Panic { get; init; }

    /// <summary>What is said or entered, by the second.</summary>
    public required ILookup<int, SessionFact> Says { get; init; }
}

/// <summary>How somebody answers prompts.</summary>
/// <param name="Personality">Steps of RPE, -2 to 2; null to draw it from the seed.</param>
/// <param name="LeftAlone">Chance that a prompt is left alone, 0 to 1.</param>
public sealed record StoryAnswers(int? Personality = null, double LeftAlone = 0.05);

/// <summary>Somebody whom a story brings along.</summary>
public sealed record StoryPerson
{
    public required Participant Participant { get; init; }

    public required string Strap { get; init; }

    public required StoryPart Part { get; init; }

    /// <summary>A preset; null for a heart made of the participant's facts.</summary>
    public VirtualPerson? Heart { get; init; }

    /// <summary>Time since the last dose of a blocker; null for one at full strength.</summary>
    public TimeSpan? SinceDose { get; init; }

    /// <summary>Time since the blockers were stopped at once; null for ones that are taken.</summary>
    public TimeSpan? SinceStop { get; init; }

    /// <summary>The same on a day: blockers that were stopped some days ago have the date of that.</summary>
    internal StoryPerson On(DateOnly today) => SinceStop is not { } since ? this : this with
    {
        Participant = Participant with
        {
            Medications = [.. Participant.Medications.Select(medicine => IsBlocker(medicine) ? medicine with { StoppedOn = today.AddDays(-(int)since.TotalDays) } : medicine)],
        },
    };

    private static bool IsBlocker(MedicationEntry medicine) => medicine.Atc?.StartsWith("C07", StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>Virtual staff.</summary>
/// <param name="By">How they sign; it begins with <c>sim-</c>, so that nobody takes them for people.</param>
/// <param name="Acknowledge">What they take note of.</param>
public sealed record StoryStaff(string By, IReadOnlyList<StoryAcknowledgement> Acknowledge);

/// <summary>Virtual staff take note of an alert.</summary>
/// <param name="Code">Of which kind; null for any.</param>
/// <param name="After">How long after it was raised.</param>
/// <param name="Times">How often; null for always.</param>
public sealed record StoryAcknowledgement(AlertCode? Code, TimeSpan After, int? Times);

/// <summary>What a story promises of somebody, or of anybody.</summary>
/// <param name="Who">Pseudonym; null for anybody.</param>
/// <param name="What">An entry as scenario files have it.</param>
public sealed record StoryExpectation(string? Who, Expectation What);
