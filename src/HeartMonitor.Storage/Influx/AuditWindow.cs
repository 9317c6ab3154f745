using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Storage.Influx;

/// <summary>A closed window of the journal and the points that a store should have of it.</summary>
/// <param name="Range">Positions and times of its points.</param>
/// <param name="Expected">Different points by measurement: two rows at one instant of one series are one point, as in the store.</param>
internal sealed record AuditWindow(CountRange Range, IReadOnlyDictionary<string, long> Expected)
{
    private const int RowsPerPage = 5_000;

    /// <summary>The next window after a position, or null when none is closed yet.</summary>
    internal static AuditWindow? Read(JournalReader reader, long after, long delivered, InfluxOptions options, InfluxAuditOptions audit, InfluxDialect dialect, IReadOnlySet<long> dead)
    {
        if (after >= delivered || reader.ReadAfter(delivered - 1, 1) is not [var newest, ..]) return null;
        var points = new PointCount(options, dialect, dead);
        DateTimeOffset? end = null;
        for (var seq = after; ;)
        {
            var page = reader.ReadAfter(seq, RowsPerPage);
            foreach (var row in page)
            {
                end ??= EndOf(row.Entry.At, audit.Window);
                if (newest.Entry.At < end + audit.Grace || row.Seq > delivered) return null;
                if (row.Entry.At >= end) return points.Window(after, seq);
                points.Add(row);
                seq = row.Seq;
            }

            if (page.Count == 0) return null;
        }
    }

    private static DateTimeOffset EndOf(DateTimeOffset at, TimeSpan window) => new(at.Ticks - (at.Ticks % window.Ticks) + window.Ticks, TimeSpan.Zero);

    /// <summary>Counts the different points that rows write.</summary>
    private sealed class PointCount
    {
        private readonly Dictionary<string, HashSet<string>> _points = new(StringComparer.Ordinal);
        private readonly LineBatch _batch = new();
        private readonly JournalLines _lines;
        private readonly InfluxDialect _dialect;
        private readonly IReadOnlySet<long> _dead;
        private long _from = long.MaxValue;
        private long _to = long.MinValue;

        internal PointCount(InfluxOptions options, InfluxDialect dialect, IReadOnlySet<long> dead) =>
            (_lines, _dialect, _dead) = (new(options.Site, options.Source, _batch), dialect, dead);

        internal void Add(in JournalRow row)
        {
            if (_dead.Contains(row.Seq)) return;
            _batch.Clear();
            try
            {
                _lines.Add(row, _dialect);
            }
            catch (JsonException)
            {
                return; // a dead letter of old
            }

            for (var i = 0; i < _batch.Lines.Count; i++) Add(_batch.Bytes(i, 1).Span);
        }

        internal AuditWindow Window(long after, long upTo) => new(
            new(after, upTo, _from, _to), _points.ToDictionary(pair => pair.Key, pair => (long)pair.Value.Count, StringComparer.Ordinal));

        /// <summary>A line without a position marks a point that another row wrote.</summary>
        private void Add(ReadOnlySpan<byte> line)
        {
            if (line.IndexOf(",n="u8) < 0) return;
            var time = line[(line.LastIndexOf((byte)' ') + 1)..^1];
            if (!Utf8Parser.TryParse(time, out long at, out _)) return;
            (_from, _to) = (Math.Min(_from, at), Math.Max(_to, at));
            var series = Encoding.UTF8.GetString(line[..EndOfSeries(line)]);
            var measurement = series[..series.IndexOf(',', StringComparison.Ordinal)];
            if (!_points.TryGetValue(measurement, out var points)) _points.Add(measurement, points = new(StringComparer.Ordinal));
            points.Add(series + ' ' + Encoding.UTF8.GetString(time));
        }

        private static int EndOfSeries(ReadOnlySpan<byte> line)
        {
            for (var i = 1; i < line.Length; i++)
                if (line[i] == (byte)' ' && line[i - 1] != (byte)'\\') return i;
            return line.Length;
        }
    }
}
