using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator;

/// <summary>The work of one second.</summary>
/// <param name="Mets">Gross METs, 1 at rest.</param>
/// <param name="IsCycling">On a cycle.</param>
/// <param name="StepsPerMinute">Steps, both feet; 0 for none. Only an optical strap that counts them minds.</param>
public readonly record struct Work(double Mets, bool IsCycling = false, double StepsPerMinute = 0);

/// <summary>What a body did in one second.</summary>
/// <param name="Bpm">Heart rate.</param>
/// <param name="Fraction">Effort, 0 to 1.</param>
/// <param name="StepsPerMinute">Steps.</param>
internal readonly record struct LivedSecond(double Bpm, double Fraction, double StepsPerMinute);

/// <summary>A virtual person doing a programme with a virtual strap on: one second at a time, from second 0. Not thread-safe.</summary>
/// <param name="heart">The person's heart, as warm as it shall be at second 0.</param>
/// <param name="strap">The strap.</param>
/// <param name="programme">Work in the second that begins at the argument.</param>
/// <param name="panic">Attacks, if any; they add up, within what the heart can do.</param>
public sealed class VirtualWearer(HeartModel heart, VirtualStrap strap, Func<int, Work> programme, params IReadOnlyList<PanicOverlay> panic)
{
    private int _second;
    private int? _toldBattery;

    /// <summary>Strap id.</summary>
    public string Device => strap.Device;

    /// <summary>The strap, for what can be read of it beside its packets.</summary>
    public VirtualStrap Strap => strap;

    /// <summary>Lives through the next second and tells what the strap sent at its end.</summary>
    public StrapSecond Tick() => Wear(Live());

    /// <summary>The next second of the body.</summary>
    internal LivedSecond Live()
    {
        var work = programme(_second);
        var bpm = heart.Step(work.Mets, work.IsCycling);
        foreach (var attack in panic) bpm += attack.At(TimeSpan.FromSeconds(_second));
        _second++;
        return new(heart.Bounded(bpm), heart.Fraction, work.StepsPerMinute);
    }

    /// <summary>What this person's strap makes of a second of whoever wears it.</summary>
    internal StrapSecond Wear(in LivedSecond lived) => strap.Tick(lived.Bpm, lived.Fraction, lived.StepsPerMinute);

    /// <summary>The level where it is another than the last time; null for nothing new.</summary>
    internal int? NewBattery(int? percent)
    {
        if (percent == _toldBattery) return null;
        return _toldBattery = percent;
    }
}
