using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Lan;

namespace HeartMonitor.Host.Verbs;

/// <summary><c>monitor check-config</c>: the same checks as a start, all faults at once.</summary>
internal static class CheckConfigVerb
{
    internal static int Run(string folder, IReadOnlyDictionary<string, string?> commandLine, TextWriter output, TextWriter error)
    {
        if (!Directory.Exists(folder))
        {
            error.WriteLine($"{folder}: there is no such configuration folder");
            return ExitCode.Configuration;
        }

        var (settings, faults) = ConfigFiles.ReadSettings(folder, commandLine);
        var (setup, ruleFaults) = ConfigFiles.ReadRules(folder, settings?.Site ?? "gym1", settings?.Language ?? "en");
        var others = ConfigFiles.Languages(folder).SelectMany(language => ConfigFiles.ReadRules(folder, "gym1", language).Faults);
        var peopleFaults = PeopleFile.Read(settings?.PeopleFile ?? Path.Combine(folder, "people.json"), ConfigFiles.ReadStraps(folder, [])).Faults;
        var programmeFaults = new List<string>();
        ConfigFiles.ReadProgrammes(folder, programmeFaults);
        string[] all = [.. faults.Concat(ruleFaults).Concat(others).Concat(peopleFaults).Concat(programmeFaults).Distinct()];
        foreach (var fault in all) error.WriteLine(fault);
        if (settings is not null) foreach (var note in ConfigFiles.UnknownKeys(folder)) error.WriteLine(note);
        foreach (var warning in ConfigFiles.Warnings(setup).Concat(CertificateSource.Warnings(settings?.Lan.Certificate, TimeProvider.System))) error.WriteLine(warning);
        if (all.Length > 0) return ExitCode.Configuration;
        output.WriteLine($"{folder}: fine");
        return ExitCode.Fine;
    }
}
