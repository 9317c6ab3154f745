using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Storage.Straps;

namespace HeartMonitor.Host.Straps;

/// <summary>
/// The straps that are known here: heard, listed in the people file, or bound; whose they are, and what they are. Safe to call from any thread. What
/// sources say is written to disk every few seconds, what staff say before they are answered.
/// </summary>
internal sealed class StrapRegister(StrapStore store, StrapCatalogue catalogue, TimeProvider time) : IDisposable
{
    /// <summary>Straps remembered; far above one site's, and a bound for what strangers' straps could fill.</summary>
    private const int Most = 2_000;

    private const int LongestId = 60;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);

    /// <summary>An age on disk may be this old. Ours: one row a strap and ten minutes.</summary>
    private static readonly TimeSpan SeenWithin = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new(); // never held while the disk is asked: sources wait for nobody
    private readonly Lock _disk = new();
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal); // forgotten, and still on disk
    private readonly Dictionary<string, Entry> _straps = store.All().ToDictionary(s => s.Id, s => new Entry(s), StringComparer.Ordinal);

    /// <summary>A strap has come onto somebody's skin. Called on a source's thread: hand over and return.</summary>
    internal Action<StrapRecord>? CameOn { get; set; }

    /// <summary>The serial or firmware under a known id is another. Called on a source's thread: hand over and return.</summary>
    internal Action<string, StrapSign>? Changed { get; set; }

    internal bool IsKnown(string id)
    {
        lock (_gate) return _straps.ContainsKey(id);
    }

    internal SensorClass? SensorOf(string id)
    {
        lock (_gate) return _straps.GetValueOrDefault(id)?.Record.Sensor;
    }

    internal StrapRecord? Find(string id)
    {
        lock (_gate) return _straps.GetValueOrDefault(id)?.Record;
    }

    /// <summary>Straps that are somebody's, and whose.</summary>
    internal IReadOnlyList<(string Strap, string Owner)> Owned()
    {
        lock (_gate) return [.. _straps.Values.Where(s => s.Record.Owner is not null).Select(s => (s.Record.Id, s.Record.Owner!))];
    }

    /// <summary>The people file names it: it is that person's unless staff said otherwise.</summary>
    internal void List(string id, string owner, SensorClass? sensor)
    {
        lock (_gate)
        {
            if (EntryOf(id) is not { } strap) return;
            strap.Set(strap.Record with { Owner = strap.Record.OwnerBy is null ? owner : strap.Record.Owner, Sensor = sensor ?? strap.Record.Sensor });
        }
    }

    /// <summary>A receiver spoke of a strap that no session is bound to. True when its owner would be signed in by it.</summary>
    internal bool Mention(string id)
    {
        lock (_gate)
        {
            if (EntryOf(id) is not { } strap) return false;
            See(strap);
            return strap.Record.Owner is not null;
        }
    }

    /// <summary>What a source says of a strap.</summary>
    internal void Hear(string source, in SourceEvent told)
    {
        if (told.Kind is SourceEventKind.Lost or SourceEventKind.Overheard || told.IsLate) return;
        StrapRecord? came = null;
        StrapSign? changed = null;
        lock (_gate)
        {
            if (EntryOf(told.Device) is not { } strap) return;
            if (told.Status is not { Link: LinkState.Searching }) See(strap);
            if (told.Kind == SourceEventKind.Packet && strap.Course.Take(told.Packet, time.GetUtcNow())) came = strap.Record;
            if (told.Status is { } status) changed = Note(strap, status);
        }

        if (came is not null) CameOn?.Invoke(came);
        if (changed is { } sign) Changed?.Invoke(told.Device, sign);
    }

    /// <summary>Bindings, as the journal released them.</summary>
    internal void Hear(IReadOnlyList<Released> released)
    {
        foreach (var item in released)
        {
            var (id, by) = item.Fact switch
            {
                StrapBound bound => (bound.Strap, bound.By),
                SessionStarted { Device: { } device } start => (device, start.BoundBy),
                _ => (null, null),
            };
            if (id is null) continue;
            lock (_gate)
                if (EntryOf(id) is { } strap) strap.Set(strap.Record with { BoundAt = time.GetUtcNow(), BoundBy = by });
        }
    }

    /// <summary>Staff say whose it is; null makes it a spare. On disk when it returns; false for a strap that is not known.</summary>
    internal bool Give(string id, string? owner, string by)
    {
        lock (_gate)
        {
            if (!_straps.TryGetValue(id, out var strap)) return false;
            strap.Set(strap.Record with { Owner = owner, OwnerBy = by });
        }

        Write();
        return true;
    }

    /// <summary>Deletes what is known of it; it comes back as new when it is heard again.</summary>
    internal bool Forget(string id)
    {
        lock (_gate)
        {
            if (!_straps.Remove(id)) return false;
            _gone.Add(id);
        }

        Write();
        return true;
    }

    /// <summary>All of them as staff may see them.</summary>
    internal IReadOnlyList<KnownStrapRow> Rows(Func<string, string?> sessionOf)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            return [.. _straps.Values.OrderBy(s => s.Record.Id, StringComparer.Ordinal).Select(s => KnownStrapRow.Of(s.Record, s.Course, StrapLabel.Of(s.Record.Name, catalogue), sessionOf(s.Record.Id), now))];
        }
    }

    /// <summary>Writes what sources said, until it is told to stop. A disk that does not answer is tried again.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(SaveEvery);
        while (await timer.WaitForNextTickAsync(stop)) Save();
    }

    public void Dispose()
    {
        Save();
        store.Dispose();
    }

    private void Save()
    {
        try
        {
            Write();
        }
        catch (Exception refused) when (refused is System.Data.Common.DbException or IOException)
        {
            // it stays to be written; the journal's own alarm tells of the disk
        }
    }

    /// <summary>All that is not on disk yet, as one transaction.</summary>
    private void Write()
    {
        lock (_disk)
        {
            List<(Entry Strap, long Change)> dirty;
            List<StrapRecord> saved;
            List<string> gone;
            lock (_gate)
            {
                dirty = [.. _straps.Values.Where(s => s.IsDirty).Select(s => (s, s.Changes))];
                (saved, gone) = ([.. dirty.Select(s => s.Strap.Record)], [.. _gone.Where(id => !_straps.ContainsKey(id))]);
            }

            if (saved.Count == 0 && gone.Count == 0) return;
            store.Change(saved, gone);
            lock (_gate)
            {
                foreach (var (strap, change) in dirty) strap.Saved(change);
                _gone.ExceptWith(gone);
            }
        }
    }

    private Entry? EntryOf(string id)
    {
        if (_straps.TryGetValue(id, out var known)) return known;
        if (id.Length is 0 or > LongestId || (_straps.Count >= Most && !MakeRoom())) return null;
        var strap = new Entry(new(id));
        strap.Set(strap.Record);
        return _straps[id] = strap;
    }

    /// <summary>What was only ever heard goes first, the longest unheard of it.</summary>
    private bool MakeRoom()
    {
        if (_straps.Values.Where(s => s.Record is { Owner: null, BoundAt: null }).MinBy(s => s.Record.LastSeen) is not { } oldest) return false;
        _gone.Add(oldest.Record.Id);
        return _straps.Remove(oldest.Record.Id);
    }

    private void See(Entry strap)
    {
        var now = time.GetUtcNow();
        var record = strap.Record;
        if (record.LastSeen is { } last && now - last < SeenWithin) strap.See(record with { LastSeen = now });
        else strap.Set(record with { FirstSeen = record.FirstSeen ?? now, LastSeen = now });
    }

    /// <summary>What a strap says of itself. A number that is another under the same id is a sign against it.</summary>
    private StrapSign? Note(Entry strap, StrapStatus status)
    {
        var before = strap.Record;
        var now = before with
        {
            Name = StrapLabel.Of(status.Name, catalogue) ?? before.Name, // the rest of it may be a person's name and is of no use here
            Serial = status.Serial ?? before.Serial,
            Firmware = status.Firmware ?? before.Firmware,
            Location = status.Location == default ? before.Location : status.Location,
        };
        now = now with { Sensor = before.Sensor ?? catalogue.KnownAs(now.Name)?.Class ?? Known(SensorClasses.Of(now.Location)) };
        if (now != before) strap.Set(now);
        return before.Serial is not null && now.Serial != before.Serial ? StrapSign.SerialChanged
            : before.Firmware is not null && now.Firmware != before.Firmware ? StrapSign.FirmwareChanged
            : null;
    }

    private static SensorClass? Known(SensorClass sensor) => sensor == SensorClass.Unknown ? null : sensor;

    private sealed class Entry(StrapRecord record)
    {
        private long _saved;

        internal StrapRecord Record { get; private set; } = record;

        internal StrapCourse Course { get; } = new();

        /// <summary>Counts what is worth writing.</summary>
        internal long Changes { get; private set; }

        internal bool IsDirty => Changes > _saved;

        internal void Set(StrapRecord next) => (Record, Changes) = (next, Changes + 1);

        internal void See(StrapRecord next) => Record = next;

        internal void Saved(long change) => _saved = Math.Max(_saved, change);
    }
}
