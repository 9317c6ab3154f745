using System.Diagnostics.CodeAnalysis;

namespace HeartMonitor.Core.Recordings;

/// <summary>The first thing that is wrong with a recording's file.</summary>
/// <param name="File">Name as given to the reader.</param>
/// <param name="Line">Line from 1.</param>
/// <param name="Text">What was found and what is needed, in one sentence.</param>
public sealed record RecordingFault(string File, int Line, string Text)
{
    /// <summary>One line for standard error: file, line, what is wrong.</summary>
    public override string ToString() => $"{File}, line {Line}: {Text}";
}

/// <summary>A recording, or what is wrong with its file. A value, because a bad file is a fact about the world and not a bug.</summary>
public sealed record RecordingResult
{
    private RecordingResult(Recording? recording, RecordingFault? fault)
    {
        Recording = recording;
        Fault = fault;
    }

    public Recording? Recording { get; }

    public RecordingFault? Fault { get; }

    [MemberNotNullWhen(true, nameof(Recording))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsRecording => Recording is not null;

    public static RecordingResult Of(Recording recording) => new(recording, null);

    public static RecordingResult Failed(RecordingFault fault) => new(null, fault);
}
