using HeartMonitor.Core.Patients;
using HeartMonitor.Host.Composition;

namespace HeartMonitor.Host.Verbs;

/// <summary>Input files, and the one clear line when one cannot be had (contracts 1: missing 2, empty or unreadable 1).</summary>
internal static class InputFile
{
    /// <summary>The participant of a file, or null and the exit code after a line a fault on <paramref name="error"/>.</summary>
    internal static (Participant? Participant, int ExitCode) ReadParticipant(string path, TextWriter error)
    {
        var (text, code) = ReadText(path, error, BoundedText.OfConfiguration);
        if (text is null) return (null, code);
        var reading = ParticipantReader.Read(text);
        foreach (var fault in reading.Faults) error.WriteLine($"{path}: {fault.Path}: {fault.Text}");
        return (reading.Participant, Verbs.ExitCode.Failed);
    }

    /// <summary>The text, or null and the exit code after a line on <paramref name="error"/>.</summary>
    internal static (string? Text, int ExitCode) ReadText(string path, TextWriter error, int mostBytes = BoundedText.OfRecording)
    {
        if (string.IsNullOrWhiteSpace(path)) return Refuse("a file without a name", Verbs.ExitCode.Usage);
        if (!Path.Exists(path)) return Refuse($"{path}: there is no such file", Verbs.ExitCode.Usage);
        var (text, fault) = BoundedText.Read(path, mostBytes);
        if (text is null) return Refuse($"{path}, line 1: {fault}", Verbs.ExitCode.Failed);
        return string.IsNullOrWhiteSpace(text) ? Refuse($"{path}, line 1: empty", Verbs.ExitCode.Failed) : (text, Verbs.ExitCode.Fine);

        (string? Text, int ExitCode) Refuse(string line, int code)
        {
            error.WriteLine(line);
            return (null, code);
        }
    }
}
