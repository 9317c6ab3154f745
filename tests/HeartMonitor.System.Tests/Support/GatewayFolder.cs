using System.Text.Json;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A people file and a site key of a test's own.</summary>
internal sealed class GatewayFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hrm-gate-");

    internal GatewayFolder(byte[] key, params (string Participant, string Strap)[] people)
    {
        File.WriteAllText(KeyFile, Convert.ToHexStringLower(key));
        File.WriteAllText(People, JsonSerializer.Serialize(
            people.Select(p => new { participant = new { id = p.Participant, age = 50, restingHr = 60 }, strap = p.Strap })));
    }

    internal string[] Arguments => ["--People", People, "--KeyFile", KeyFile];

    /// <summary>For a process that knows no people.</summary>
    internal string[] KeyArguments => ["--KeyFile", KeyFile];

    private string People => Path.Combine(_folder.FullName, "people.json");

    private string KeyFile => Path.Combine(_folder.FullName, "site.key");

    public void Dispose() => _folder.Delete(recursive: true);
}
