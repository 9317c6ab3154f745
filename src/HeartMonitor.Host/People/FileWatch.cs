using HeartMonitor.Core;
using HeartMonitor.Core.Patients;
using HeartMonitor.Host.Tablet;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Host.People;

/// <summary>
/// Holds the files that running sessions use against the people store, so that no medicine that was entered in mid-session waits for the next check-in
/// unnoticed: the tile and the editor say that the plan is an older one until somebody applies the file.
/// </summary>
internal sealed partial class FileWatch(PeopleDesk desk, LiveBoard board, ILogger<FileWatch> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>The session that a person is in, or null.</summary>
    internal RunningFile? RunningOf(string id) => board.RunningFiles().FirstOrDefault(r => r.Participant == id);

    /// <summary>What is to be said of a running session's file.</summary>
    internal FileNews NewsOf(RunningFile running)
    {
        var news = new FileNews(running.Participant, running.File.Since);
        if (desk.Find(running.Participant) is not { } record || PeopleDesk.ParticipantOn(record, running.File.On) is not { } now || IsSame(now, running.File)) return news;
        return news with { ChangedAt = record.At, By = record.By };
    }

    /// <summary>Looks at everybody who is in a session.</summary>
    internal void Look()
    {
        foreach (var running in board.RunningFiles()) board.TellFile(running.Session, NewsOf(running));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period);
        (long, string) seen = default;
        while (await TickedAsync(timer, stoppingToken))
        {
            try
            {
                var now = (desk.Store.Writes, string.Join(' ', board.RunningFiles().Select(r => $"{r.Session}{r.File.Since.Ticks}")));
                if (now == seen) continue;
                Look();
                seen = now;
            }
            catch (SqliteException fault)
            {
                LogUnread(log, fault);
            }
        }
    }

    private static async Task<bool> TickedAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private bool IsSame(Participant now, FileInForce used) => Text(now).AsSpan().SequenceEqual(Text(StoredPeople.WithoutBirthday(used.Person, used.On)));

    private byte[] Text(Participant person) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(desk.Setup.Discreet(person), MonitorJson.Context.Participant);

    [LoggerMessage(5301, LogLevel.Warning, "The people store could not be read; whether sessions use their people's files is not known just now")]
    private static partial void LogUnread(ILogger log, Exception fault);
}
