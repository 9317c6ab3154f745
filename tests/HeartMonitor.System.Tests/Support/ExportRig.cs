using System.Text.Json;
using HeartMonitor.Host.Verbs;
using HeartMonitor.Storage.Journal;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A data folder with three stored stories, and the verb in process.</summary>
internal sealed class ExportRig : IDisposable
{
    private readonly JournalFolder _folder = new();
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("hrm-export-");
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _errors = new() { NewLine = "\n" };

    internal string Data => _folder.Path;

    internal string OutFolder => _out.FullName;

    internal string AuditFile => Path.Combine(Data, ExportAudit.FileName);

    internal IReadOnlyList<string> Sessions { get; private set; } = [];

    internal string First => Sessions[0];

    internal string Output => _output.ToString();

    internal string Errors => _errors.ToString();

    internal async Task StoreAsync()
    {
        var stories = Enumerable.Range(1, 3).Select(i => StoredStory.Read($$"""
            { "name": "one of three", "start": "2026-03-0{{i}}T09:00:00Z",
              "participant": { "id": "p_{{i}}", "age": {{50 + i}}, "restingHr": 60, "medications": [ { "atc": "C07AB02" } ] },
              "inputs": [ { "at": 0, "event": "session-start" }, { "at": 0, "event": "phase", "phase": "work" }, { "from": 0, "to": 60, "hr": [84, 92] },
                { "from": 75, "to": 120, "hr": 95 }, { "at": 90, "event": "rpe", "value": 12 }, { "at": 120, "event": "session-end" } ],
              "expect": [], "never": [] }
            """)).ToArray();
        await StoredStory.StoreAsync(Data, StoredStory.Rules, stories);
        Sessions = [.. new JournalReader(Data).Sessions().Select(s => s.Session)];
    }

    internal string Out(string name) => Path.Combine(OutFolder, name);

    internal Task<int> RunAsync(ExportRequest request, string? data = null) => new ExportVerb(_output, _errors, TimeProvider.System).RunAsync(
        request, Path.Combine(AppContext.BaseDirectory, "config"), new Dictionary<string, string?> { ["Data"] = data ?? Data });

    internal IReadOnlyList<JsonElement> Audit() => [.. File.ReadLines(AuditFile).Select(l => JsonDocument.Parse(l).RootElement)];

    /// <summary>Makes a fact of a session unreadable, as a damaged disk would.</summary>
    internal void Spoil(string session)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _folder.File, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE journal SET body = x'7b', crc = NULL WHERE seq = (SELECT min(j.seq) FROM journal j JOIN session s ON s.key = j.session WHERE s.sid = $sid AND j.kind = 2 AND j.seq > s.first_seq)";
        command.Parameters.AddWithValue("$sid", session);
        if (command.ExecuteNonQuery() != 1) throw new InvalidOperationException("Nothing was spoilt.");
    }

    public void Dispose()
    {
        _folder.Dispose();
        _out.Delete(recursive: true);
    }
}
