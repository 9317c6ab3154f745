namespace HeartMonitor.Host.Verbs;

/// <summary>
/// <c>monitor decode HEX... | -</c>: heart-rate measurement packets to JSON lines (contracts 2, decisions 38). An argument <c>-</c>
/// stands for all lines of standard input, wherever it comes among the others.
/// </summary>
internal static class DecodeVerb
{
    /// <summary>Every packet was hex; a packet's own fault is a result like any other.</summary>
    private const int Fine = 0;

    private const int SomethingWasNotHex = 1; // or could not be read to its end

    private const int WrongUsage = 2;

    /// <summary>Decodes all packets in order, one line each.</summary>
    /// <returns>0; 1 when any text was not hex, or the input never ends or cannot be read; 2 when there are no arguments.</returns>
    internal static int Run(IReadOnlyList<string> arguments, TextReader input, TextWriter output, TextWriter? error = null)
    {
        if (arguments.Count == 0) return WrongUsage;

        var lines = new DecodedLineWriter(output);
        var allHex = true;
        foreach (var argument in arguments)
            allHex &= argument == "-" ? DecodeLines(new PacketLineReader(input), lines, error ?? TextWriter.Null) : lines.Write(argument);
        lines.Flush();
        return allHex ? Fine : SomethingWasNotHex;
    }

    private static bool DecodeLines(PacketLineReader reader, DecodedLineWriter lines, TextWriter error)
    {
        var (allHex, line) = (true, 0L);
        try
        {
            for (; reader.MoveNext(); line++)
            {
                allHex &= reader.IsCut ? lines.WriteNotHex(reader.Current) : lines.Write(reader.Current);

                // Nothing more has arrived yet: whoever waits at the other end of the pipe gets what there is.
                if (reader.IsDrained) lines.Flush();
            }

            if (reader.IsEndless) error.WriteLine($"standard input, line {line}: longer than {PacketLineReader.LongestPassedOver >> 20} Mi characters; the rest is not read");
            return allHex;
        }
        catch (IOException unreadable)
        {
            error.WriteLine($"standard input, line {line + 1}: cannot be read ({unreadable.Message})");
            return false;
        }
    }
}
