using HeartMonitor.Host.Composition;

namespace HeartMonitor.Host.Lan;

/// <summary>Files that are in their place whole or not at all; secret ones for their owner alone from the first byte on.</summary>
internal static class PrivateFiles
{
    /// <exception cref="DataRefusedException">It cannot be made.</exception>
    internal static void MakeFolder(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) return;
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DataRefusedException($"The folder \"{folder}\" cannot be made: {refused.Message}");
        }
    }

    /// <exception cref="DataRefusedException">It cannot be written.</exception>
    internal static void Write(string path, string text, bool isSecret)
    {
        var fresh = path + ".new";
        try
        {
            File.Delete(fresh); // what a crash left behind may have another mode
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | (isSecret ? 0 : UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            using (var file = new FileStream(fresh, options))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DataRefusedException($"\"{path}\" cannot be written: {refused.Message}");
        }
    }
}
