using HeartMonitor.Core.Tests.Architecture;
using Xunit;

namespace HeartMonitor.Core.Tests.Support;

/// <summary>
/// A page of documentation that is written from the code: it fails when the committed page says something else, and with
/// <c>HEARTMONITOR_WRITE_DOCS=1</c> it is written anew.
/// </summary>
internal static class WrittenPage
{
    internal static void Check(string path, string page)
    {
        var file = Path.Combine(Repository.Root, path);
        if (Environment.GetEnvironmentVariable("HEARTMONITOR_WRITE_DOCS") == "1") File.WriteAllText(file, page);
        var committed = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        Assert.True(committed == page, $"{path} is not what the code says. Look at the change, then run the test with HEARTMONITOR_WRITE_DOCS=1.");
    }
}
