using System.Globalization;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Query;
using HeartMonitor.Storage.Influx;
using HeartMonitor.Storage.Journal;
using HeartMonitor.Storage.Journal.Erasure;
using HeartMonitor.Storage.People;
using HeartMonitor.Storage.Straps;

namespace HeartMonitor.Host.Verbs;

/// <summary>Whose data are to be erased.</summary>
/// <param name="Participant">Pseudonym.</param>
/// <param name="Yes">Do it; else only say what would go.</param>
/// <param name="By">Who asks, for the audit.</param>
internal sealed record EraseRequest(string Participant, bool Yes, string? By);

/// <summary>
/// <c>monitor erase</c>: everything that the data folder holds of one person, and their points in InfluxDB where that can delete (adr/0012). Without <c>--yes</c> it only says what
/// would go. What fails is named, the rest is done, and asking again finishes it.
/// </summary>
internal sealed class EraseVerb(TextWriter output, TextWriter error, TimeProvider time)
{
    private bool _failed;

    /// <returns>0 said or done, 1 something could not be erased or must not be now, 2 wrong usage or nothing is held, 78 configuration refused.</returns>
    internal async Task<int> RunAsync(EraseRequest request, string configFolder, IReadOnlyDictionary<string, string?> commandLine)
    {
        var (data, code) = StoredData.Open(configFolder, commandLine, error);
        if (data is null) return code;
        if (!IsPseudonym(request.Participant)) return Refuse($"\"{request.Participant}\" is no pseudonym: small letters, digits, _ and -, at most 40", ExitCode.Usage);
        try
        {
            var held = new PersonFiles(data.Settings.Data, request.Participant);
            var journal = new JournalErasure(data.Settings.Data);
            var stored = journal.Count(request.Participant);
            var influx = Sinks.InfluxOptionsOf(data.Settings);
            held.Find(stored.Sessions);
            Tell(request, stored, held, influx);
            if (stored.Open.Count > 0) return Refuse($"{request.Participant}: a session is open ({string.Join(", ", stored.Open)}); end it first. Nothing was erased.", ExitCode.Failed);
            if (stored.IsNothing && held.IsNothing && influx is null) return Refuse($"{request.Participant}: nothing is held of anybody of that name", ExitCode.Usage);
            if (request.Yes) return await EraseAsync(request, journal, held, influx, data.Settings);
            output.WriteLine("Nothing was erased: this is what --yes would erase.");
            return ExitCode.Fine;
        }
        catch (JournalRefusedException refused)
        {
            return Refuse(refused.Refusal == JournalRefusal.InUse ? "The service has this data folder: stop it, then erase. Nothing was erased." : refused.Message, ExitCode.Failed);
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or IOException or UnauthorizedAccessException)
        {
            return Refuse($"{fault.Message} Ask again once that is put right: what is erased by then stays erased.", ExitCode.Failed);
        }
    }

    private async Task<int> EraseAsync(EraseRequest request, JournalErasure journal, PersonFiles held, InfluxOptions? influx, MonitorSettings settings)
    {
        var erased = journal.Erase(request.Participant, time.GetUtcNow());
        if (erased.Open.Count > 0) return Refuse($"{request.Participant}: a session is open ({string.Join(", ", erased.Open)}); end it first. Nothing was erased.", ExitCode.Failed);
        Note(settings.Data, request, string.Create(CultureInfo.InvariantCulture, $"{erased.Sessions.Count} sessions, {erased.Rows} rows, {erased.PackedPackets} packed packets"));
        foreach (var fault in held.Erase(time.GetUtcNow(), request.By ?? Environment.UserName)) Fail(fault);
        if (influx is not null)
        {
            using var points = new InfluxErasure(influx, time);
            if (await points.EraseAsync(request.Participant, CancellationToken.None) is { } why) Fail($"InfluxDB: the points of {request.Participant} are still there: {why}");
        }

        output.WriteLine(_failed ? "Erased, but for what is named on standard error: put that right and ask again." : "Erased.");
        return _failed ? ExitCode.Failed : ExitCode.Fine;
    }

    private void Tell(EraseRequest request, PersonInJournal stored, PersonFiles held, InfluxOptions? influx)
    {
        Line("journal", string.Create(CultureInfo.InvariantCulture, $"{stored.Sessions.Count} {(stored.Sessions.Count == 1 ? "session" : "sessions")}, {stored.Rows} rows, {stored.PackedPackets} packed packets, {stored.Alerts} alerts, {stored.DeadLetters} dead letters, {stored.Damaged} damaged rows"));
        foreach (var session in stored.Sessions) Line("", session);
        if (stored.Mentions > 0) Line("", string.Create(CultureInfo.InvariantCulture, $"{stored.Mentions} rows of other people name {request.Participant}: \"{JournalErasure.InPlace}\" will stand there"));
        Line("people", held.IsPerson ? "name, file and all their revisions, places in the roster" : "nobody of that pseudonym");
        Line("straps", string.Create(CultureInfo.InvariantCulture, $"{held.Straps} {(held.Straps == 1 ? "strap is" : "straps are")} this person's"));
        foreach (var export in held.Exports) Line("export", export);
        if (influx is not null) Line("influxdb", $"points with p={request.Participant} at {influx.Url}");
        foreach (var other in held.ByHand) Line("by hand", other);
        Line("", "Not reached from here: backups, what others have received (MQTT, retained messages of an outside broker), printed reports, config/people.json.");
    }

    private void Line(string what, string told) => output.WriteLine($"{what,-10} {told}");

    /// <summary>That it was done is kept: whoever puts an old backup back must know what to erase again.</summary>
    private void Note(string folder, EraseRequest request, string what)
    {
        try
        {
            new ExportAudit(folder, new(null, "erase", folder) { By = request.By }, time).Append(new("erased", null, request.Participant, what));
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            Fail($"The audit could not be written: {closed.Message}");
        }
    }

    private void Fail(string line)
    {
        error.WriteLine(line);
        _failed = true;
    }

    private int Refuse(string line, int code)
    {
        error.WriteLine(line);
        return code;
    }

    private static bool IsPseudonym(string text) => text.Length is > 0 and <= 40 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');
}

/// <summary>What the data folder holds of a person beside the journal.</summary>
internal sealed class PersonFiles(string folder, string participant)
{
    private static readonly string[] Databases = ["people.db", "straps.db"];

    private readonly List<string> _exports = [];
    private readonly List<string> _byHand = [];

    internal bool IsPerson { get; private set; }

    internal int Straps { get; private set; }

    /// <summary>Exports in the data folder that hold nobody else.</summary>
    internal IReadOnlyList<string> Exports => _exports;

    /// <summary>What must be looked after by hand, one line each.</summary>
    internal IReadOnlyList<string> ByHand => _byHand;

    internal bool IsNothing => !IsPerson && Straps == 0 && _exports.Count == 0;

    /// <summary>Looks, and changes nothing.</summary>
    internal void Find(IReadOnlyList<string> sessions)
    {
        if (Exists(Databases[0]))
        {
            using var people = PeopleStore.Open(folder);
            IsPerson = people.People.Find(participant) is not null;
        }

        if (Exists(Databases[1]))
        {
            using var straps = StrapStore.Open(folder);
            Straps = straps.All().Count(s => s.Owner == participant);
        }

        foreach (var copy in ExportCopies.Of(folder, participant, sessions))
            if (copy.IsAlone && copy.IsInside) _exports.Add(copy.Path);
            else _byHand.Add(copy.IsAlone ? $"{copy.Path} (an export outside the data folder)" : $"{copy.Path} (an export that holds others, too)");
        foreach (var damaged in Directory.EnumerateFiles(folder, "journal.db.corrupt-*")) _byHand.Add($"{damaged} (a damaged journal that was set aside: what could be read of it is in today's)");
    }

    /// <summary>Erases, and returns a line for each thing that could not be.</summary>
    internal IReadOnlyList<string> Erase(DateTimeOffset at, string by)
    {
        var faults = new List<string>();
        if (IsPerson) Try(ErasePerson);
        if (Straps > 0) Try(EraseOwner);
        foreach (var export in _exports) Try(() => ExportCopies.Delete(export));
        return faults;

        void Try(Action erase)
        {
            try
            {
                erase();
            }
            catch (Exception fault) when (fault is System.Data.Common.DbException or IOException or UnauthorizedAccessException or PeopleRefusedException)
            {
                faults.Add(fault.Message);
            }
        }

        void ErasePerson()
        {
            using var people = PeopleStore.Open(folder);
            people.People.Forget(participant);
            people.Audit.Add(at, by, "person-erased", participant);
            people.LeaveNoTrace();
        }

        void EraseOwner()
        {
            using var straps = StrapStore.Open(folder);
            straps.Change([.. straps.All().Where(s => s.Owner == participant).Select(s => s with { Owner = null, OwnerBy = null })], []);
            straps.LeaveNoTrace();
        }
    }

    private bool Exists(string name) => File.Exists(Path.Combine(folder, name));
}
