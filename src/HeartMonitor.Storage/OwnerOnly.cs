namespace HeartMonitor.Storage;

/// <summary>
/// Files and folders for the account that runs the program and nobody else: mode 600 and 700 on Unix, the folder's own rights elsewhere. What is stored is health data by
/// pseudonym, and a mask of the shell must not decide who reads it.
/// </summary>
public static class OwnerOnly
{
    /// <summary>Mode of files.</summary>
    public const UnixFileMode OfFiles = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Mode of folders.</summary>
    public const UnixFileMode OfFolders = OfFiles | UnixFileMode.UserExecute;

    /// <summary>Makes a folder where there is none, with those above it. One that is there keeps its mode: whoever made it may share it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        var missing = new Stack<string>(); // the runtime gives the mode to the last folder alone
        for (var folder = Path.GetFullPath(path); folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)) missing.Push(folder);
        while (missing.TryPop(out var folder)) Directory.CreateDirectory(folder, OfFolders);
    }

    /// <summary>Makes an empty file before a library does that asks the shell's mask; one that is there stays as it is.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void MakeFile(string path)
    {
        if (!File.Exists(path)) using (Open(path, FileMode.OpenOrCreate)) { }
    }

    /// <summary>Takes the rights of others from a file of ours that has them, as an earlier version left it; one that belongs to another account stays as it is.</summary>
    public static void Narrow(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path)) return;
        try
        {
            if (File.GetUnixFileMode(path) != OfFiles) File.SetUnixFileMode(path, OfFiles);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Somebody else's file: they decide.
        }
    }

    /// <summary>Opens a file for writing; one that is made is for its owner alone.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static FileStream Open(string path, FileMode mode, FileAccess access = FileAccess.ReadWrite, FileShare share = FileShare.Read)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OfFiles;
        return new(path, options);
    }
}
