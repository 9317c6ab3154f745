using HeartMonitor.Core.Recordings;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Pipeline;

namespace HeartMonitor.Host.Verbs;

/// <summary><c>monitor replay</c>: a recording through the whole pipeline on virtual time; the same input gives the same bytes.</summary>
internal sealed class ReplayVerb(TextWriter output, TextWriter error)
{
    private const string Strap = "replay";

    private static readonly TimeSpan LongestRecording = TimeSpan.FromHours(24); // a session is hours; a stray stamp is years
    private static readonly DateTimeOffset DefaultStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero); // contracts 1

    internal int Run(string recordingFile, string participantFile, DateTimeOffset? start, bool allEvents, string configFolder, string language = "en")
    {
        var (setup, faults) = ConfigFiles.ReadRules(configFolder, "gym1", language);
        foreach (var fault in faults) error.WriteLine(fault);
        if (setup is null) return ExitCode.Configuration;

        var (participant, code) = InputFile.ReadParticipant(participantFile, error);
        if (participant is null) return code;
        (var recording, code) = ReadRecording(recordingFile);
        if (recording is null) return code;

        var play = new RecordingReplay(setup, participant, recording, start ?? recording.Start ?? DefaultStart);
        var events = play.Run(Strap);
        JsonLines.Write(allEvents ? events : events.Where(e => e is PlanEvent or SummaryEvent), output);
        if (play.Refusal is { } refusal) error.WriteLine(refusal);
        return ExitCode.Fine;
    }

    private (Recording? Recording, int Code) ReadRecording(string file)
    {
        var (text, code) = InputFile.ReadText(file, error);
        if (text is null) return (null, code);
        using var reader = new StringReader(text);
        var result = RecordingReader.Read(reader, file);
        if (!result.IsRecording) error.WriteLine(result.Fault);
        else if (result.Recording.Length > LongestRecording) error.WriteLine($"{file}: {result.Recording.Length.TotalHours:0.#} hours long; a replay takes at most {LongestRecording.TotalHours:0}");
        else return (result.Recording, ExitCode.Fine);
        return (null, ExitCode.Failed);
    }
}
