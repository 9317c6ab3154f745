namespace HeartMonitor.Core.Sessions;

/// <summary>Facts that carry a signature.</summary>
public static class SignedFacts
{
    /// <summary>
    /// The fact with <paramref name="by"/> as whoever signed it, in place of what the sender wrote: where people sign in, nobody signs for another.
    /// Facts that carry no signature come back as they are.
    /// </summary>
    public static SessionFact SignedBy(this SessionFact fact, string by) => fact switch
    {
        AlertAcknowledged f => f with { By = by },
        AlertShelved f => f with { By = by },
        AlertUnshelved f => f with { By = by },
        RpeWithdrawn f => f with { By = by },
        NoteWritten f => f with { By = by },
        ParticipantChanged f => f with { By = by },
        GateReleased f => f with { By = by },
        StrapBound f => f with { By = by },
        StrapUnbound f => f with { By = by },
        StrapConfirmed f => f with { By = by },
        SessionStarted { BoundBy: not null } f => f with { BoundBy = by },
        HelpRequested f when f.By != "participant" => f with { By = by },
        _ => fact,
    };
}
