using CsCheck;
using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using HeartMonitor.DBus.Wire;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Wire;

/// <summary>Laws of the codec.</summary>
public sealed class RoundTripProperties
{
    private static readonly int Times = Effort.Of(50_000);

    [Fact]
    public void What_was_written_is_read_as_it_was() =>
        GenMessages.Message.Sample(message => message.Equals(MessageCodec.Decode(MessageCodec.Encode(message))), iter: Times);

    [Fact]
    public void A_length_is_known_from_sixteen_bytes() =>
        GenMessages.Message.Sample(
            message =>
            {
                var bytes = MessageCodec.Encode(message);
                return MessageCodec.Measure(bytes.AsSpan(0, MessageCodec.FixedBytes), DBusLimits.MostMessageBytes) == bytes.Length;
            },
            iter: Times);

    [Fact]
    public void A_message_cut_anywhere_is_refused() =>
        GenMessages.Message.Select(Gen.Double[0, 1]).Sample(
            (message, where) =>
            {
                var bytes = MessageCodec.Encode(message);
                Assert.Throws<DBusProtocolException>(() => MessageCodec.Decode(bytes.AsSpan(0, (int)(where * (bytes.Length - 1)))));
            },
            iter: Times);

    [Fact]
    public void A_message_with_a_byte_too_many_is_refused() =>
        GenMessages.Message.Sample(message => Assert.Throws<DBusProtocolException>(() => MessageCodec.Decode([.. MessageCodec.Encode(message), 0])), iter: Times);
}
