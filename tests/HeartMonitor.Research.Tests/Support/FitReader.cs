using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace HeartMonitor.Research.Tests.Support;

/// <summary>One message of a FIT file: fields by number as bytes, developer fields by the name that the file gives them.</summary>
internal sealed record FitMessage(int Number, IReadOnlyDictionary<int, byte[]> Fields, IReadOnlyDictionary<string, byte[]> Developer)
{
    internal long this[int field] => Fields[field].Length switch { 1 => Fields[field][0], 2 => BinaryPrimitives.ReadUInt16LittleEndian(Fields[field]), 4 => BinaryPrimitives.ReadUInt32LittleEndian(Fields[field]), _ => throw new InvalidDataException() };

    internal string Text(string developer) => Encoding.UTF8.GetString(Developer[developer]).TrimEnd('\0');
}

/// <summary>A decoder of FIT written from the protocol's description for the tests alone: it shares nothing with the writer, its CRC goes bit by bit.</summary>
internal static class FitReader
{
    internal static IReadOnlyList<FitMessage> Read(ReadOnlySpan<byte> file)
    {
        Assert.Equal(14, file[0]);
        Assert.Equal(".FIT", Encoding.ASCII.GetString(file.Slice(8, 4)));
        var size = BinaryPrimitives.ReadInt32LittleEndian(file[4..]);
        Assert.Equal(file.Length, 14 + size + 2);
        Assert.Equal(Crc(file[..12]), BinaryPrimitives.ReadUInt16LittleEndian(file[12..]));
        Assert.Equal(Crc(file[..^2]), BinaryPrimitives.ReadUInt16LittleEndian(file[^2..]));

        var messages = new List<FitMessage>();
        var definitions = new Dictionary<int, (int Number, List<(int Field, int Size)> Fields, List<(int Field, int Size)> Developer)>();
        var names = new Dictionary<int, string>();
        var data = file[14..^2];
        while (data.Length > 0)
        {
            var header = data[0];
            data = data[1..];
            Assert.Equal(0, header & 0x80); // no compressed times
            var local = header & 0x0F;
            if ((header & 0x40) != 0)
            {
                Assert.Equal(0, data[1]); // little-endian
                var number = BinaryPrimitives.ReadUInt16LittleEndian(data[2..]);
                var fields = Triples(data[5..], data[4]);
                data = data[(5 + (3 * data[4]))..];
                var developer = new List<(int, int)>();
                if ((header & 0x20) != 0)
                {
                    developer = Triples(data[1..], data[0]);
                    data = data[(1 + (3 * data[0]))..];
                }

                definitions[local] = (number, fields, developer);
                continue;
            }

            var definition = definitions[local];
            var read = new Dictionary<int, byte[]>();
            foreach (var (field, length) in definition.Fields) Take(ref data, length, bytes => read.Add(field, bytes));
            var own = new Dictionary<string, byte[]>();
            foreach (var (field, length) in definition.Developer) Take(ref data, length, bytes => own.Add(names[field], bytes));
            if (definition.Number == 206) names[read[1][0]] = Encoding.UTF8.GetString(read[3]).TrimEnd('\0');
            messages.Add(new(definition.Number, read, own));
        }

        return messages;
    }

    private static void Take(ref ReadOnlySpan<byte> data, int length, Action<byte[]> keep)
    {
        keep(data[..length].ToArray());
        data = data[length..];
    }

    private static List<(int Field, int Size)> Triples(ReadOnlySpan<byte> data, int count)
    {
        var triples = new List<(int, int)>();
        for (var i = 0; i < count; i++) triples.Add((data[3 * i], data[(3 * i) + 1]));
        return triples;
    }

    /// <summary>CRC-16 with the polynomial 0xA001, bit by bit.</summary>
    private static ushort Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
        }

        return (ushort)crc;
    }
}
