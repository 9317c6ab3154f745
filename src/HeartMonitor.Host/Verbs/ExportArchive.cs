using System.IO.Compression;
using System.Security.Cryptography;
using HeartMonitor.Research.Exports;
using HeartMonitor.Storage;

namespace HeartMonitor.Host.Verbs;

/// <summary>An archive that grows under another name, one session in memory at a time, and is moved into place at its end. The same sessions give the same bytes.</summary>
internal sealed class ExportArchive : IDisposable
{
    /// <summary>The earliest stamp that an archive can hold: a clock would make every archive another.</summary>
    private static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _path;
    private readonly string _temporary;
    private readonly bool _force;
    private readonly FileStream _file;
    private readonly ZipArchive _zip;

    /// <param name="path">Where it goes.</param>
    /// <param name="temporary">A name in the same folder that nobody has.</param>
    /// <param name="force">An earlier file may be replaced.</param>
    /// <exception cref="IOException">It cannot be begun there.</exception>
    internal ExportArchive(string path, string temporary, bool force)
    {
        ExportPlace.RefuseLink(path);
        if (Directory.Exists(path)) throw new PlaceTakenException($"{path} is a folder");
        OwnerOnly.MakeFolder(Path.GetDirectoryName(path)!);
        (_path, _temporary, _force) = (path, temporary, force);
        _file = OwnerOnly.Open(temporary, FileMode.CreateNew);
        _zip = new(_file, ZipArchiveMode.Create, leaveOpen: true);
    }

    /// <summary>Adds a session.</summary>
    /// <param name="bundle">Its files.</param>
    /// <param name="folder">Folder in the archive with a slash at its end, or nothing.</param>
    internal void Add(ExportBundle bundle, string folder)
    {
        foreach (var file in bundle.Files)
        {
            var entry = _zip.CreateEntry(folder + file.Name, CompressionLevel.Optimal);
            (entry.LastWriteTime, entry.ExternalAttributes) = (Stamp, 0);
            using var content = entry.Open();
            content.Write(file.Content.Span);
        }
    }

    /// <summary>Moves it into place.</summary>
    /// <exception cref="PlaceTakenException">Something else is there.</exception>
    internal PlaceOutcome Finish()
    {
        _zip.Dispose();
        _file.Flush(flushToDisk: true);
        if (File.Exists(_path) && IsSame()) return PlaceOutcome.Unchanged;
        if (Path.Exists(_path) && !_force) throw new PlaceTakenException($"{_path} is there already; --force replaces it");
        _file.Dispose();
        File.Move(_temporary, _path, overwrite: _force);
        return PlaceOutcome.Written;
    }

    public void Dispose()
    {
        try
        {
            _zip.Dispose();
            _file.Dispose();
        }
        catch (IOException)
        {
            _file.SafeFileHandle.Dispose(); // a full disk: what failed was told, and the file goes
        }

        File.Delete(_temporary);
    }

    private bool IsSame()
    {
        if (new FileInfo(_path).Length != _file.Length) return false;
        _file.Seek(0, SeekOrigin.Begin);
        using var there = File.OpenRead(_path);
        return SHA256.HashData(_file).AsSpan().SequenceEqual(SHA256.HashData(there));
    }
}
