using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Pipeline.Gateways;

/// <summary>
/// Many gateways' messages to one stream of events: a strap that two gateways hear is one strap, what comes twice counts once, what is late
/// or out of order is stored and never judged as now, and a gateway's silence loses the links of its straps. Time is an input.
/// One thread at a time.
/// </summary>
/// <param name="strapOf">The strap's id as sessions know it, while one is bound to it; else null. Keeps the tables as small as the house.</param>
/// <param name="limits">What is believed and taken.</param>
/// <param name="tally">What is counted.</param>
/// <param name="emit">Takes the events, in order.</param>
internal sealed class GatewayFold(Func<string, string?> strapOf, GatewayLimits limits, GatewayTally tally, Action<SourceEvent> emit)
{
    private readonly Dictionary<string, HeardGateway> _gateways = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HeardStrap> _straps = new(StringComparer.Ordinal);

    internal void Take(GatewayMessage message, DateTimeOffset now)
    {
        if (message.IsGone)
        {
            if (_gateways.TryGetValue(message.Gateway, out var gone)) gone.GoneAt = now;
            return;
        }

        if (Hear(message.Gateway, now) is not { } gateway)
        {
            tally.CountRefused(message.Items.Count);
            for (var i = 0; i < message.Items.Count; i++) message.Settled?.Invoke(PacketFate.Refused);
            return;
        }

        foreach (var strap in message.Straps ?? []) Tell(gateway, strap, now);
        if (message.Straps is not null && message.Items.Count == 0) return;
        var clock = gateway.ClockOf(message.Boot);
        if ((message.SentUs ?? message.Items.Max(i => i.MonoUs)) is { } newest) clock.Hear(newest, now, message.SentUs is not null, message.Items.Max(i => i.Number) ?? 0);
        if (clock.StandsStill) tally.CountStanding();
        var items = message.Items.Count > 1 && message.Items[0].MonoUs is not null ? message.Items.OrderBy(i => i.MonoUs) : (IEnumerable<GatewayItem>)message.Items;
        foreach (var item in items) Take(message, item, item.MonoUs is { } mono ? clock.ToOurs(mono, now) : now, now);
    }

    /// <summary>Time went by: gateways that have fallen silent lose their straps.</summary>
    internal void Tick(DateTimeOffset now)
    {
        foreach (var gateway in _gateways.Values)
        {
            var isGone = gateway.GoneAt is { } gone && now - gone >= limits.GoneAfter;
            if (!gateway.IsHeard || (now - gateway.LastAt <= limits.LostAfter && !isGone)) continue;
            gateway.IsHeard = false;
            foreach (var strap in _straps.Values)
                if (strap.IsConnected && strap.Gateway == gateway.Name) Lose(strap, now, "its gateway has fallen silent");
        }

        tally.Gateways = _gateways.Values.Count(g => g.IsHeard);
    }

    /// <summary>The number was not stored after all: it may come again.</summary>
    internal void Forget(string strap, string gateway, string? boot, long number)
    {
        if (_straps.TryGetValue(strap, out var heard)) heard.NumbersOf(gateway, boot).Remove(number);
    }

    private HeardGateway? Hear(string name, DateTimeOffset now)
    {
        if (!_gateways.TryGetValue(name, out var gateway))
        {
            if (_gateways.Count >= limits.MaxGateways) ForgetSilent(now);
            if (_gateways.Count >= limits.MaxGateways) return null;
            _gateways[name] = gateway = new(name);
        }

        (gateway.LastAt, gateway.IsHeard, gateway.GoneAt) = (now, true, null);
        return gateway;
    }

    private void ForgetSilent(DateTimeOffset now)
    {
        foreach (var gone in _gateways.Values.Where(g => now - g.LastAt > limits.ForgetAfter).ToList()) _gateways.Remove(gone.Name);
        foreach (var gone in _straps.Values.Where(s => now - s.LastAt > limits.ForgetAfter).ToList()) _straps.Remove(gone.Id);
    }

    private void Take(GatewayMessage message, in GatewayItem item, DateTimeOffset measured, DateTimeOffset now)
    {
        if (strapOf(item.Device) is not { } id)
        {
            tally.CountUnknown();
            message.Settled?.Invoke(PacketFate.Done);
            return;
        }

        var strap = StrapOf(id);
        if (!strap.TakeRoom(now, limits))
        {
            tally.CountRefused(1);
            message.Settled?.Invoke(PacketFate.Refused);
            return;
        }

        var isLate = now - measured > limits.InOrderWithin || measured < strap.LastMeasured;
        var isNew = IsNew(strap, message, item);
        var isTold = isLate ? strap.IsToldByAnother(message.Gateway, measured) : IsHeardByAnother(strap, message.Gateway, now);
        if (!isNew || isTold)
        {
            if (isNew && !isLate)
            {
                strap.KeepReady(message.Gateway, measured, item.Packet);
                if (strap.IsConnected) emit(new(SourceEventKind.Overheard, id, now, item.Packet) { Via = message.Gateway });
            }

            tally.CountDuplicate();
            message.Settled?.Invoke(PacketFate.Done);
            return;
        }

        Connect(strap, message.Gateway, now);
        if (isLate) strap.Tell(message.Gateway, measured);
        else TakeOver(strap, message.Gateway, measured, now, item.Packet);
        Tell(strap, item.Packet, now, isLate ? measured : null, SettledOf(message, id, item.Number));
    }

    private HeardStrap StrapOf(string id)
    {
        if (!_straps.TryGetValue(id, out var strap)) _straps[id] = strap = new(id);
        return strap;
    }

    private static bool IsNew(HeardStrap strap, GatewayMessage message, in GatewayItem item) => item.Number is { } number
        ? strap.NumbersOf(message.Gateway, message.Boot).Add(number)
        : !message.IsRepeat || !strap.IsLast(message.Gateway, item.Packet);

    private bool IsHeardByAnother(HeardStrap strap, string gateway, DateTimeOffset now) =>
        strap.Gateway is { } owner && owner != gateway && now - strap.LastAt <= limits.TakeOverAfter;

    /// <summary>The packet counts. Where the strap changes over to this gateway, what it heard since the last one's silence comes first, as late.</summary>
    private void TakeOver(HeardStrap strap, string gateway, DateTimeOffset measured, DateTimeOffset now, ReadOnlyMemory<byte> packet)
    {
        if (strap.Gateway is { } owner && owner != gateway)
        {
            foreach (var missed in strap.Missed(gateway))
            {
                strap.Tell(gateway, missed.Measured);
                Tell(strap, missed.Packet, now, missed.Measured, null);
            }
        }

        strap.Take(gateway, measured, now, packet);
    }

    private void Connect(HeardStrap strap, string gateway, DateTimeOffset now)
    {
        if (strap.IsConnected) return;
        strap.IsConnected = true;
        strap.Gateway ??= gateway;
        emit(new(SourceEventKind.Connected, strap.Id, now));
    }

    private void Lose(HeardStrap strap, DateTimeOffset now, string how)
    {
        (strap.IsConnected, strap.Gateway) = (false, null);
        emit(new(SourceEventKind.Lost, strap.Id, now, Detail: how));
    }

    /// <summary>What the gateway whose packets count says of its strap.</summary>
    private void Tell(HeardGateway gateway, GatewayStrap told, DateTimeOffset now)
    {
        if (strapOf(told.Device) is not { } id || !_straps.TryGetValue(id, out var strap) || strap.Gateway != gateway.Name) return;
        var battery = told.BatteryPercent is { } percent ? BatteryLevel.FromPercent(percent) : default;
        emit(new(SourceEventKind.Status, id, now, Status: new(told.Link) { Battery = battery, RssiDbm = told.RssiDbm, Losses = told.Losses }));
        if (told.Link == LinkState.Down && strap.IsConnected) Lose(strap, now, "its gateway has lost it");
    }

    private void Tell(HeardStrap strap, ReadOnlyMemory<byte> packet, DateTimeOffset now, DateTimeOffset? late, Action<PacketFate>? settled)
    {
        if (late is null) tally.CountTaken();
        else tally.CountLate();
        emit(new(SourceEventKind.Packet, strap.Id, now, packet, IsLate: late is not null) { Settled = settled, Via = strap.Gateway, MeasuredAt = late?.TruncateToMicroseconds() ?? default });
    }

    private Action<PacketFate>? SettledOf(GatewayMessage message, string strap, long? number)
    {
        if (message.Settled is not { } settled || number is not { } own) return message.Settled;
        return fate =>
        {
            if (fate == PacketFate.NotStored) NotStored?.Invoke(strap, message, own);
            settled(fate);
        };
    }

    /// <summary>A numbered packet was not stored; called on any thread.</summary>
    internal Action<string, GatewayMessage, long>? NotStored { get; init; }
}
