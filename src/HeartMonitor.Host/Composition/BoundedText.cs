using System.Text;

namespace HeartMonitor.Host.Composition;

/// <summary>
/// Text of a bounded length from whatever a path names: a file, a pipe, or a device that never ends. A pipe that nobody writes to is refused after
/// a while; nothing waits for ever and nothing fills the memory.
/// </summary>
internal static class BoundedText
{
    /// <summary>Bytes of a configuration file or a person's file: ours, ten times the largest that ships.</summary>
    internal const int OfConfiguration = 4 << 20;

    /// <summary>Bytes of a story or a recording: ours, a day of beats as text is some megabytes.</summary>
    internal const int OfRecording = 64 << 20;

    private const int BlockBytes = 64 * 1024;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10); // ours: a pipe's writer is there by then

    /// <summary>The text, or what is wrong in words that follow the file's name; never throws for what the path is.</summary>
    internal static (string? Text, string? Fault) Read(string path, int mostBytes)
    {
        if (Directory.Exists(path)) return (null, "is a folder");
        try
        {
            using var stream = InTime(Task.Run(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1)));
            return Read(stream, mostBytes);
        }
        catch (TimeoutException)
        {
            return (null, $"nothing came from it within {LongestWait.TotalSeconds} s");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, $"cannot be read ({refused.Message})");
        }
    }

    private static (string? Text, string? Fault) Read(FileStream stream, int mostBytes)
    {
        var tooLong = $"is longer than {mostBytes >> 20} MiB";
        if (stream.CanSeek && stream.Length > mostBytes) return (null, tooLong);
        using var whole = new MemoryStream();
        var block = new byte[BlockBytes];
        while ((stream.CanSeek ? stream.Read(block) : InTime(stream.ReadAsync(block).AsTask())) is > 0 and var length)
        {
            whole.Write(block, 0, length);
            if (whole.Length > mostBytes) return (null, tooLong);
        }

        whole.Position = 0;
        using var reader = new StreamReader(whole, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return (reader.ReadToEnd(), null);
    }

    private static T InTime<T>(Task<T> work) => work.WaitAsync(LongestWait).GetAwaiter().GetResult();
}
