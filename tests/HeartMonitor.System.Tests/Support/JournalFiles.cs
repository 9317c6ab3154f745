using System.Security.Cryptography;
using System.Text;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.System.Tests.Support;

/// <summary>Journals of classes that have ended, and looks into the file itself.</summary>
public static class JournalFiles
{
    /// <summary>Packs at once, looks for work all the time.</summary>
    public static JournalOptions Eager(JournalOptions options) => options with
    {
        SampleDelay = TimeSpan.FromMilliseconds(20),
        UpkeepEvery = TimeSpan.FromMilliseconds(20),
        PackAfter = TimeSpan.Zero,
        SamplesPerBlock = 64,
        BallastBytes = 0,
    };

    public static JournalOptions Lazy(JournalOptions options) => options with { UpkeepEvery = TimeSpan.FromHours(10), BallastBytes = 0 };

    public static string SessionOf(int person) => $"s_class{person:D7}";

    /// <summary>People side by side, a sample a second each, an answer and an alert now and then; all but the last session are ended.</summary>
    public static async Task AppendClassAsync(SqliteJournal journal, int people, int seconds, int openSessions = 1)
    {
        var (step, random, goal) = (new SessionStep(), new Random(people), journal.LastSeq);
        var stored = 0;
        var sent = 0;
        for (var second = 0; second < seconds; second++)
            for (var person = 0; person < people; person++) Append(second, person);
        await JournalWait.Until(() => Volatile.Read(ref stored) == sent, "the class is stored", 60);

        void Append(int second, int person)
        {
            var (session, id, at) = (SessionOf(person), $"p_{person}", JournalSteps.Start.AddSeconds(second).AddTicks(random.Next(200_000) * 10L));
            if (second == 0) Fact(session, id, at, new SessionStarted { Device = $"strap-{person}" });
            Sample(session, id, at, random.Next(90, 150));
            if (second % 100 == 50) Fact(session, id, at, new RpeAnswered(13), JournalSteps.Alert($"a-{person}-{second}", 1, second: second));
            if (second == seconds - 1 && person < people - openSessions) Fact(session, id, at, new SessionEnded());
        }

        void Sample(string session, string id, DateTimeOffset at, int bpm)
        {
            step.ForSample(session, id, at, JournalSteps.Packet(bpm, rr: [(ushort)(61_440 / bpm)])).Label = JournalSteps.Good;
            Send();
        }

        void Fact(string session, string id, DateTimeOffset at, SessionFact fact, SessionEvent? decided = null)
        {
            step.ForFact(session, id, at, fact);
            if (decided is not null) step.Emit(decided);
            Send();
        }

        void Send()
        {
            step.Stored = _ => Interlocked.Increment(ref stored);
            sent++;
            journal.Append(step);
        }
    }

    /// <summary>Everything that a reader is told of a row.</summary>
    public static string Outline(JournalRow row) =>
        $"{row.Seq} {(int)row.Entry.Kind} {row.Entry.Session} {row.Entry.Participant} {row.Entry.At.ToUnixMicroseconds()} {Convert.ToHexString(row.Entry.Body.Span)}";

    public static List<string> Outlines(IEnumerable<JournalRow> rows) => [.. rows.Select(Outline)];

    public static string Digest(IEnumerable<JournalRow> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in rows) hash.AppendData(Encoding.ASCII.GetBytes(Outline(row) + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static long Number(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long? ?? 0;
    }

    public static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Waits until no sample of an ended session is a row any more.</summary>
    public static Task PackedAsync(JournalFolder folder) => JournalWait.Until(
        () => Number(folder.File, "SELECT count(*) FROM journal j JOIN session s ON s.key = j.session WHERE j.kind = 1 AND s.ended_us IS NOT NULL") == 0
            && Number(folder.File, "SELECT count(*) FROM block") > 0, "everything that ended is packed", 60);
}
