using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Gateways;
using HeartMonitor.Mqtt.Topics;
using Microsoft.Extensions.Logging;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>
/// Decides who may do what at the embedded broker (ecosystem-reliability 1a, 2e): only the service publishes under <c>dn/</c>; a client
/// publishes under its own name, never retained save its <c>state</c>; filters stay inside the site.
/// </summary>
internal sealed class BrokerGuard(MqttOptions options, MqttServer server, IBrokerOwner owner, LinkTally tally, ILogger logger, IClientDirectory? directory = null)
{
    /// <summary>Ids of named clients that are remembered; beyond it those without a session are forgotten.</summary>
    private const int MostNames = 1000;

    /// <summary>Retained client states; more names than this are a flood.</summary>
    private const int MaxClientStates = 200;

    private const int MaxClientIdLength = 64;
    private const int MaxPropertyBytes = 256;
    private const string IsOld = "3.1.1";
    private const string Subscriptions = "subscriptions";

    private readonly HashSet<string> _clientStates = [];

    /// <summary>Who stands behind a client id: a session outlives its connection, and nobody else may come back to it.</summary>
    private readonly ConcurrentDictionary<string, Caller> _named = new(StringComparer.Ordinal);

    internal void Attach()
    {
        server.ValidatingConnectionAsync += OnConnectingAsync;
        server.InterceptingPublishAsync += OnPublishAsync;
        server.InterceptingSubscriptionAsync += OnSubscribeAsync;
        server.InterceptingUnsubscriptionAsync += OnUnsubscribeAsync;
        server.QueuedApplicationMessageOverwrittenAsync += _ =>
        {
            tally.CountDropped();
            return Task.CompletedTask;
        };
    }

    /// <summary>Lets go of the clients of an account or token; null: of those that came without a name.</summary>
    internal async Task DropAsync(string? principal)
    {
        foreach (var client in await server.GetClientsAsync().ConfigureAwait(false))
            if (_named.GetValueOrDefault(client.Id)?.Id == principal) await server.DisconnectClientAsync(client.Id, MqttDisconnectReasonCode.NotAuthorized).ConfigureAwait(false);
    }

    private async Task OnConnectingAsync(ValidatingConnectionEventArgs args)
    {
        args.SessionItems[IsOld] = args.ProtocolVersion < MQTTnet.Formatter.MqttProtocolVersion.V500;
        var channel = args.ChannelAdapter as NamedClientChannel;
        args.AssignedClientIdentifier = channel?.GivenId;
        if (args.ClientId?.Length > MaxClientIdLength) Refuse(args, MqttConnectReasonCode.ClientIdentifierNotValid);
        else if (IsOpen && IsHere(args)) return;
        else if (await CallerAsync(args).ConfigureAwait(false) is not { } caller) Refuse(args, MqttConnectReasonCode.BadUserNameOrPassword);
        else if (!await TryNameAsync(args.ClientId ?? "", caller).ConfigureAwait(false)) Refuse(args, MqttConnectReasonCode.ClientIdentifierNotValid);
        else channel?.Admit(caller);
    }

    /// <summary>Nobody comes over the network without a name, whether there are accounts or not.</summary>
    private static bool IsHere(ValidatingConnectionEventArgs args) => args.RemoteEndPoint is IPEndPoint remote && IPAddress.IsLoopback(remote.Address);

    /// <summary>The one user of the settings, else somebody with an account or a token; the client id begins with the user.</summary>
    private async ValueTask<Caller?> CallerAsync(ValidatingConnectionEventArgs args)
    {
        if (options.Username is { } user && MayLogIn(args, user)) return new(user, Role.Staff);
        if (directory is not { IsRequired: true } || args.UserName is not { } name || args.ClientId?.StartsWith(name, StringComparison.Ordinal) != true) return null;
        return await directory.AdmitAsync(name, args.RawPassword ?? [], args.CancellationToken).ConfigureAwait(false);
    }

    /// <summary>False when the client id is somebody else's session.</summary>
    private async Task<bool> TryNameAsync(string clientId, Caller caller)
    {
        if (_named.Count >= MostNames)
        {
            var living = (await server.GetSessionsAsync().ConfigureAwait(false)).Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in _named.Keys.Where(id => !living.Contains(id))) _named.TryRemove(gone, out _);
        }

        var holder = _named.GetOrAdd(clientId, caller);
        if (holder.Id == caller.Id) _named[clientId] = caller;
        return holder.Id == caller.Id && _named.Count <= 2 * MostNames;
    }

    /// <summary>User and password match, and the client id begins with the user, so that nobody takes over another's session.</summary>
    private bool MayLogIn(ValidatingConnectionEventArgs args, string user)
    {
        if (Secrets.ReadPassword(options) is not { Length: > 0 } password) return false;
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(password));
        var given = SHA256.HashData(args.RawPassword ?? []);
        return args.UserName == user && CryptographicOperations.FixedTimeEquals(expected, given)
            && args.ClientId?.StartsWith(user, StringComparison.Ordinal) == true;
    }

    private void Refuse(ValidatingConnectionEventArgs args, MqttConnectReasonCode reason)
    {
        args.ReasonCode = reason;
        Count("a connection");
    }

    private async Task OnPublishAsync(InterceptingPublishEventArgs args)
    {
        if (ReferenceEquals(args.SessionItems, server.ServerSessionItems)) return; // Our own.
        args.ProcessPublish = false;
        var message = args.ApplicationMessage;
        var caller = _named.GetValueOrDefault(args.ClientId);
        if (JudgePublish(message.Topic, caller) is not { } topic) Refuse(args, "a publish");
        else if (message.UserProperties?.Exists(p => p.Name.Length + p.ValueBuffer.Length > MaxPropertyBytes) == true) Refuse(args, "a long property");
        else if (topic.Kind == UpKind.State) AcceptState(args, topic);
        else if (message.Retain) Refuse(args, "a retained request");
        else if (IsWill(args)) Refuse(args, "a request as a will");
        else if (topic.IsPackets) await TakePacketsAsync(args, topic).ConfigureAwait(false);
        else await TakeRequestAsync(args, topic, caller).ConfigureAwait(false);
    }

    /// <summary>The long way for packets that <see cref="GatewayChannel"/> left alone (QoS 2, a topic alias): one message at a time.</summary>
    private async Task TakePacketsAsync(InterceptingPublishEventArgs args, UpTopic topic)
    {
        var settled = new TaskCompletionSource<PacketFate>(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = owner.Gateways.Take(topic, args.ApplicationMessage.Payload, args.ApplicationMessage.Dup, settled.SetResult);
        if (answer == InboxAnswer.NotWanted) Refuse(args, "packets that are not wanted");
        else if (answer is InboxAnswer.Full or InboxAnswer.Busy) Refuse(args, "a gateway's flood", MqttPubAckReasonCode.QuotaExceeded);
        else if (answer == InboxAnswer.Malformed) Refuse(args, "a gateway's message", MqttPubAckReasonCode.PayloadFormatInvalid);
        else if (await settled.Task.WaitAsync(args.CancellationToken).ConfigureAwait(false) == PacketFate.NotStored)
        {
            args.Response.ReasonCode = MqttPubAckReasonCode.ImplementationSpecificError;
            args.CloseConnection = args.SessionItems[IsOld] is true;
        }
    }

    /// <summary>
    /// A will comes through here when its client has died; the library gives it no token to cancel, and every living client's publish
    /// one. A will that is a request would act after its sender's death.
    /// </summary>
    private static bool IsWill(InterceptingPublishEventArgs args) => !args.CancellationToken.CanBeCanceled;

    /// <summary>Null when the topic is not one that this client may publish to.</summary>
    private UpTopic? JudgePublish(string? topic, Caller? caller) =>
        topic is not null && UpTopic.Parse(topic, options.Site) is { } up && (caller is null ? IsOpen : RoleTopics.MayPublish(caller, up)) ? up : null;

    /// <summary>Clients without a name are accepted.</summary>
    private bool IsOpen => options.Username is null && directory is not { IsRequired: true };

    private void AcceptState(InterceptingPublishEventArgs args, in UpTopic topic)
    {
        lock (_clientStates)
        {
            var isNew = args.ApplicationMessage.Retain && !_clientStates.Contains(args.ApplicationMessage.Topic);
            if (isNew && _clientStates.Count >= MaxClientStates)
            {
                Refuse(args, "one client state too many", MqttPubAckReasonCode.QuotaExceeded);
                return;
            }

            if (isNew) _clientStates.Add(args.ApplicationMessage.Topic);
        }

        owner.Gateways.TakeState(topic, args.ApplicationMessage.Payload);
        args.ProcessPublish = true;
    }

    private async Task TakeRequestAsync(InterceptingPublishEventArgs args, UpTopic topic, Caller? caller)
    {
        var message = args.ApplicationMessage;
        var signer = caller is not null && caller.Id != options.Username ? caller.Id : null; // the user of the settings speaks for others
        var request = new InboundPublish(topic, message.Topic, message.Payload.ToArray(), message.CorrelationData, signer);
        var outcome = await owner.OnRequestAsync(request, args.CancellationToken).ConfigureAwait(false);
        if (outcome == RequestOutcome.Malformed) args.Response.ReasonCode = MqttPubAckReasonCode.PayloadFormatInvalid;
        if (outcome != RequestOutcome.NotStored) return;

        // MQTT 5 can be told; 3.1.1 has no way to say no, so the connection is closed without PUBACK and the sender repeats.
        args.Response.ReasonCode = MqttPubAckReasonCode.ImplementationSpecificError;
        args.CloseConnection = args.SessionItems[IsOld] is true;
    }

    private void Refuse(InterceptingPublishEventArgs args, string what, MqttPubAckReasonCode reason = MqttPubAckReasonCode.NotAuthorized)
    {
        args.Response.ReasonCode = reason;
        args.ProcessPublish = false;
        Count(what);
    }

    private Task OnSubscribeAsync(InterceptingSubscriptionEventArgs args)
    {
        var held = args.SessionItems[Subscriptions] as HashSet<string> ?? [];
        args.SessionItems[Subscriptions] = held;
        var caller = _named.GetValueOrDefault(args.ClientId);
        var isAllowed = (caller is not null || IsOpen) && SubscriptionRules.Allows(args.TopicFilter.Topic, options.Site, caller);
        var hasRoom = held.Contains(args.TopicFilter.Topic) || held.Count < SubscriptionRules.MaxPerClient;
        if (isAllowed && hasRoom)
        {
            held.Add(args.TopicFilter.Topic);
            return Task.CompletedTask;
        }

        args.ProcessSubscription = false;
        args.Response.ReasonCode = isAllowed ? MqttSubscribeReasonCode.QuotaExceeded : MqttSubscribeReasonCode.NotAuthorized;
        Count("a subscription");
        return Task.CompletedTask;
    }

    private Task OnUnsubscribeAsync(InterceptingUnsubscriptionEventArgs args)
    {
        (args.SessionItems[Subscriptions] as HashSet<string>)?.Remove(args.Topic);
        return Task.CompletedTask;
    }

    private void Count(string what)
    {
        tally.CountRejected();
        MqttLog.Refused(logger, what);
    }
}
