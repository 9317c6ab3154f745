using HeartMonitor.Core.Ports;
using HeartMonitor.Host.Metrics;

namespace HeartMonitor.Host.Composition;

/// <summary>How every strap that a source spoke of fares, from what the sources tell. Safe to call from any thread; never waits.</summary>
/// <param name="time">The host's clock: ages go on by it, however the machine's clock is set.</param>
/// <param name="sessionOf">The session that wears a strap, or null.</param>
internal sealed class StrapBoard(TimeProvider time, Func<string, string?> sessionOf)
{
    /// <summary>Straps on the board; far above one site's, and a bound for what strangers' straps could fill.</summary>
    private const int Most = 2_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _straps = new(StringComparer.Ordinal);

    internal DateTimeOffset Now => time.GetUtcNow();

    internal void Take(string source, in SourceEvent told)
    {
        lock (_gate)
        {
            if (!_straps.TryGetValue(told.Device, out var strap))
            {
                if (_straps.Count >= Most || (told.Device == source && told.Kind == SourceEventKind.Lost)) return; // a source that ended speaks in its own name
                _straps[told.Device] = strap = new(source);
            }

            strap.Take(told, time.GetTimestamp(), time);
        }
    }

    /// <summary>The straps, by source and id.</summary>
    internal IReadOnlyList<StrapRow> Rows()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            return [.. _straps.OrderBy(s => s.Value.Source, StringComparer.Ordinal).ThenBy(s => s.Key, StringComparer.Ordinal)
                .Select(s => s.Value.Row(s.Key, sessionOf(s.Key), now, time))];
        }
    }

    /// <summary>One strap's tally.</summary>
    private sealed class Entry(string source)
    {
        private readonly Queue<long> _packets = new();
        private readonly Queue<long> _gaps = new();
        private LinkState _link = LinkState.Down;
        private StrapStatus? _status;
        private long? _last;
        private long _allGaps;
        private long _losses;

        internal string Source => source;

        internal void Take(in SourceEvent told, long now, TimeProvider time)
        {
            switch (told.Kind)
            {
                case SourceEventKind.Packet:
                    Packet(now, time);
                    break;
                case SourceEventKind.Connected:
                    _link = LinkState.Up;
                    break;
                case SourceEventKind.Lost:
                    (_link, _losses) = (LinkState.Down, _losses + 1);
                    break;
                case SourceEventKind.Status:
                    (_status, _link) = (told.Status, told.Status?.Link ?? _link);
                    break;
            }
        }

        internal StrapRow Row(string device, string? session, long now, TimeProvider time)
        {
            Forget(now, time);
            return new()
            {
                Device = device,
                Source = source,
                Session = session,
                Bound = _status?.IsBound ?? true,
                Link = _link,
                LastPacketMs = _last is { } last ? (long)time.GetElapsedTime(last, now).TotalMilliseconds : null,
                RateHz = Math.Round(_packets.Count / Minute.TotalSeconds, 2),
                Gaps = _allGaps,
                GapsOfMinute = _gaps.Count,
                Battery = _status?.Battery.Percent,
                Rssi = _status?.RssiDbm,
                Retries = _status?.Retries ?? 0,
                Losses = _losses,
                Refused = _status?.Refused ?? 0,
                Location = _status?.Location ?? default,
                Adapter = _status?.Adapter,
                LastError = _status?.LastError,
            };
        }

        private void Packet(long now, TimeProvider time)
        {
            if (_last is { } last && time.GetElapsedTime(last, now) >= StrapRow.Gap)
            {
                _allGaps++;
                _gaps.Enqueue(now);
                MonitorMeter.Gap.Record(time.GetElapsedTime(last, now).TotalSeconds);
            }

            _last = now;
            _packets.Enqueue(now);
            Forget(now, time);
        }

        private void Forget(long now, TimeProvider time)
        {
            while (_packets.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) > Minute) _packets.Dequeue();
            while (_gaps.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) > Minute) _gaps.Dequeue();
        }
    }
}
