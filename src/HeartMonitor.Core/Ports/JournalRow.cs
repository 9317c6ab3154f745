namespace HeartMonitor.Core.Ports;

/// <summary>What a journal row holds. The numbers are stored: never renumber.</summary>
public enum JournalKind
{
    /// <summary>A packet with its quality label; body as <see cref="SampleBody"/>.</summary>
    Sample = 1,

    /// <summary>A <see cref="Sessions.SessionFact"/>: session start and end, phase, answer, acknowledgement; body is its JSON.</summary>
    Fact = 2,

    /// <summary>A <see cref="Sessions.SessionEvent"/>: what the rules decided; body is its JSON.</summary>
    Event = 3,
}

/// <summary>Something worth remembering, before the journal gave it a place.</summary>
/// <param name="Kind">What <paramref name="Body"/> holds.</param>
/// <param name="Session">Session id, <c>s_</c> and 12 letters or digits.</param>
/// <param name="Participant">Pseudonym.</param>
/// <param name="At">Stamp given at ingress, whole microseconds, UTC.</param>
/// <param name="Body">Bytes to store.</param>
public readonly record struct JournalEntry(
    JournalKind Kind,
    string Session,
    string Participant,
    DateTimeOffset At,
    ReadOnlyMemory<byte> Body);

/// <summary>A row as the journal holds it.</summary>
/// <param name="Seq">Position, from 1, growing by one with no gaps inside one journal.</param>
/// <param name="Entry">The content.</param>
public readonly record struct JournalRow(long Seq, JournalEntry Entry);
