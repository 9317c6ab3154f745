using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Service;

namespace HeartMonitor.Core.Sessions;

/// <content>A signal that is lost with many others: one alert of the service for all of them, and none of them is forgotten.</content>
public sealed partial class SessionEngine
{
    private AlertCode? _lossExplainedBy;

    /// <summary>What the watch over signals that are lost together may look at.</summary>
    public SeenSignal SeenSignal => new(Id, Person.Id, LostAt(), _lossExplainedBy is not null);

    private static bool IsLoss(AlertCode code) => code is AlertCode.ContactLost or AlertCode.SignalLost;

    /// <summary>When the loss that lasts was first told; null with a signal.</summary>
    private DateTimeOffset? LostAt()
    {
        var (contact, signal) = (Track(AlertCode.ContactLost), Track(AlertCode.SignalLost));
        return contact.IsActive ? contact.RaisedAt : signal.IsActive ? signal.RaisedAt : null;
    }

    private FactOutcome Explain(LossExplained told)
    {
        _lossExplainedBy = told.Cause;
        JudgeOne(AlertCode.ContactLost);
        JudgeOne(AlertCode.SignalLost);
        return FactOutcome.Accepted;
    }
}
