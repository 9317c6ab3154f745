using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Host.People;

namespace HeartMonitor.Host.Composition;

/// <summary>The configuration folder: where it is, what its files say, and every fault in them at once.</summary>
internal static class ConfigFiles
{
    /// <summary>The folder named, else <c>config</c> here, else the one beside the executable.</summary>
    internal static string Folder(string? named) =>
        named ?? (Directory.Exists("config") ? Path.GetFullPath("config") : Path.Combine(AppContext.BaseDirectory, "config"));

    /// <summary>The settings of <c>monitor.json</c>, the environment and the command line, in this order of growing strength.</summary>
    internal static (MonitorSettings? Settings, IReadOnlyList<string> Faults) ReadSettings(string folder, IReadOnlyDictionary<string, string?> commandLine)
    {
        if (!Directory.Exists(folder)) return (null, [$"{folder}: there is no such configuration folder"]);
        var builder = new ConfigurationBuilder();
        try
        {
            AddMonitorFile(builder, folder);
            builder.AddEnvironmentVariables("HEARTMONITOR__");
            builder.AddInMemoryCollection(commandLine);
            var (settings, faults) = new SettingsReader(builder.Build(), folder).Read();
            string[] all = [.. Slips(folder), .. faults];
            return (all.Length == 0 ? settings : null, all);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or JsonException or IOException or UnauthorizedAccessException)
        {
            return (null, [$"monitor.json: {PlainWords(e)}"]);
        }
    }

    /// <summary>The role that is asked for, however good or bad the other settings are; <c>service</c> where the files cannot be read.</summary>
    internal static string Role(string folder, IReadOnlyDictionary<string, string?> commandLine) => ValueOf("Role", folder, commandLine) ?? "service";

    /// <summary>One setting, however good or bad the others are; null where the files cannot be read.</summary>
    internal static string? ValueOf(string key, string folder, IReadOnlyDictionary<string, string?> commandLine)
    {
        try
        {
            return AddMonitorFile(new ConfigurationBuilder(), folder).AddEnvironmentVariables("HEARTMONITOR__").AddInMemoryCollection(commandLine).Build()[key];
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Keys of <c>monitor.json</c> that mean nothing here, in plain words: ignored, as the contract wants, and told, because a key that is spelt
    /// wrong would otherwise be a setting that silently does nothing. Asked only of a file that was read.
    /// </summary>
    internal static IEnumerable<string> UnknownKeys(string folder) =>
        KeysNotOurs(folder).Select(key => $"monitor.json: there is no setting called {key}; it is ignored");

    /// <summary>A key that is almost one of ours is a slip, and a fault.</summary>
    private static IEnumerable<string> Slips(string folder) =>
        from key in KeysNotOurs(folder)
        let meant = SettingsReader.Keys.FirstOrDefault(known => NearMiss.Is(key, known))
        where meant is not null
        select $"monitor.json: there is no setting called {key}; {meant} is meant?";

    private static IEnumerable<string> KeysNotOurs(string folder) => AddMonitorFile(new ConfigurationBuilder(), folder).Build().AsEnumerable()
        .Where(pair => pair.Value is not null && pair.Key != "$schema" && !SettingsReader.Keys.Contains(pair.Key, StringComparer.OrdinalIgnoreCase))
        .Select(pair => pair.Key);

    /// <summary>The settings of <c>monitor.json</c>, where there is one.</summary>
    /// <exception cref="InvalidDataException">The file is no text, or endless.</exception>
    private static IConfigurationBuilder AddMonitorFile(IConfigurationBuilder builder, string folder)
    {
        var path = Path.Combine(folder, "monitor.json");
        if (!Path.Exists(path)) return builder;
        var (text, fault) = BoundedText.Read(path, BoundedText.OfConfiguration);
        if (text is null || (fault = HalfPairs.FaultOf(text)) is not null) throw new InvalidDataException(fault);
        return builder.AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    private static string PlainWords(Exception wrong) => (wrong.InnerException ?? wrong) is JsonException { LineNumber: { } line, BytePositionInLine: var position }
        ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, position {(position ?? 0) + 1}: this is not JSON, or it is nested too deeply")
        : (wrong.InnerException ?? wrong).Message;

    /// <summary>Languages that the folder has words in, such as <c>de, en</c>; one file <c>texts.LANGUAGE.json</c> each.</summary>
    internal static IReadOnlyList<string> Languages(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFileSystemEntries(folder, "texts.*.json").Select(f => Path.GetFileName(f).Split('.')).Where(n => n.Length == 3).Select(n => n[1]).Where(n => n != "schema").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>What is wrong with a language; null when there are words in it.</summary>
    internal static string? LanguageFault(string folder, string language)
    {
        var known = Languages(folder);
        return known.Contains(language) || known.Count == 0 ? null : $"Language: there are no words in \"{language}\"; use {string.Join(" or ", known)}";
    }

    /// <summary>The alarm catalogue, the activities and the planner bound to its numbers and its medication catalogue, with their words in one language.</summary>
    internal static (EngineSetup? Setup, IReadOnlyList<string> Faults) ReadRules(string folder, string site, string language)
    {
        if (!Directory.Exists(folder)) return (null, [$"{folder}: there is no such configuration folder"]);
        if (LanguageFault(folder, language) is { } unknown) return (null, [unknown]);
        var faults = new List<string>();
        var alarms = ReadAlarms(folder, language, faults);
        var medications = MedicationFiles.Read(folder, language, faults);
        var activities = ReadActivities(folder, faults);
        var planner = ReadPlanner(folder, faults);
        var straps = ReadStraps(folder, faults);
        if (alarms is null || medications is null || activities is null || planner is null || straps is null || faults.Count > 0) return (null, faults);
        return (new(
            alarms,
            (participant, checkIn, on, at) => MonitoringPlanner.Plan(participant, checkIn, on, at, medications, planner),
            site,
            language)
        {
            Activities = activities,
            Planner = planner,
            Straps = straps,
            Medicines = medications,
            Words = medications.Texts.Staff,
            Discreet = participant => PersonalDetails.Without(participant, medications),
            InLanguage = other => ReadRules(folder, site, other).Setup,
        }, []);
    }

    /// <summary>What is allowed and not recommended; nothing while there are faults.</summary>
    internal static IEnumerable<string> Warnings(EngineSetup? setup) => setup is null
        ? []
        : setup.Alarms.Warnings.Select(w => $"alarms.json: warning: {w}").Concat(setup.Planner.Warnings.Select(w => $"planner.json: warning: {w}"));

    private static AlarmCatalogue? ReadAlarms(string folder, string language, List<string> faults)
    {
        if (ReadText(folder, "alarms.json", faults) is not { } text) return null;
        var (catalogue, found) = AlarmCatalogueReader.Read(text);
        faults.AddRange(found.Select(f => $"alarms.json: {f}"));
        if (catalogue?.Languages.Contains(language) == false) faults.Add($"alarms.json: not every alert has words in \"{language}\"");
        return catalogue;
    }

    private static ActivityTable? ReadActivities(string folder, List<string> faults)
    {
        if (ReadText(folder, "activities.json", faults) is not { } text) return null;
        var (table, found) = ActivityTableReader.Read(text);
        faults.AddRange(found.Select(f => $"activities.json: {f}"));
        return table;
    }

    private static PlannerOptions? ReadPlanner(string folder, List<string> faults)
    {
        if (ReadText(folder, "planner.json", faults) is not { } text) return null;
        var (options, found) = PlannerOptionsReader.Read(text);
        faults.AddRange(found.Select(f => $"planner.json: {f}"));
        return options;
    }

    internal static StrapCatalogue? ReadStraps(string folder, List<string> faults)
    {
        if (ReadText(folder, "straps.json", faults) is not { } text) return null;
        var (catalogue, found) = StrapCatalogueReader.Read(text);
        faults.AddRange(found.Select(f => $"straps.json: {f}"));
        return catalogue;
    }

    /// <summary>Programmes to offer; none where the folder has no such file.</summary>
    internal static ProgrammeFile? ReadProgrammes(string folder, List<string> faults)
    {
        if (!File.Exists(Path.Combine(folder, "programmes.json")) || ReadText(folder, "programmes.json", faults) is not { } text) return null;
        var (programmes, found) = ProgrammeFile.Read(text);
        faults.AddRange(found.Select(f => $"programmes.json: {f}"));
        return programmes;
    }

    internal static string? ReadText(string folder, string name, List<string> faults)
    {
        var path = Path.Combine(folder, name);
        var (text, fault) = Path.Exists(path) ? BoundedText.Read(path, BoundedText.OfConfiguration) : (null, $"missing in {folder}");
        fault ??= HalfPairs.FaultOf(text!);
        if (fault is null) return text;
        faults.Add($"{name}: {fault}");
        return null;
    }
}
