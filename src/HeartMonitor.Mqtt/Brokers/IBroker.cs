using HeartMonitor.Mqtt.Gateways;
using HeartMonitor.Mqtt.Topics;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>The seam between what is said and how it travels: the broker in this process, or a connection to one elsewhere.</summary>
internal interface IBroker : IAsyncDisposable
{
    /// <summary>For the health page: what and where, without credentials.</summary>
    string Description { get; }

    /// <summary>Keeps the broker side up until cancelled. World faults are retried for ever; an exception is a bug.</summary>
    Task RunAsync(IBrokerOwner owner, CancellationToken cancellation);

    /// <summary>True when the broker has it (QoS 1: has acknowledged it). Returns within 3 s, and false at once when there is no broker.</summary>
    Task<bool> PublishAsync(OutboundMessage message, CancellationToken cancellation);
}

/// <summary>What a broker side tells its owner.</summary>
internal interface IBrokerOwner
{
    /// <summary>
    /// A connection is there. The owner clears what is retained and no longer true, republishes what is true, and from then on counts
    /// as up. False when a publish failed: the connection is given up.
    /// </summary>
    /// <param name="retained">Topics of ours that the broker holds retained messages for.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<bool> OnConnectedAsync(IReadOnlyCollection<string> retained, CancellationToken cancellation);

    /// <summary>The connection is gone, or could not be made.</summary>
    /// <param name="reason">One plain sentence.</param>
    void OnDown(string reason);

    /// <summary>A client's request. Returns after the journal's commit and after the reply went out; never throws for a bad request.</summary>
    Task<RequestOutcome> OnRequestAsync(InboundPublish request, CancellationToken cancellation);

    /// <summary>Where packets of straps go.</summary>
    GatewayInbox Gateways { get; }

    /// <summary>What the owner would say if it vanished: the will. Null when the broker dies with us anyway.</summary>
    OutboundMessage LastWill();
}

/// <summary>A publish of a client that is a request.</summary>
/// <param name="Signer">Who signs it, whatever the payload says; null where nobody has an account.</param>
internal sealed record InboundPublish(UpTopic Topic, string FullTopic, byte[] Payload, byte[]? Correlation, string? Signer = null);

/// <summary>What the transport has to tell the sender.</summary>
internal enum RequestOutcome
{
    /// <summary>Dealt with; a reply says how.</summary>
    Answered,

    /// <summary>Not a request that can be read; a reply says so.</summary>
    Malformed,

    /// <summary>The journal did not take it: the sender must not be told that it is stored.</summary>
    NotStored,
}
