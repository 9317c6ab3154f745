using HeartMonitor.Core;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Research.Tests.Support;

/// <summary>A session as the journal would hold it: each input, then what was decided.</summary>
internal sealed class StoredRows
{
    private readonly List<JournalRow> _rows = [];
    private readonly SessionStep _step = new();
    private readonly SessionEngine _engine;
    private long _seq;

    internal StoredRows(Participant person, DateTimeOffset at, SessionStarted? start = null, long firstSeq = 1)
    {
        start = (start ?? new SessionStarted { Device = "d_0123456789abcdef" }) with { Participant = person };
        _seq = firstSeq - 1;
        _engine = new(Identity.OfSession("gym1", person.Id, at), start, at, Shipped.Setup);
        Apply(SessionInput.OfFact(at, start));
    }

    internal IReadOnlyList<JournalRow> Rows => _rows;

    internal string Session => _engine.Id;

    internal static IReadOnlyList<JournalRow> Of(Scenario scenario)
    {
        var begin = scenario.Inputs[0];
        var start = (SessionStarted)begin.Fact!;
        var stored = new StoredRows(scenario.Participant, begin.At, start);
        foreach (var input in scenario.Inputs.Skip(1)) stored.Apply(input);
        stored.AdvanceTo(scenario.End);
        return stored.Rows;
    }

    internal FactOutcome Apply(in SessionInput input)
    {
        if (input.Fact is { } fact) _step.ForFact(_engine.Id, _engine.Person.Id, input.At, fact);
        else _step.ForSample(_engine.Id, _engine.Person.Id, input.At, input.Packet);
        var outcome = _engine.Apply(input, _step);
        Add(input.Fact is null ? JournalKind.Sample : JournalKind.Fact, input.At, input.Fact is null ? SampleBody.Write(_step.Label, input.Packet.Span) : MonitorJson.Write(input.Fact));
        AddEvents();
        return outcome;
    }

    internal void AdvanceTo(DateTimeOffset at)
    {
        _engine.AdvanceTo(at, _step.ForFact(_engine.Id, _engine.Person.Id, at, null));
        AddEvents();
    }

    private void AddEvents()
    {
        foreach (var decided in _step.Events) Add(JournalKind.Event, decided.At, MonitorJson.Write(decided));
    }

    private void Add(JournalKind kind, DateTimeOffset at, byte[] body) => _rows.Add(new(++_seq, new(kind, _engine.Id, _engine.Person.Id, at, body)));
}
