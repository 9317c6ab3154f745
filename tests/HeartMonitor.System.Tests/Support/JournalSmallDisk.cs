using System.Diagnostics;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A file system of 3 MB with a ballast file on it, mounted for one test; needs root on Linux, else the test is skipped.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hrm-disk-");

    private SmallDisk()
    {
    }

    public string Path => _folder.FullName;

    private string Ballast => global::System.IO.Path.Combine(Path, "ballast");

    public static SmallDisk Mount()
    {
        var disk = new SmallDisk();
        var canMount = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            && Run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk.Path) == 0;
        if (!canMount) Directory.Delete(disk.Path);
        Assert.SkipUnless(canMount, "Mounting a small tmpfs needs root on Linux: run the tests with sudo.");
        File.WriteAllBytes(disk.Ballast, new byte[1_500_000]);
        return disk;
    }

    public void FreeBallast() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
