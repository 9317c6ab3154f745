namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>
/// Sample rows of one session in few bytes, and back to the bit. Each column is a stream of differences with a model of its own: positions, stamps, lengths, the
/// label, flags, rate, energy, intervals. A body of another form than ours costs more and comes back just the same.
/// </summary>
internal static class SampleBlock
{
    /// <summary>First byte of a block: how the rest is to be read. A new format gets a new number, and this one stays readable.</summary>
    private const byte Format = 1;

    /// <exception cref="ArgumentException">No samples, or positions that do not grow.</exception>
    internal static byte[] Pack(IReadOnlyList<PackedSample> samples)
    {
        if (samples.Count == 0) throw new ArgumentException("A block holds at least one sample.", nameof(samples));
        var encoder = new RangeEncoder();
        var (columns, pace) = (new SampleColumns(), Pace(samples));
        columns.Count.Write(encoder, samples.Count);
        columns.Count.Write(encoder, pace);
        var (seq, at) = (samples[0].Seq, samples[0].Microseconds);
        columns.Count.Write(encoder, seq);
        columns.Count.Write(encoder, at);
        for (var i = 0; i < samples.Count; i++)
        {
            var sample = samples[i];
            if (i > 0)
            {
                if (sample.Seq <= seq) throw new ArgumentException("Positions must grow.", nameof(samples));
                columns.Seq.Write(encoder, sample.Seq - seq - 1);
                columns.At.Write(encoder, unchecked(sample.Microseconds - at - pace));
            }

            (seq, at) = (sample.Seq, sample.Microseconds);
            columns.WriteBody(encoder, sample.Body.Span);
        }

        return [Format, .. encoder.Finish()];
    }

    /// <summary>Null for bytes that are no block of a format that is known here.</summary>
    /// <param name="block">Whose checksum was right.</param>
    /// <param name="expected">How many samples it should hold.</param>
    internal static PackedSample[]? Unpack(ReadOnlySpan<byte> block, int expected)
    {
        if (block.Length < 2 || block[0] != Format) return null;
        var decoder = new RangeDecoder(block[1..]);
        var columns = new SampleColumns();
        if (columns.Count.Read(ref decoder) != expected) return null;
        var pace = columns.Count.Read(ref decoder);
        var (seq, at) = (columns.Count.Read(ref decoder), columns.Count.Read(ref decoder));
        var samples = new PackedSample[expected];
        var bodies = new BodyBuffer(expected);
        for (var i = 0; i < expected; i++)
        {
            if (i > 0)
            {
                seq = unchecked(seq + columns.Seq.Read(ref decoder) + 1);
                at = unchecked(at + columns.At.Read(ref decoder) + pace);
            }

            if (!columns.TryReadBody(ref decoder, bodies)) return null;
            samples[i] = new(seq, at, default);
        }

        for (var i = 0; i < expected; i++) samples[i] = samples[i] with { Body = bodies[i] };
        return samples;
    }

    /// <summary>The middle distance of two stamps: a strap's own beat, which differs from a second.</summary>
    private static long Pace(IReadOnlyList<PackedSample> samples)
    {
        if (samples.Count < 2) return 0;
        var gaps = new long[samples.Count - 1];
        for (var i = 0; i < gaps.Length; i++) gaps[i] = unchecked(samples[i + 1].Microseconds - samples[i].Microseconds);
        Array.Sort(gaps);
        return gaps[gaps.Length / 2];
    }
}
