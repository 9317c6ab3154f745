using System.Collections.Concurrent;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Support;

/// <summary>People on the floor whose values come once a second, and a door that acts as the rules would.</summary>
internal sealed class TabletGym : IAsyncDisposable
{
    private readonly TabletHost _host;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, Func<LiveData, LiveData?>> _people = [];
    private readonly ConcurrentDictionary<string, (string Session, AlertEvent Alert)> _alerts = [];
    private readonly ConcurrentDictionary<string, (string Session, PromptEvent Prompt)> _prompts = [];
    private readonly ConcurrentDictionary<string, (int Value, DateTimeOffset At)> _answers = [];
    private readonly Task _feed;
    private long _seq = 100;

    public TabletGym(TabletHost host)
    {
        _host = host;
        host.Door = Act;
        _feed = FeedAsync();
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>A person comes in; <paramref name="shape"/> makes each second's value, null for a second without one.</summary>
    public void Enter(string session, MonitoringMode mode, Func<LiveData, LiveData?>? shape = null, int trail = 0, int hr = 120)
    {
        _host.Board.Apply(Begin(session, mode, Now.AddMinutes(-12)));
        for (var i = trail; i > 0; i--)
            _host.Board.Apply([Live(session, Value(session, mode, Now.AddSeconds(-i), Wave(session, hr, i)))]);
        _people[session] = value => (shape ?? (v => v))(value with { Mode = mode, Zone = mode == MonitoringMode.Zones ? 2 : null, Hr = Wave(session, hr, 0) });
    }

    public void Raise(string session, AlertEvent alert)
    {
        _alerts[alert.Id] = (session, alert);
        _host.Board.Apply([Decided(session, alert, Interlocked.Increment(ref _seq))]);
    }

    public void Ask(string session, string prompt, PromptReason reason = PromptReason.Schedule)
    {
        var opened = Prompt(prompt, Now) with { Reason = reason };
        _prompts[prompt] = (session, opened);
        _host.Board.Apply([Decided(session, opened, Interlocked.Increment(ref _seq))]);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _feed;
        _end.Dispose();
    }

    private static int Wave(string session, int hr, int secondsAgo)
    {
        var t = Now.ToUnixTimeSeconds() - secondsAgo + (session[^1] * 37);
        return hr + (int)Math.Round((6 * Math.Sin(t / 31.0)) + (2 * Math.Sin(t / 5.0)));
    }

    private async Task FeedAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!_end.IsCancellationRequested)
        {
            var values = _people.Select(p => (p.Key, Live: p.Value(Told(p.Key))));
            _host.Board.Apply([.. values.Where(v => v.Live is not null).Select(v => Live(v.Key, v.Live!))]);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private LiveData Told(string session)
    {
        var value = Value(session, MonitoringMode.Rpe, Now, 120);
        return _answers.TryGetValue(session, out var answer) ? value with { Rpe = answer.Value, RpeAgeS = (long)(Now - answer.At).TotalSeconds } : value;
    }

    private CommandReceipt Act(Command command)
    {
        if (command.Fact is AlertAcknowledged { Alert: { } id } ack && _alerts.TryGetValue(id, out var known))
        {
            if (ack.Rev != known.Alert.Rev) return new(command.Id, CommandResult.Stale, "moved on", known.Alert);
            Raise(known.Session, known.Alert with { Rev = known.Alert.Rev + 1, State = AlertState.Acknowledged, AckedBy = ack.By });
        }

        if (command.Fact is AlertShelved { Alert: { } aside } shelf && _alerts.TryGetValue(aside, out var open))
            Raise(open.Session, open.Alert with { Rev = open.Alert.Rev + 1, State = AlertState.Shelved, ShelvedUntil = Now.AddSeconds(shelf.Seconds), ShelvedBy = shelf.By });
        if (command.Fact is AlertUnshelved { Alert: { } back } && _alerts.TryGetValue(back, out var shelved))
            Raise(shelved.Session, shelved.Alert with { Rev = shelved.Alert.Rev + 1, State = AlertState.Returned, ShelvedUntil = null, ShelvedBy = null });

        if (command.Fact is RpeAnswered { Prompt: { } pid } answer && _prompts.TryGetValue(pid, out var asked))
        {
            _answers[asked.Session] = (answer.Value, Now);
            var answered = asked.Prompt with { State = PromptState.Answered, Value = answer.Value, Rev = 2, By = answer.By, At = Now };
            _host.Board.Apply([Decided(asked.Session, answered, Interlocked.Increment(ref _seq))]);
        }

        return new(command.Id, CommandResult.Accepted);
    }
}
