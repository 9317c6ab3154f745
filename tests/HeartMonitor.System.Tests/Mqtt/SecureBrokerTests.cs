using System.Diagnostics;
using HeartMonitor.Mqtt;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Mqtt;

/// <summary>An external broker with TLS, a user and its own access list, as on a clinic's network.</summary>
public sealed class SecureBrokerTests
{
    [Fact]
    public async Task The_link_comes_up_with_the_right_authority_user_and_access_and_not_otherwise()
    {
        MosquittoBroker.Require();
        using var files = new MqttCertificates();
        using var others = new MqttCertificates();
        await File.WriteAllTextAsync(files.In("access"), "user svc\ntopic readwrite hrm/1/gym1/#\nuser guest\ntopic read hrm/1/gym1/#\n", TestContext.Current.CancellationToken);
        await AddUserAsync(files.In("users"), "svc", "correct horse", "-c");
        await AddUserAsync(files.In("users"), "guest", "correct horse");
        await File.WriteAllTextAsync(files.In("password"), "correct horse\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(files.In("wrong"), "battery staple\n", TestContext.Current.CancellationToken);
        LetMosquittoRead(files.In("."));
        await using var mosquitto = await MosquittoBroker.StartAsync(
            $"certfile {files.Certificate}\nkeyfile {files.Key}\nallow_anonymous false\npassword_file {files.In("users")}\nacl_file {files.In("access")}");

        var right = new MqttOptions { Broker = $"mqtts://127.0.0.1:{mosquitto.Port}", Username = "svc", PasswordFile = files.In("password"), CaFile = files.Authority };
        await DownAsync(right with { CaFile = others.Authority }, null);
        await DownAsync(right with { CaFile = null }, null);
        await DownAsync(right with { PasswordFile = files.In("wrong") }, "BadUserNameOrPassword,NotAuthorized");
        await DownAsync(right with { Username = "guest" }, "retained state");
        await using var harness = await MqttHarness.External(right).UpAsync();
        Assert.Equal(MqttLinkStatus.Up, harness.Link.State.Status);
    }

    private static async Task DownAsync(MqttOptions options, string? anyOf)
    {
        await using var harness = MqttHarness.External(options).Run();
        await MqttWait.UntilAsync(() => harness.Link.State.Status == MqttLinkStatus.Down, "down");
        var error = harness.Link.State.LastError ?? "";
        Assert.True(anyOf is null || anyOf.Split(',').Any(part => error.Contains(part, StringComparison.Ordinal)), error);
        Assert.DoesNotContain("horse", error, StringComparison.Ordinal);
    }

    /// <summary>Started by root, mosquitto reads these files as its own user.</summary>
    private static void LetMosquittoRead(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var file in Directory.GetFiles(folder)) File.SetUnixFileMode(file, read | UnixFileMode.UserWrite);
        File.SetUnixFileMode(folder, read | enter | UnixFileMode.UserWrite);
    }

    private static async Task AddUserAsync(string file, string user, string password, params string[] more)
    {
        using var program = Process.Start("mosquitto_passwd", [.. more, "-b", file, user, password]);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
    }
}
