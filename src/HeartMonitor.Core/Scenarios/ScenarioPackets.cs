using System.Text.Json;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Scenarios;

/// <summary>Packets of one stretch of a story: a rate, or raw bytes, once a second (contracts section 4, decisions 10).</summary>
internal sealed class ScenarioPackets
{
    private const double DitherFraction = 0.01; // decisions 10
    private const int DefaultSeed = 1;

    private readonly byte[]? _raw;
    private readonly double _first;
    private readonly double _last;
    private readonly double _from;
    private readonly double _to;
    private readonly SensorContact _contact;
    private readonly string _rr;
    private readonly int _seed;

    internal ScenarioPackets(JsonElement input)
    {
        _contact = KebabCase.Parse<SensorContact>(StoryJson.OneOf(input, "contact", "detected", "detected", "not-detected", "not-supported"))!.Value;
        _rr = StoryJson.OneOf(input, "rr", "clean", "clean", "none", "irregular");
        StoryJson.OneOf(input, "sensor", "chest", "chest", "optical");
        _seed = input.TryGetProperty("seed", out var seed) ? Seed(seed) : DefaultSeed;
        if (input.TryGetProperty("packet", out _))
        {
            _raw = Bytes(StoryJson.Required(input, "packet", JsonValueKind.String).GetString()!);
            return;
        }

        if (!input.TryGetProperty("hr", out var hr)) throw new JsonException("\"hr\" or \"packet\" is missing");
        (_first, _last) = hr.ValueKind == JsonValueKind.Array && hr.GetArrayLength() == 2 ? (Rate(hr[0]), Rate(hr[1])) : (Rate(hr), Rate(hr));
        (_from, _to) = input.TryGetProperty("from", out var from) ? (from.GetDouble(), input.GetProperty("to").GetDouble()) : (0, 1);
    }

    internal byte[] At(double seconds)
    {
        if (_raw is not null) return _raw;
        var share = _to > _from ? (seconds - _from) / (_to - _from) : 0;
        var rate = (int)Math.Floor(_first + ((_last - _first) * share) + 0.5);
        return HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(rate), _contact, Intervals(rate, seconds));
    }

    /// <summary>Drawn from the seed and the second: a rate told in many short stretches lives like one told in a long one.</summary>
    private RrInterval[] Intervals(int rate, double seconds)
    {
        if (rate == 0 || _rr == "none" || _contact == SensorContact.NotDetected) return [];
        var random = new Random(unchecked((_seed * 397) ^ (int)(seconds * 10)));
        var mean = 60_000.0 / rate;
        var factor = _rr == "clean" ? 1 + (DitherFraction * ((2 * random.NextDouble()) - 1)) : 1 + (0.2 * Gaussian(random)); // AF-like: domain-facts 9.3
        return [RrInterval.FromMilliseconds(Math.Clamp(mean * factor, 300, 60_000))];
    }

    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Rate(JsonElement hr) => hr.ValueKind == JsonValueKind.Number && hr.GetDouble() is >= 0 and <= ushort.MaxValue and var rate
        ? rate
        : throw new JsonException("\"hr\" is a number from 0 to 65535, or two of them: [from, to]");

    private static int Seed(JsonElement seed) =>
        seed.ValueKind == JsonValueKind.Number && seed.TryGetInt32(out var whole) ? whole : throw new JsonException("\"seed\" is a whole number");

    /// <summary>Hex as people write it: blanks, <c>-</c> and <c>:</c> between, <c>0x</c> before (decisions 38).</summary>
    private static byte[] Bytes(string hex)
    {
        var bare = string.Concat(hex.Replace("0x", "", StringComparison.OrdinalIgnoreCase).Where(c => !char.IsWhiteSpace(c) && c is not ('-' or ':')));
        return bare.Length % 2 == 0 && bare.All(char.IsAsciiHexDigit) ? Convert.FromHexString(bare) : throw new JsonException($"\"packet\" is not bytes in hex: {hex}");
    }
}
