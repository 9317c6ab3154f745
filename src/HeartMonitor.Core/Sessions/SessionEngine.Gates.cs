using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Sessions;

/// <content>Gates before the start, and what a clinician releases (decisions 20 and 36).</content>
public sealed partial class SessionEngine
{
    private const double MiddlingRest = 75; // which side of the ordinary a resting rate is on, bpm; ours

    private static readonly string[] GatesOfRest = ["rest-gate", "eating-disorder"];

    private readonly Dictionary<string, GateState> _gates = [];

    private FactOutcome Release(GateReleased release)
    {
        if (!Signature.IsGiven(release.By)) return Refuse(Refusal.ReleaseUnsigned);
        if (!_gates.TryGetValue(release.Code, out var state) || state == GateState.Open) return new(CommandResult.NotFound, Say(Refusal.NoSuchGate));
        if (state == GateState.Refused && !GatesOfRest.Contains(release.Code))
            return Refuse(Refusal.CannotBeReleased);
        return Replan(_checkIn with { Released = [.. _checkIn.Released, release.Code] });
    }

    /// <summary>A release holds for the rate that it was given for, and for a better one; a worse rate needs a new one.</summary>
    private CheckIn WithRestingHr(int bpm)
    {
        var before = _checkIn.RestingHr ?? Person.RestingHr;
        var holds = before is { } then && (then > MiddlingRest ? bpm > MiddlingRest && bpm <= then : bpm <= MiddlingRest && bpm >= then);
        return _checkIn with { RestingHr = bpm, Released = holds ? _checkIn.Released : [.. _checkIn.Released.Except(GatesOfRest)] };
    }

    /// <summary>
    /// Symptoms told before the work may be a gate with the person's medicines; those of the work have their alerts. What goes away, goes away here
    /// too, and what is new was not released.
    /// </summary>
    private void GateOnSymptoms(IReadOnlyList<Evidence> symptoms)
    {
        var named = symptoms.Select(s => s.What).Where(s => _phase == SessionPhase.None || _checkIn.Symptoms.Contains(s)).ToArray();
        if (named.SequenceEqual(_checkIn.Symptoms)) return;
        var isNew = named.Except(_checkIn.Symptoms).Any();
        var checkIn = _checkIn with { Symptoms = named, Released = isNew ? [.. _checkIn.Released.Where(code => code != SymptomGate.Code)] : _checkIn.Released };
        if (SymptomGate.IsAsked(Plan.Facts)) Replan(checkIn);
        else _checkIn = checkIn;
    }

    private FactOutcome Report(SubstanceReported substance)
    {
        if (substance.HoursAgo is < 0 or > 1000) return Refuse(Refusal.HoursAgoRange);
        if (_checkIn.Substances.Count >= MostNamed && !_checkIn.Substances.Contains(substance.Name)) return Refuse(Refusal.SubstancesTooMany, Written(MostNamed));
        var hours = new Dictionary<string, double>(_checkIn.SubstanceHoursAgo);
        if (substance.HoursAgo is { } ago && double.IsFinite(ago)) hours[substance.Name] = ago;
        return Replan(_checkIn with
        {
            Substances = [.. _checkIn.Substances.Union([substance.Name])],
            SubstanceHoursAgo = hours,
            Released = [.. _checkIn.Released.Where(code => code != "substance-today")], // what was released was something else
        });
    }

    private void TellGates()
    {
        foreach (var gone in _gates.Keys.Except(Plan.Facts.Gates.Select(g => g.Code)).ToArray()) _gates.Remove(gone);
        foreach (var gate in Plan.Facts.Gates)
        {
            if (_gates.TryGetValue(gate.Code, out var told) ? told == gate.State : gate.State == GateState.Open) continue;
            _gates[gate.Code] = gate.State;
            _moment.Emit(new GateEvent { T = _moment.T, At = _moment.At, State = gate.State, Code = gate.Code });
        }
    }
}
