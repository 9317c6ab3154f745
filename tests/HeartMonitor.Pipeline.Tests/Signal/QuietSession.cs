using System.Globalization;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Pipeline.Tests.Signal;

/// <summary>An alert of a session in which nothing happened.</summary>
/// <param name="Alert">As it was when it first had its priority.</param>
/// <param name="Trouble">Faults that held within the time that rules look back on.</param>
internal sealed record QuietAlert(AlertEvent Alert, string Trouble);

/// <summary>One ordinary session: packets in, every prompt answered, every alert acknowledged, alerts out.</summary>
internal sealed class QuietSession
{
    private const double AcknowledgedAfterSeconds = 15;
    private const int FeltSeconds = 60;
    private const int TroubleSeconds = 150; // as far back as a rule about falls looks
    private static readonly DateTimeOffset Start = VirtualMonitor.Start;

    private readonly QuietPerson _who;
    private readonly QuietProgramme _programme;
    private readonly SessionEngine _engine;
    private readonly SessionStep _step = new();
    private readonly SeededNoise _answers;
    private readonly IReadOnlyList<StrapFault> _trouble;
    private readonly VirtualWearer _wearer;
    private readonly PriorityQueue<SessionFact, DateTimeOffset> _due = new();
    private readonly Dictionary<string, AlertPriority> _worst = [];
    private readonly List<QuietAlert> _alerts = [];

    internal QuietSession(QuietPerson who, StrapProfile strap, int seed)
    {
        _who = who;
        _answers = SeededNoise.For(seed, 11);
        _programme = new(who, SeededNoise.For(seed, 12));
        _trouble = QuietProgramme.Trouble(strap, SeededNoise.For(seed, 13));
        var beats = new BeatSeries(SeededNoise.For(seed, 14), who.Heart.IsBlunted, isIrregular: who.Heart.IsIrregular);
        var worn = new VirtualStrap("strap-1", strap, beats, _trouble, SeededNoise.For(seed, 15));
        _wearer = new(new HeartModel(who.Heart, SeededNoise.For(seed, 16)), worn, second => new(_programme.MetsAt(second)));
        var sensor = strap == StrapProfile.Optical ? SensorClass.Optical : SensorClass.Chest;
        _engine = new("quiet-" + seed, new() { Participant = who.Person, Device = "strap-1", Sensor = sensor }, Start, Shipped.Setup);
        Exertion = new() { Bias = _answers.NextWhole(-1, 2) };
    }

    private PerceivedExertion Exertion { get; }

    internal IReadOnlyList<QuietAlert> Play()
    {
        var facts = new List<(int Second, SessionFact Fact)> { (0, new SessionStarted { Participant = _who.Person }) };
        Apply(Start, facts[0].Fact);
        for (var second = 0; second < QuietProgramme.Seconds; second++)
        {
            foreach (var fact in _programme.FactsAt(second)) Apply(Start.AddSeconds(second), fact);
            var sent = _wearer.Tick();
            var at = Start.AddSeconds(second + 1.35);
            while (_due.TryPeek(out var fact, out var due) && due < at) Apply(due, _due.Dequeue());
            foreach (var packet in sent.Packets)
            {
                _engine.Apply(SessionInput.OfPacket(at, packet), _step.ForSample("s", "p", at, packet));
                Hear();
            }
        }

        Apply(Start.AddSeconds(QuietProgramme.Seconds + 1.5), new SessionEnded());
        return _alerts;
    }

    private void Apply(DateTimeOffset at, SessionFact fact)
    {
        _engine.Apply(SessionInput.OfFact(at, fact), _step.ForFact("s", "p", at, fact));
        Hear();
    }

    private void Hear()
    {
        foreach (var said in _step.Events)
        {
            if (said is PromptEvent { State: PromptState.Open } prompt) Answer(prompt);
            if (said is AlertEvent alert) Note(alert);
        }
    }

    private void Answer(PromptEvent prompt)
    {
        var felt = Enumerable.Range((int)prompt.T - FeltSeconds, FeltSeconds).Average(s => _who.Heart.FractionAt(_programme.MetsAt(Math.Max(0, s))));
        var reply = Exertion.Answer(felt, _answers)!.Value;
        _due.Enqueue(new RpeAnswered(reply.Rpe) { Prompt = prompt.Id }, prompt.At + reply.Delay);
    }

    private void Note(AlertEvent alert)
    {
        if (alert.State == AlertState.Raised)
            _due.Enqueue(new AlertAcknowledged { Alert = alert.Id }, alert.At.AddSeconds(AcknowledgedAfterSeconds));
        if (_worst.TryGetValue(alert.Id, out var before) && before >= alert.Priority) return;
        _worst[alert.Id] = alert.Priority;
        _alerts.RemoveAll(known => known.Alert.Id == alert.Id);
        _alerts.Add(new(alert, TroubleBefore(alert.T)));
    }

    private string TroubleBefore(double t) => string.Join(", ", _trouble
        .Where(fault => fault.From.TotalSeconds <= t && fault.From.TotalSeconds + fault.Length.TotalSeconds >= t - TroubleSeconds)
        .Select(fault => string.Create(CultureInfo.InvariantCulture, $"{fault.Kind} at {fault.From.TotalSeconds} for {fault.Length.TotalSeconds} s")));
}
