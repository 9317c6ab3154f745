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
    private readonly Random _random;

    internal ScenarioPackets(JsonElement input)
    {
        _contact = KebabCase.Parse<SensorContact>(Text(input, "contact", "detected")) ?? throw new JsonException("there is no such contact");
        _rr = Text(input, "rr", "clean");
        if (_rr is not ("clean" or "none" or "irregular")) throw new JsonException($"there is no rr called {_rr}");
        if (Text(input, "sensor", "chest") is var sensor and not ("chest" or "optical")) throw new JsonException($"there is no sensor called {sensor}");
        _random = new(input.TryGetProperty("seed", out var seed) ? seed.GetInt32() : DefaultSeed);
        if (input.TryGetProperty("packet", out var packet))
        {
            _raw = Convert.FromHexString((packet.GetString() ?? "").Replace(" ", "", StringComparison.Ordinal));
            return;
        }

        if (!input.TryGetProperty("hr", out var hr)) throw new JsonException("\"hr\" or \"packet\" is missing");
        if (hr.ValueKind == JsonValueKind.Array && hr.GetArrayLength() != 2) throw new JsonException("\"hr\" is a number or [from, to]");
        (_first, _last) = hr.ValueKind == JsonValueKind.Array ? (hr[0].GetDouble(), hr[1].GetDouble()) : (hr.GetDouble(), hr.GetDouble());
        if (!(_first is >= 0 and <= ushort.MaxValue && _last is >= 0 and <= ushort.MaxValue)) throw new JsonException("\"hr\" is outside 0 to 65535");
        (_from, _to) = input.TryGetProperty("from", out var from) ? (from.GetDouble(), input.GetProperty("to").GetDouble()) : (0, 1);
    }

    internal byte[] At(double seconds)
    {
        if (_raw is not null) return _raw;
        var share = _to > _from ? (seconds - _from) / (_to - _from) : 0;
        var rate = (int)Math.Floor(_first + ((_last - _first) * share) + 0.5);
        return HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(rate), _contact, Intervals(rate));
    }

    private RrInterval[] Intervals(int rate)
    {
        if (rate == 0 || _rr == "none" || _contact == SensorContact.NotDetected) return [];
        var mean = 60_000.0 / rate;
        var factor = _rr == "clean" ? 1 + (DitherFraction * ((2 * _random.NextDouble()) - 1)) : 1 + (0.2 * Gaussian()); // AF-like: domain-facts 9.3
        return [RrInterval.FromMilliseconds(Math.Clamp(mean * factor, 300, 60_000))];
    }

    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private static string Text(JsonElement input, string member, string otherwise) =>
        input.TryGetProperty(member, out var value) ? value.GetString() ?? otherwise : otherwise;
}
