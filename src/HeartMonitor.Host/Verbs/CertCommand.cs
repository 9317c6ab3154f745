using System.CommandLine;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Lan;

namespace HeartMonitor.Host.Verbs;

/// <summary>The words of <c>monitor cert</c>.</summary>
internal static class CertCommand
{
    internal static void AddTo(RootCommand root, Dictionary<string, string?> settings, Option<string?> config)
    {
        var hosts = new Option<string[]>("--host") { Description = "Name or address under which tablets find the console; again for more (this machine's names and addresses)", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        var folder = new Option<string?>("--out") { Description = "Where the files go (tls in the data folder, where the service looks by itself)", HelpName = "DIR" };
        var data = new Option<string?>("--data") { Description = "The service's data folder (data)", HelpName = "DIR" };
        var days = new Option<int>("--days") { Description = $"How long the certificate lasts, 1 to {SiteAuthority.LongestDays} ({SiteAuthority.LongestDays}; browsers take no longer one)", HelpName = "N", DefaultValueFactory = _ => SiteAuthority.LongestDays };
        var force = new Option<bool>("--force") { Description = "A new CA in place of the one that is there; every tablet must take it anew" };
        days.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValue(days) is < 1 or > SiteAuthority.LongestDays) result.AddError($"--days is a whole number from 1 to {SiteAuthority.LongestDays}.");
        });
        var command = new Command("cert", "Makes a CA for the site and the console's certificate, or renews that: what tablets need to reach the console") { hosts, folder, data, days, force, config };
        command.SetAction(parsed => CommandLine.WithOutput(output =>
        {
            if (parsed.GetValue(data) is { } named) settings["Data"] = named;
            var usual = SettingsReader.OwnFolder(ConfigFiles.ValueOf("Data", ConfigFiles.Folder(parsed.GetValue(config)), settings) ?? "data");
            var chosen = parsed.GetValue(folder) is { Length: > 0 } other ? Path.GetFullPath(other) : usual;
            return new CertVerb(output, Console.Error, TimeProvider.System).Run(new(parsed.GetValue(hosts) ?? [], chosen, chosen == usual, parsed.GetValue(days), parsed.GetValue(force)));
        }));
        root.Add(command);
    }
}
