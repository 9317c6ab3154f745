using HeartMonitor.Core.Patients;

namespace HeartMonitor.Host.Verbs;

/// <summary>Input files, and the one clear line when one cannot be had (contracts 1: missing 2, empty or unreadable 1).</summary>
internal static class InputFile
{
    private const long LargestBytes = 512L * 1024 * 1024; // far above any recording; keeps a wrong path from filling the memory

    /// <summary>The participant of a file, or null and the exit code after a line a fault on <paramref name="error"/>.</summary>
    internal static (Participant? Participant, int ExitCode) ReadParticipant(string path, TextWriter error)
    {
        var (text, code) = ReadText(path, error);
        if (text is null) return (null, code);
        var reading = ParticipantReader.Read(text);
        foreach (var fault in reading.Faults) error.WriteLine($"{path}: {fault.Path}: {fault.Text}");
        return (reading.Participant, Verbs.ExitCode.Failed);
    }

    /// <summary>The text, or null and the exit code after a line on <paramref name="error"/>.</summary>
    internal static (string? Text, int ExitCode) ReadText(string path, TextWriter error)
    {
        if (string.IsNullOrWhiteSpace(path)) return Refuse("a file without a name", Verbs.ExitCode.Usage);
        try
        {
            var file = new FileInfo(path);
            if (Directory.Exists(path)) return Refuse($"{path}: is a folder", Verbs.ExitCode.Failed);
            if (!file.Exists) return Refuse($"{path}: there is no such file", Verbs.ExitCode.Usage);
            if (file.Length > LargestBytes) return Refuse($"{path}: larger than {LargestBytes >> 20} MiB", Verbs.ExitCode.Failed);
            var text = File.ReadAllText(path);
            return string.IsNullOrWhiteSpace(text) ? Refuse($"{path}, line 1: empty", Verbs.ExitCode.Failed) : (text, Verbs.ExitCode.Fine);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Refuse($"{path}: {e.Message}", Verbs.ExitCode.Failed);
        }

        (string? Text, int ExitCode) Refuse(string line, int code)
        {
            error.WriteLine(line);
            return (null, code);
        }
    }
}
