using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Mqtt.Board;
using HeartMonitor.Mqtt.Brokers;
using HeartMonitor.Mqtt.Topics;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Mqtt.Requests;

/// <summary>
/// Takes a client's request, hands it on as a command, waits for the journal's commit and replies. Total: whatever comes in, a reply
/// goes out (or nobody listens), and nothing is thrown.
/// </summary>
internal sealed class RequestDesk(
    SiteTopics topics,
    Envelopes envelopes,
    SubmitCommand submit,
    Func<AlertEvent, CancellationToken, Task<AlertData?>> show,
    LinkTally tally,
    TimeProvider clock,
    ILogger logger,
    IClientDirectory? clients = null)
{
    /// <summary>A journal that has not answered by then counts as not having stored (brief commits take 20 ms).</summary>
    internal TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);

    internal async Task<RequestOutcome> TakeAsync(
        InboundPublish request, Func<OutboundMessage, CancellationToken, Task<bool>> publish, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var body = RequestBody.Open(request, now);
        if (body is null)
        {
            tally.CountRejected();
            await ReplyAsync(request, Refused("", "Not a JSON object in the form of the contract."), publish, cancellation).ConfigureAwait(false);
            return RequestOutcome.Malformed;
        }

        var reply = await DecideAsync(request, body, now, cancellation).ConfigureAwait(false);
        await ReplyAsync(request, reply, publish, cancellation).ConfigureAwait(false);
        return reply.Result == CommandResult.NotStored ? RequestOutcome.NotStored : RequestOutcome.Answered;
    }

    private static ReplyData Refused(string id, string detail) => new() { Re = id, Result = CommandResult.Invalid, Detail = detail };

    private async Task<ReplyData> DecideAsync(InboundPublish request, RequestBody body, DateTimeOffset now, CancellationToken cancellation)
    {
        var topic = request.Topic;
        if (body.ExpiresAt <= now)
            return new() { Re = body.Id, Result = CommandResult.Expired, Detail = "The request was too old when it arrived." };
        if (FactReader.Read(topic, body.Data, out var fault) is not { } fact)
        {
            tally.CountRejected();
            return Refused(body.Id, fault);
        }

        if (request.Signer is { } signer) fact = fact.SignedBy(signer);
        var session = topic.Kind is UpKind.Symptom or UpKind.Talk or UpKind.Help ? topic.Id : null;
        var receipt = await SubmitAsync(new(RequestBody.CommandId(topic.Principal, body.Id), session, fact), cancellation).ConfigureAwait(false);
        if (request.Signer is { } who && receipt.Result == CommandResult.Accepted) clients?.Note(who, fact, receipt.Session ?? session ?? topic.Id);
        var current = receipt.Current is AlertEvent alert ? await show(alert, cancellation).ConfigureAwait(false) : null;
        return new() { Re = body.Id, Result = receipt.Result, Detail = receipt.Detail, Current = current };
    }

    private async Task<CommandReceipt> SubmitAsync(Command command, CancellationToken cancellation)
    {
        tally.CountRequest();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Deadline);
        try
        {
            return await submit(command, deadline.Token).WaitAsync(Deadline, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            if (fault is not (TimeoutException or OperationCanceledException)) MqttLog.CommandFailed(logger, fault.GetType().Name);
            return new(command.Id, CommandResult.NotStored, "The journal did not answer in time. Try again with the same id.");
        }
    }

    private Task<bool> ReplyAsync(
        InboundPublish request, ReplyData reply, Func<OutboundMessage, CancellationToken, Task<bool>> publish, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var expiresAt = now + MessageExpiry.Reply;
        var id = $"{request.Topic.Principal}.{now.ToUnixTimeMilliseconds()}.{Guid.NewGuid():n}";
        var payload = envelopes.Write("reply", "hrm.reply", id, now, expiresAt, null, reply, MessageJsonContext.Default.ReplyData);
        return publish(
            new(topics.Reply(request.Topic.Principal), payload, Retain: false, AtLeastOnce: true, expiresAt, request.Correlation), cancellation);
    }
}
