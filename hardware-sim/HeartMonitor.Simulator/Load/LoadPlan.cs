using System.Buffers.Binary;
using System.Globalization;

namespace HeartMonitor.Simulator.Load;

/// <summary>
/// Many straps by arithmetic: every packet, and the instant at which it is due, follows from the seed, the strap and its number alone, so that a
/// sender and whoever checks what came of it need not talk to each other. Due times are fixed beforehand, spread evenly over the second.
/// </summary>
/// <param name="seed">Of the hearts.</param>
/// <param name="straps">1 to 1,000,000.</param>
/// <param name="seconds">Length, from 1.</param>
/// <param name="rate">Packets a second of one strap, above 0.</param>
public sealed class LoadPlan(int seed, int straps, int seconds, double rate)
{
    /// <summary>8-bit rate, contact supported and detected, energy expended, RR intervals (Heart Rate Service 1.0, 3.1.1).</summary>
    private const byte Flags = 0x1E;

    /// <summary>Bytes of every packet.</summary>
    public const int PacketBytes = 6;

    public int Straps => straps;

    /// <summary>Packets of each strap; at most 65,536, as the number of a packet travels in its 16 bits of energy expended.</summary>
    public int PacketsEach { get; } = Math.Min(ushort.MaxValue + 1, Math.Max(1, (int)Math.Round(seconds * rate)));

    public long Packets => (long)straps * PacketsEach;

    /// <summary>Strap id, <c>load-1</c> on.</summary>
    public static string StrapOf(int strap) => "load-" + (strap + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Pseudonym of its wearer.</summary>
    public static string PersonOf(int strap) => "p_load_" + (strap + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>The strap of a pseudonym, or null when it is nobody of ours.</summary>
    public static int? StrapOfPerson(string person) =>
        person.StartsWith("p_load_", StringComparison.Ordinal) && int.TryParse(person.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number - 1 : null;

    /// <summary>When packet <paramref name="number"/> of the strap is due, counted from the start.</summary>
    public TimeSpan DueOf(int strap, int number) => TimeSpan.FromTicks((long)((number + (strap / (double)straps)) / rate * TimeSpan.TicksPerSecond));

    /// <summary>Writes the packet; <paramref name="packet"/> holds at least <see cref="PacketBytes"/>.</summary>
    public void Write(int strap, int number, Span<byte> packet)
    {
        var hash = Mix(((ulong)(uint)seed << 40) ^ ((ulong)(uint)strap << 20) ^ (uint)number);
        var bpm = 88 + (int)(hash % 5) + (strap % 8); // steady moderate work: 88 to 99 bpm
        packet[0] = Flags;
        packet[1] = (byte)bpm;
        BinaryPrimitives.WriteUInt16LittleEndian(packet[2..], (ushort)number);
        BinaryPrimitives.WriteUInt16LittleEndian(packet[4..], (ushort)((60 * 1024 / bpm) + (int)((hash >> 8) % 9) - 4));
    }

    /// <summary>The number that a packet says it has, or null when it is none of this strap's packets, byte for byte.</summary>
    public int? NumberOf(int strap, ReadOnlySpan<byte> packet)
    {
        if (packet.Length != PacketBytes) return null;
        var number = BinaryPrimitives.ReadUInt16LittleEndian(packet[2..]);
        Span<byte> own = stackalloc byte[PacketBytes];
        Write(strap, number, own);
        return number < PacketsEach && packet.SequenceEqual(own) ? number : null;
    }

    /// <summary>The people file (contracts 1): every second one is on a medicine that keeps heart rate down.</summary>
    public void WritePeople(TextWriter file)
    {
        file.WriteLine("[");
        for (var i = 0; i < straps; i++)
        {
            var medicines = i % 2 == 0 ? "" : """, "medications": [{ "atc": "C07AB02" }]""";
            file.Write($$"""  { "participant": { "id": "{{PersonOf(i)}}", "age": 50, "restingHr": 62{{medicines}} }, "strap": "{{StrapOf(i)}}", "sensor": "chest" }""");
            file.WriteLine(i == straps - 1 ? "" : ",");
        }

        file.WriteLine("]");
    }

    /// <summary>SplitMix64's finaliser.</summary>
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
