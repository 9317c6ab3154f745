using System.Buffers.Binary;

namespace HeartMonitor.Core.Measurements;

/// <summary>
/// The RR intervals of one packet, oldest first: a view over the packet's own bytes, so that decoding allocates nothing.
/// Raw zeros are skipped (domain-facts 1.4, B19). Valid as long as the packet's memory is. <c>default</c> is empty.
/// </summary>
public readonly struct RrIntervals : IEquatable<RrIntervals>
{
    private readonly ReadOnlyMemory<byte> _bytes;

    internal RrIntervals(ReadOnlyMemory<byte> wholePairs, int count)
    {
        _bytes = wholePairs;
        Count = count;
    }

    /// <summary>How many intervals there are, raw zeros not counted.</summary>
    public int Count { get; }

    public Enumerator GetEnumerator() => new(_bytes.Span);

    /// <summary>A copy in an array; for tests and display, not for the hot path.</summary>
    public RrInterval[] ToArray()
    {
        var result = new RrInterval[Count];
        var index = 0;
        foreach (var interval in this) result[index++] = interval;
        return result;
    }

    /// <summary>Equal when the same intervals come in the same order.</summary>
    public bool Equals(RrIntervals other)
    {
        if (Count != other.Count) return false;
        var mine = GetEnumerator();
        var theirs = other.GetEnumerator();
        while (mine.MoveNext() && theirs.MoveNext())
            if (mine.Current != theirs.Current) return false;
        return true;
    }

    public override bool Equals(object? obj) => obj is RrIntervals other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var interval in this) hash.Add(interval);
        return hash.ToHashCode();
    }

    public static bool operator ==(RrIntervals left, RrIntervals right) => left.Equals(right);

    public static bool operator !=(RrIntervals left, RrIntervals right) => !left.Equals(right);

    /// <summary>Walks the view without allocating.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> bytes) => _rest = bytes;

        public RrInterval Current { get; private set; }

        public bool MoveNext()
        {
            while (_rest.Length >= 2)
            {
                var raw = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
                _rest = _rest[2..];
                if (raw == 0) continue;
                Current = RrInterval.FromRaw(raw);
                return true;
            }

            return false;
        }
    }
}
