using System.Globalization;
using HeartMonitor.Core.Measurements;
using Xunit;

namespace HeartMonitor.Core.Tests.Measurements;

/// <summary>
/// Ten million random and damaged packets, each decoded twice: by the codec and by <see cref="ReferenceDecoder"/>. Every run has a new
/// seed, printed; <c>HEARTMONITOR_FUZZ_SEED</c> repeats one.
/// </summary>
public sealed class CodecFuzzTests(ITestOutputHelper output)
{
    private static readonly int Packets10Million = Support.Effort.Of(10_000_000);
    private const int Shards = 8;

    private delegate DecodeResult Decoder(ReadOnlyMemory<byte> packet);

    [Fact]
    public void Ten_million_packets_decode_as_a_second_decoder_reads_them()
    {
        var seed = Environment.GetEnvironmentVariable("HEARTMONITOR_FUZZ_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        var faults = new int[Shards];
        var differences = new string?[Shards];
        Parallel.For(0, Shards, shard =>
            differences[shard] = FirstDifference(HeartRateMeasurementCodec.Decode, unchecked(seed + shard), Packets10Million / Shards, out faults[shard]));

        output.WriteLine(FormattableString.Invariant(
            $"seed {seed}, {Packets10Million} packets in {Shards} shards, {faults.Sum()} of them undecodable"));
        var found = differences.FirstOrDefault(difference => difference is not null);
        Assert.True(found is null, FormattableString.Invariant($"seed {seed}: {found}"));
        Assert.InRange(faults.Sum(), Packets10Million / 100, Packets10Million / 2); // both halves of the contract were exercised
    }

    public static TheoryData<string> WrongDecoders => ["reads a truncated 16-bit rate as 8 bits", "keeps zero intervals quiet", "clamps", "believes contact bit 1 alone"];

    /// <summary>The run can fail: it finds each of these mistakes within a hundred thousand packets.</summary>
    [Theory]
    [MemberData(nameof(WrongDecoders))]
    public void A_wrong_decoder_is_found(string mistake) =>
        Assert.NotNull(FirstDifference(packet => Wrong(mistake, packet), seed: 7, packets: Support.Effort.Of(100_000), out _));

    private static string? FirstDifference(Decoder decode, int seed, int packets, out int faults)
    {
        var random = new Random(seed);
        var mutator = new PacketMutator(Packets.Corpus(), random);
        var reference = new ReferenceDecoder();
        var scratch = new byte[PacketMutator.LongestPacket];
        var room = new byte[PacketMutator.LongestPacket + 16];
        faults = 0;
        for (var i = 0; i < packets; i++)
        {
            // Somewhere inside a larger buffer full of 0xA5, so that reading past either end changes a number.
            var length = mutator.Next(scratch);
            var start = i % 16;
            Array.Fill<byte>(room, 0xA5);
            scratch.AsSpan(0, length).CopyTo(room.AsSpan(start));
            var packet = room.AsMemory(start, length);

            var result = decode(packet);
            reference.Decode(packet.Span);
            if (!result.IsMeasurement) faults++;
            if (!Agrees(result, reference) || (result.IsMeasurement && !SurvivesEncoding(result.Measurement, scratch)))
                return FormattableString.Invariant($"packet {i} {Convert.ToHexString(packet.Span)} gave {Packets.Describe(result)}");
        }

        return null;
    }

    private static bool Agrees(in DecodeResult result, ReferenceDecoder reference)
    {
        var measurement = result.Measurement;
        if (!result.IsMeasurement) return reference.Fault == KebabCase.Of(result.Fault) && measurement == default;
        if (reference.Fault is not null || measurement.Rr.Count != reference.Rr.Length) return false;

        var index = 0;
        foreach (var interval in measurement.Rr)
            if (interval.Raw != reference.Rr[index++]) return false;

        return index == reference.Rr.Length
            && measurement.HeartRate.Bpm == reference.HeartRate
            && measurement.HeartRate.IsReading == (reference.HeartRate != 0)
            && KebabCase.Of(measurement.Contact) == reference.Contact
            && measurement.EnergyKj == reference.EnergyKj
            && measurement.Warnings == reference.Warnings;
    }

    /// <summary>What was understood of a packet, sent again, is understood the same.</summary>
    private static bool SurvivesEncoding(in HeartRateMeasurement measurement, byte[] scratch)
    {
        var length = HeartRateMeasurementCodec.Encode(measurement, scratch);
        var again = HeartRateMeasurementCodec.Decode(scratch.AsMemory(0, length)).Measurement;
        return again with { Warnings = 0 } == measurement with { Warnings = 0 };
    }

    private static DecodeResult Wrong(string mistake, ReadOnlyMemory<byte> packet)
    {
        var right = HeartRateMeasurementCodec.Decode(packet);
        var measurement = right.Measurement;
        return mistake switch
        {
            "reads a truncated 16-bit rate as 8 bits" when right.Fault == DecodeFault.HrTruncated =>
                DecodeResult.Of(measurement with { HeartRate = HeartRate.FromBpm(packet.Span[1]) }),
            "keeps zero intervals quiet" when right.IsMeasurement =>
                DecodeResult.Of(measurement with { Warnings = measurement.Warnings & ~MeasurementWarnings.RrZero }),
            "clamps" when right.IsMeasurement =>
                DecodeResult.Of(measurement with { HeartRate = HeartRate.FromBpm(Math.Min(measurement.HeartRate.Bpm, 250)) }),
            "believes contact bit 1 alone" when right.IsMeasurement && (packet.Span[0] & 0b110) == 0b010 =>
                DecodeResult.Of(measurement with { Contact = SensorContact.Detected }),
            _ => right,
        };
    }
}
