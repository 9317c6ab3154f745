using HeartMonitor.Mqtt.Brokers;
using Xunit;

namespace HeartMonitor.System.Tests.Mqtt;

public sealed class PacketLimitStreamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(4096)]
    public void Packets_up_to_the_limit_pass_however_they_are_cut(int chunk)
    {
        byte[] packets = [0xC0, 0x00, .. Packet(200), 0xC0, 0x00, .. Packet(16384), .. Packet(1), 0xE0, 0x00];
        Assert.Equal(packets, ReadAll(packets, chunk));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void A_packet_that_claims_more_is_stopped_at_its_length(int chunk)
    {
        byte[] claim = [0xC0, 0x00, 0x30, 0xFF, 0xFF, 0xFF, 0x7F];
        Assert.Throws<IOException>(() => ReadAll(claim, chunk));
    }

    [Fact]
    public void One_byte_over_the_limit_is_too_much() => Assert.Throws<IOException>(() => ReadAll(Packet(16385), 64));

    [Fact]
    public void A_length_of_five_bytes_is_no_length() => Assert.Throws<IOException>(() => ReadAll([0x30, 0x80, 0x80, 0x80, 0x80, 0x00], 3));

    private static byte[] Packet(int length)
    {
        var header = new List<byte> { 0x30 };
        for (var rest = length; ; rest >>= 7)
        {
            header.Add((byte)((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0)));
            if (rest <= 0x7F) return [.. header, .. new byte[length]];
        }
    }

    private static byte[] ReadAll(byte[] bytes, int chunk)
    {
        using var stream = new PacketLimitStream(new MemoryStream(bytes), 16384);
        var read = new List<byte>();
        var buffer = new byte[chunk];
        for (var n = stream.Read(buffer, 0, chunk); n > 0; n = stream.Read(buffer, 0, chunk)) read.AddRange(buffer[..n]);
        return [.. read];
    }
}
