namespace HeartMonitor.Simulator.Gym;

/// <summary>A gym story by its file, or by the name of one that ships in the folder <c>stories</c> beside the program.</summary>
public static class GymStoryFile
{
    /// <summary>The story that the product starts with.</summary>
    public const string Default = "demo";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "stories");

    /// <summary>Names of those that ship.</summary>
    public static IReadOnlyList<string> Shipped => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The path meant by <paramref name="named"/>, or null when there is no such file.</summary>
    public static string? Find(string named)
    {
        if (File.Exists(named)) return named;
        return Shipped.Contains(named) ? Path.Combine(Folder, named + ".json") : null;
    }

    /// <summary>The story and no fault, or null and a fault that names the file.</summary>
    public static (GymStory? Story, string? Fault) Read(string named)
    {
        if (Find(named) is not { } path) return (null, $"there is no file \"{named}\", and no story of that name ships ({string.Join(", ", Shipped)})");
        try
        {
            var (story, fault) = GymStoryReader.Read(File.ReadAllText(path));
            return (story, fault is null ? null : $"{path}: {fault}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, $"{path}: {unreadable.Message}");
        }
    }
}
