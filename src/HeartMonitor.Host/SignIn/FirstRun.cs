using System.Security.Cryptography;
using System.Text;
using HeartMonitor.Host.Composition;

namespace HeartMonitor.Host.SignIn;

/// <summary>
/// The code that makes the first admin: printed once and kept in a file for the operator alone, so that whoever reaches the console's port cannot make
/// themselves its admin.
/// </summary>
internal sealed class FirstRun
{
    /// <summary>Crockford's: nothing in it is read for something else.</summary>
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int Length = 20; // 100 bits

    private FirstRun(string path, string code, bool isNew) => (Path, Code, IsNew) = (path, code, isNew);

    internal string Path { get; }

    internal string Code { get; }

    /// <summary>It was drawn just now, and is printed; else it waits in the file.</summary>
    internal bool IsNew { get; }

    /// <summary>Reads the code, or draws one.</summary>
    /// <exception cref="DataRefusedException">The file cannot be read or made.</exception>
    internal static FirstRun Open(string folder)
    {
        var path = System.IO.Path.Combine(folder, "first-run.txt");
        try
        {
            if (File.Exists(path) && Tidy(File.ReadAllText(path)) is { Length: Length } code) return new(path, code, false);
            return new(path, Make(path), true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DataRefusedException($"Data: \"{path}\" cannot be used: {refused.Message}");
        }
    }

    /// <summary>There are accounts: the code opens nothing any more.</summary>
    internal static void Forget(string folder) => File.Delete(System.IO.Path.Combine(folder, "first-run.txt"));

    internal bool Is(string code) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(Tidy(code))), SHA256.HashData(Encoding.UTF8.GetBytes(Code)));

    /// <summary>As it is read aloud: in groups of four.</summary>
    internal string Shown => string.Join('-', Code.Chunk(4).Select(group => new string(group)));

    private static string Make(string path)
    {
        var code = RandomNumberGenerator.GetString(Letters, Length);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(code + "\n"));
        return code;
    }

    private static string Tidy(string code) =>
        new([.. code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c })]);
}
