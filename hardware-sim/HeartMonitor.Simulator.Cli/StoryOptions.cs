using System.CommandLine;
using HeartMonitor.Simulator.Gym;

namespace HeartMonitor.Simulator.Cli;

/// <summary>The words by which every verb that plays a story is told which, by whom and from which seed.</summary>
internal sealed class StoryOptions
{
    /// <summary>Ages out of dates of birth, and how long ago a medicine was stopped, must not hang on the day a story is played.</summary>
    internal static readonly DateOnly Today = new(2026, 3, 2);

    private readonly Argument<string> _file = new("FILE") { Description = $"A gym story: a file, or the name of one that ships ({string.Join(", ", GymStoryFile.Shipped)})" };
    private readonly Option<int?> _people = new("--people") { Description = "How many people, where the story leaves it open (the story's number)", HelpName = "N" };
    private readonly Option<int?> _seed = SeedOption.Create();

    internal void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_people);
        command.Add(_seed);
    }

    /// <summary>The story on its floor; or null, the exit code, and the reason on standard error.</summary>
    internal (GymFloor? Floor, GymStory? Story, int ExitCode) Open(ParseResult parsed)
    {
        var file = parsed.GetValue(_file)!;
        var (story, fault) = GymStoryFile.Read(file);
        if (story is null)
        {
            Console.Error.WriteLine(fault);
            return (null, null, GymStoryFile.Find(file) is null ? ExitCode.Usage : ExitCode.Failed);
        }

        if (parsed.GetValue(_people) is { } asked && (story.Count is null || asked is < 1 or > GymStoryReader.MostPeople))
        {
            Console.Error.WriteLine(story.Count is null ? "--people: this story has its own people" : $"--people: {asked} is not a whole number from 1 to {GymStoryReader.MostPeople}");
            return (null, null, ExitCode.Usage);
        }

        var seed = SeedOption.Tell(parsed, _seed);
        var blunting = Blunting.Shipped(Today);
        var people = GymFloor.OwnPeople(story, Today, blunting.Of)
            ?? [.. GymPeople.First(parsed.GetValue(_people) ?? story.Count!.Value, seed).Select(bound => bound with { IsBlunted = blunting.Of(bound.Participant) })];
        return (GymFloor.Create(story, people, seed, Today), story, ExitCode.Fine);
    }
}
