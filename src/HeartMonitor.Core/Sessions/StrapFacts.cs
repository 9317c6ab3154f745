using System.Text.Json.Serialization;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Sessions;

/// <summary>
/// Staff bind a strap to the person: the first one, another in its place, or the same once more so that it is checked anew. It counts from its own
/// stamp on, and is <see cref="BindingState.Unconfirmed"/> until somebody saw that it is on this person.
/// </summary>
/// <param name="Strap">Strap id, 1 to 60 characters; never an address.</param>
/// <param name="By">Staff pseudonym: a binding is signed.</param>
public sealed record StrapBound(string Strap = "", string By = "") : SessionFact
{
    /// <summary>How the strap reads the pulse; null when nobody knows. The service fills it in from what it knows of the strap.</summary>
    public SensorClass? Sensor { get; init; }

    /// <summary>Take the strap from another open session that has it. Without it such a binding is refused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TakeOver { get; init; }
}

/// <summary>The strap is taken from the session, which goes on without one: its signal is lost from now on.</summary>
/// <param name="By">Staff pseudonym.</param>
public sealed record StrapUnbound(string By = "") : SessionFact;

/// <summary>Staff counted the pulse: within some bpm of what the strap shows, the strap is on this person (ecosystem-reliability 2f).</summary>
/// <param name="Bpm">The pulse, 20 to 250 bpm.</param>
/// <param name="By">Staff pseudonym.</param>
public sealed record StrapConfirmed(int Bpm, string By = "") : SessionFact;

/// <summary>The service saw a sign that the strap is not what it was, which no session can see by itself; told again while it lasts.</summary>
/// <param name="Sign">What it saw.</param>
public sealed record StrapDoubted(StrapSign Sign) : SessionFact;
