using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Storage.Journal;
using HeartMonitor.Storage.Queue;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>The queue that tests of the outbox use, held to the same contract.</summary>
public sealed class MemoryPacketBufferContractTests : PacketBufferContract
{
    protected override IPacketBuffer Open() => new MemoryPacketBuffer();
}

/// <summary>The queue on disk.</summary>
public sealed class PacketBufferTests : PacketBufferContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hrm-queue-").FullName;
    private readonly List<PacketBuffer> _open = [];

    protected override IPacketBuffer Open() => OpenIn(_folder);

    public void Dispose()
    {
        foreach (var queue in _open) queue.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Another_process_that_opens_what_this_one_left_finds_everything_in_its_place_and_the_clocks()
    {
        var anchor = new QueueAnchor(11, "machine", 22, 33);
        var packets = SomePackets(1, 100);
        using (var first = PacketBuffer.Open(_folder))
        {
            Assert.Null(first.Anchor);
            Assert.True(first.TryWrite(packets, [1, 2, 3], anchor));
            AssertSame(packets.Skip(3), PacketBuffer.ReadAll(_folder)); // beside it, as a witness of a kill does
        }

        var second = OpenIn(_folder);
        Assert.Equal((97L, 100L, anchor), (second.Count, second.LastSeq, second.Anchor));
        AssertSame(packets.Skip(3), second.Read(0, 1_000));
    }

    [Fact]
    public void A_full_disk_is_an_answer_and_the_queue_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.Mount();
        using var queue = PacketBuffer.Open(disk.Path);
        var (next, held) = (1, 0);
        var big = new byte[500];
        while (queue.TryWrite([.. Enumerable.Range(next, 100).Select(i => new QueuedPacket(i, "b", "s", i, i, big))], [], default))
        {
            (next, held) = (next + 100, held + 100);
            Assert.True(held < 10_000, "The disk never fills up.");
        }

        Assert.Equal("the disk is full", queue.Fault);
        Assert.Equal(held, queue.Count);
        disk.FreeBallast();
        Assert.True(queue.TryWrite([.. Enumerable.Range(next, 100).Select(i => new QueuedPacket(i, "b", "s", i, i, big))], [], default), queue.Fault);
        Assert.Null(queue.Fault);
        Assert.Equal((held + 100, held + 100), ((int)queue.Count, queue.Read(0, 100_000).Count));
    }

    [Fact]
    public void A_damaged_file_is_set_aside_and_a_fresh_one_begun()
    {
        File.WriteAllText(Path.Combine(_folder, "gateway.db"), string.Concat(Enumerable.Repeat("This is not a database. ", 100)));

        var queue = OpenIn(_folder);

        Assert.NotNull(queue.SetAside);
        Assert.True(File.Exists(queue.SetAside));
        Assert.True(queue.TryWrite(SomePackets(1, 3), [], default));
    }

    [Fact]
    public async Task A_file_of_another_program_is_refused()
    {
        await using (JournalFolder.Open(new() { Folder = _folder }))
        {
        }

        File.Move(Path.Combine(_folder, "journal.db"), Path.Combine(_folder, "gateway.db"));

        var refused = Assert.Throws<JournalRefusedException>(() => PacketBuffer.Open(_folder));
        Assert.Contains("another program", refused.Message, StringComparison.Ordinal);
    }

    private PacketBuffer OpenIn(string folder)
    {
        var queue = PacketBuffer.Open(folder);
        _open.Add(queue);
        return queue;
    }
}
