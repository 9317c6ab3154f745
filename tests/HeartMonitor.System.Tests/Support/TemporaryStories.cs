namespace HeartMonitor.System.Tests.Support;

/// <summary>Stories of a test's own: ten seconds of somebody at 90.</summary>
internal sealed class TemporaryStories : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hrm-story-");

    internal string Path => _folder.FullName;

    /// <summary>Path of the story.</summary>
    internal string Write(string name, string input, string expect)
    {
        var path = global::System.IO.Path.Combine(_folder.FullName, name + ".json");
        File.WriteAllText(path, $$"""
            { "name": "{{name}}", "start": "2026-03-02T09:00:00Z", "participant": { "id": "p_1", "age": 50, "restingHr": 60 },
              "inputs": [ { "at": 0, "event": "session-start" }, { "from": 0, "to": 10, "hr": 90 }, {{input}} ], "expect": [ {{expect}} ], "never": [] }
            """);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
