namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>Checksums over everything that a row or block says (ecosystem-reliability F26). Part of the format.</summary>
internal static class RowSum
{
    internal static int Of(long seq, long kind, long session, long microseconds, ReadOnlySpan<byte> body) =>
        new Crc32C().Add(seq).Add(kind).Add(session).Add(microseconds).Add(body).Value;

    internal static int Of(in BlockHead head, ReadOnlySpan<byte> body) =>
        new Crc32C().Add(head.FirstSeq).Add(head.LastSeq).Add(head.Session).Add(head.Samples).Add(head.FirstMicroseconds).Add(head.LastMicroseconds)
            .Add(head.Sid).Add(head.Participant).Add(body).Value;
}

/// <summary>What a block says beside its samples.</summary>
internal readonly record struct BlockHead(
    long FirstSeq, long LastSeq, long Session, string Sid, string Participant, int Samples, long FirstMicroseconds, long LastMicroseconds);
