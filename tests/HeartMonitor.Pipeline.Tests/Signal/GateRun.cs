using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Pipeline.Tests.Signal;

/// <summary>What the session made of one second of a strap.</summary>
/// <param name="Truth">What was wrong with it.</param>
/// <param name="Quality">Best label of its packets; none for silence.</param>
/// <param name="HasValue">The rules had a value in it: a good one, the median of intervals, or one held from seconds before.</param>
/// <param name="ValueIsWrong">That value is of a sample in which the strap was wrong, or intervals gave what is no heart's.</param>
/// <param name="HeartBpm">What the heart did.</param>
/// <param name="ShownBpm">What a tile showed at its end.</param>
internal readonly record struct JudgedSecond(
    SecondTruth Truth, SignalQuality Quality, bool HasValue, bool ValueIsWrong, double HeartBpm, int? ShownBpm)
{
    /// <summary>What intervals say in place of a doubted rate is wrong when it is this share off the heart (the share of domain-facts 5.2).</summary>
    internal const double FarOffShare = 0.15;

    /// <summary>
    /// The rules had what they must not have in a faulty second: a sample of it that was called good, or any other value that is wrong. A true
    /// value of before that stands for its 5 s, and intervals that tell the heart where the rate does not, are no mistake.
    /// </summary>
    internal bool HasWrongValue => Quality == SignalQuality.Good || (HasValue && ValueIsWrong);

    /// <summary>What is shown is more than 15 % off the heart.</summary>
    internal bool IsFarOff => ShownBpm is { } shown && Math.Abs(shown - HeartBpm) > FarOffShare * HeartBpm;
}

/// <summary>One person, one strap, one session: the simulator's bytes through the whole fold, second by second.</summary>
internal sealed class GateRun
{
    private const string Device = "strap-1";
    private static readonly DateTimeOffset Start = VirtualMonitor.Start;

    private readonly Trainee _trainee;
    private readonly SeededNoise _arrival;
    private readonly SessionEngine _engine;
    private readonly SessionStep _step = new();
    private DateTimeOffset _now = Start;
    private bool _valueIsWrong;
    private double _lastUsedBpm;

    internal GateRun(Trainee trainee, StrapProfile profile, int seed)
    {
        (_trainee, _arrival) = (trainee, SeededNoise.For(seed, 3));
        var sensor = profile == StrapProfile.Optical ? SensorClass.Optical : SensorClass.Chest;
        _engine = new("s" + seed, new() { Participant = trainee.Person, Device = Device, Sensor = sensor }, Start, Shipped.Setup);
        Tell(0, new PhaseEntered(SessionPhase.WarmUp));
    }

    internal static IEnumerable<JudgedSecond> Play(FaultCase fault, StrapProfile profile, int seed)
    {
        var trainee = new Trainee(seed, fault.Seconds, onFoot: profile == StrapProfile.Optical, fault.Heart);
        var run = new GateRun(trainee, profile, seed);
        var faults = fault.Schedule(seed);
        var wearer = Wearer(trainee, profile, faults, seed);
        var tick = faults.OfType<Swapped>().FirstOrDefault() is { } swap ? Swapping(wearer, swap, profile, seed) : wearer.Tick;
        for (var second = 0; second < fault.Seconds; second++)
        {
            run.BeginSecond(second);
            yield return run.EndSecond(second, tick(), wearer.Device == Device);
        }
    }

    /// <summary>The strap goes to somebody else and comes back.</summary>
    private static Func<StrapSecond> Swapping(VirtualWearer wearer, Swapped swap, StrapProfile profile, int seed)
    {
        const int OtherPeople = 1_000;
        var other = new Trainee(seed + OtherPeople, (int)(swap.From + swap.Length).TotalSeconds, onFoot: profile == StrapProfile.Optical);
        var pair = new StrapSwap(wearer, Wearer(other, profile, [], seed + OtherPeople), swap);
        return () => pair.Tick().First;
    }

    private static VirtualWearer Wearer(Trainee trainee, StrapProfile profile, IReadOnlyList<StrapFault> faults, int seed)
    {
        var beats = new BeatSeries(SeededNoise.For(seed, 4), trainee.Heart.IsBlunted, isIrregular: trainee.Heart.IsIrregular);
        var strap = new VirtualStrap(Device, profile, beats, faults, SeededNoise.For(seed, 5));
        return new(new HeartModel(trainee.Heart, SeededNoise.For(seed, 6)), strap, trainee.WorkAt);
    }

    internal void BeginSecond(int second)
    {
        if (second == Trainee.WarmUpSeconds) Tell(second, new PhaseEntered(SessionPhase.Work));
        if (_trainee.WorkloadAt(second) is { } workload) Tell(second, workload);
    }

    /// <summary>Packets come some way into the next second, never on the tick; like the door, the stamp never goes back.</summary>
    internal JudgedSecond EndSecond(int second, in StrapSecond sent, bool isBound)
    {
        var quality = SignalQuality.None;
        At(second + 1.3 + (0.1 * _arrival.NextUniform()), sent.StampOffset);
        if (isBound)
            foreach (var packet in sent.Packets) quality = Better(quality, Judge(packet, sent));
        At(second + 1.99, sent.StampOffset);
        _engine.AdvanceTo(_now, _step.ForFact("s", "p", _now, null));
        return new(sent.Truth, quality, _engine.HasUsableHeartRate, _valueIsWrong, sent.HeartBpm, _engine.Live(_now).Hr);
    }

    private static SignalQuality Better(SignalQuality before, SignalQuality now) => now > before ? now : before;

    private SignalQuality Judge(byte[] packet, in StrapSecond sent)
    {
        _engine.Apply(SessionInput.OfPacket(_now, packet), _step.ForSample("s", "p", _now, packet));
        var used = _engine.LastUsableBpm;
        if (_step.Label.Quality == SignalQuality.Good) _valueIsWrong = sent.Truth.IsWrong;
        else if (_engine.HasUsableHeartRate && used != _lastUsedBpm) _valueIsWrong = Math.Abs(used - sent.HeartBpm) > JudgedSecond.FarOffShare * sent.HeartBpm;
        _lastUsedBpm = used;
        return _step.Label.Quality;
    }

    private void Tell(int second, SessionFact fact)
    {
        At(second, TimeSpan.Zero);
        _engine.Apply(SessionInput.OfFact(_now, fact), _step.ForFact("s", "p", _now, fact));
    }

    private void At(double seconds, TimeSpan offset)
    {
        var at = Start.AddSeconds(seconds) + offset;
        if (at > _now) _now = at;
    }
}
