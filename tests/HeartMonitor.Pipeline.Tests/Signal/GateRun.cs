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
/// <param name="Reasons">That label's.</param>
/// <param name="Held">The rules still had a value of an earlier second.</param>
/// <param name="HeldIsWrong">That value was of a second in which the strap was wrong.</param>
/// <param name="HeartBpm">What the heart did.</param>
/// <param name="ShownBpm">What a tile showed at its end.</param>
internal readonly record struct JudgedSecond(
    SecondTruth Truth, SignalQuality Quality, SignalReasons Reasons, bool Held, bool HeldIsWrong, double HeartBpm, int? ShownBpm)
{
    /// <summary>The rules could use a value.</summary>
    internal bool HasValue => Quality == SignalQuality.Good || Held;

    /// <summary>The rules could use a value of a second in which the strap was wrong.</summary>
    internal bool HasWrongValue => Quality == SignalQuality.Good || (Held && HeldIsWrong);

    /// <summary>A tile shows, of a good signal, what is more than 15 % off the heart.</summary>
    internal bool ShowsFarOff => Quality == SignalQuality.Good && ShownBpm is { } shown && Math.Abs(shown - HeartBpm) > 0.15 * HeartBpm;
}

/// <summary>One person, one strap, one session: the simulator's bytes through the whole fold, second by second.</summary>
internal sealed class GateRun
{
    private const string Device = "strap-1";
    private static readonly DateTimeOffset Start = VirtualMonitor.Start;

    /// <summary>What intervals say in place of a doubted rate is wrong when it is this share off the heart (the share of domain-facts 5.2).</summary>
    private const double FarOff = 0.15;

    private readonly Trainee _trainee;
    private readonly SeededNoise _arrival;
    private readonly SessionEngine _engine;
    private readonly SessionStep _step = new();
    private DateTimeOffset _now = Start;
    private bool _goodWasWrong;
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
        var trainee = new Trainee(seed, fault.Seconds, onFoot: profile == StrapProfile.Optical);
        var run = new GateRun(trainee, profile, seed);
        var wearer = Wearer(trainee, profile, fault.Schedule(seed), seed);
        for (var second = 0; second < fault.Seconds; second++)
        {
            run.BeginSecond(second);
            yield return run.EndSecond(second, wearer.Tick(), wearer.Device == Device);
        }
    }

    internal static VirtualWearer Wearer(Trainee trainee, StrapProfile profile, IReadOnlyList<StrapFault> faults, int seed)
    {
        var beats = new BeatSeries(SeededNoise.For(seed, 4), trainee.Heart.IsBlunted);
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
        var label = default(SignalLabel);
        At(second + 1.3 + (0.1 * _arrival.NextUniform()), sent.StampOffset);
        for (var i = 0; i < (isBound ? sent.Packets.Count : 0); i++) label = Better(label, Judge(sent.Packets[i], sent.Truth, sent.HeartBpm), i == 0);
        At(second + 1.99, sent.StampOffset);
        _engine.AdvanceTo(_now, _step.ForFact("s", "p", _now, null));
        var held = label.Quality != SignalQuality.Good && _engine.HasUsableHeartRate;
        return new(sent.Truth, label.Quality, label.Reasons, held, held && _goodWasWrong, sent.HeartBpm, _engine.Live(_now).Hr);
    }

    private static SignalLabel Better(in SignalLabel before, in SignalLabel now, bool first) => first || now.Quality > before.Quality ? now : before;

    private SignalLabel Judge(byte[] packet, in SecondTruth truth, double heartBpm)
    {
        _engine.Apply(SessionInput.OfPacket(_now, packet), _step.ForSample("s", "p", _now, packet));
        if (_step.Label.Quality == SignalQuality.Good) _goodWasWrong = truth.IsWrong;
        else if (_engine.HasUsableHeartRate && _engine.LastUsableBpm != _lastUsedBpm) _goodWasWrong = Math.Abs(_engine.LastUsableBpm - heartBpm) > FarOff * heartBpm;
        _lastUsedBpm = _engine.LastUsableBpm;
        return _step.Label;
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
