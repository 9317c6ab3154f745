using System.Globalization;
using System.Text;
using HeartMonitor.Core.Signal;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Pipeline.Tests.Signal;

/// <summary>Seconds of one kind, counted by what the gate said.</summary>
internal sealed class Tally
{
    private readonly long[] _byQuality = new long[4];

    internal long Seconds { get; private set; }

    /// <summary>Seconds that are not good and in which the rules had a value none the less: held, or of intervals.</summary>
    internal long Helped { get; private set; }

    /// <summary>Seconds in which the rules had what they must not have where the strap is wrong.</summary>
    internal long Wrong { get; private set; }

    /// <summary>Seconds in which the rules had any value.</summary>
    internal long Any { get; private set; }

    /// <summary>Seconds in which the rules had a value that is more than 15 % off the heart.</summary>
    internal long FarOff { get; private set; }

    internal long NotUsable => this[SignalQuality.Bad] + this[SignalQuality.None];

    internal long this[SignalQuality quality] => _byQuality[(int)quality];

    internal void Add(in JudgedSecond second)
    {
        Seconds++;
        _byQuality[(int)second.Quality]++;
        if (second.HasValue && second.Quality != SignalQuality.Good) Helped++;
        if (second.HasWrongValue) Wrong++;
        if (second.HasValue || second.Quality == SignalQuality.Good) Any++;
        if (second.HasValue && second.IsFarOff) FarOff++;
    }

    internal void Add(Tally other)
    {
        Seconds += other.Seconds;
        for (var i = 0; i < _byQuality.Length; i++) _byQuality[i] += other._byQuality[i];
        (Helped, Wrong, Any, FarOff) = (Helped + other.Helped, Wrong + other.Wrong, Any + other.Any, FarOff + other.FarOff);
    }
}

/// <summary>Fault by label, in seconds: what slips through, and what is taken for a fault.</summary>
internal sealed class ConfusionTable
{
    private readonly Dictionary<(string Case, StrapProfile Strap), Line> _lines = [];

    internal void Add(string name, StrapProfile strap, in JudgedSecond second)
    {
        if (!_lines.TryGetValue((name, strap), out var line)) _lines[(name, strap)] = line = new();
        line.Add(second);
    }

    internal Tally Faulty(Func<StrapProfile, bool> straps, Predicate<string>? cases = null) => Sum(straps, line => line.Faulty, cases);

    internal Tally Clean(Func<StrapProfile, bool> straps) => Sum(straps, line => line.Clean);

    internal string Print()
    {
        var text = new StringBuilder();
        foreach (var strap in Enum.GetValues<StrapProfile>()) Print(text, strap);
        text.AppendLine("chest, both straps together").AppendLine(Head);
        text.AppendLine(Row("all", Faulty(IsChest), Sum(IsChest, line => line.Unjudged), Sum(IsChest, line => line.Delay), Clean(IsChest)));
        return text.ToString();
    }

    internal static bool IsChest(StrapProfile strap) => strap != StrapProfile.Optical;

    internal static double Percent(long part, long whole) => whole == 0 ? 0 : 100.0 * part / whole;

    private const string Head =
        "                                         | faulty: seconds   good helped suspect    bad   none  false good %  without delay %"
        + " | unjudged   good suspect bad+none | clean: seconds  suspect %  false bad %  no value % |  off 15 %";

    private void Print(StringBuilder text, StrapProfile strap)
    {
        text.AppendLine(strap.ToString()).AppendLine(Head);
        foreach (var ((name, _), line) in _lines.Where(entry => entry.Key.Strap == strap)) text.AppendLine(Row(name, line.Faulty, line.Unjudged, line.Delay, line.Clean));
        bool Same(StrapProfile other) => other == strap;
        text.AppendLine(Row("all", Faulty(Same), Sum(Same, line => line.Unjudged), Sum(Same, line => line.Delay), Clean(Same))).AppendLine();
    }

    private static string Row(string name, Tally faulty, Tally unjudged, Tally delay, Tally clean) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-40} | {faulty.Seconds,15} {faulty[SignalQuality.Good],6} {faulty.Helped,6} {faulty[SignalQuality.Suspect],7} {faulty[SignalQuality.Bad],6} {faulty[SignalQuality.None],6} {Percent(faulty.Wrong, faulty.Seconds),13:0.00} {Percent(faulty.Any + delay.Any, faulty.Seconds + delay.Seconds),16:0.00}"
        + $" | {unjudged.Seconds,8} {unjudged[SignalQuality.Good],6} {unjudged[SignalQuality.Suspect],7} {unjudged.NotUsable,8} | {clean.Seconds,14} {Percent(clean[SignalQuality.Suspect], clean.Seconds),10:0.00} {Percent(clean.NotUsable, clean.Seconds),12:0.000} {Percent(clean.Seconds - clean.Any, clean.Seconds),11:0.00} | {clean.FarOff + faulty.FarOff + unjudged.FarOff,9}");

    private Tally Sum(Func<StrapProfile, bool> straps, Func<Line, Tally> part, Predicate<string>? cases = null)
    {
        var sum = new Tally();
        foreach (var ((name, strap), line) in _lines)
            if (straps(strap) && cases?.Invoke(name) != false) sum.Add(part(line));
        return sum;
    }

    private sealed class Line
    {
        internal Tally Clean { get; } = new();

        internal Tally Faulty { get; } = new();

        /// <summary>Everything that is not judged.</summary>
        internal Tally Unjudged { get; } = new();

        /// <summary>Of it, what the documented detection delay excuses.</summary>
        internal Tally Delay { get; } = new();

        internal void Add(in JudgedSecond second)
        {
            var tally = second.Truth.Label switch
            {
                TruthLabel.Clean => Clean,
                TruthLabel.Faulty => Faulty,
                TruthLabel.Unjudged => Unjudged,
            };
            tally.Add(second);
            if (second.Truth.Because == WhyUnjudged.DetectionDelay) Delay.Add(second);
        }
    }
}
