using System.Net.Security;

namespace HeartMonitor.Host.Lan;

/// <summary>
/// The certificate that is shown to whoever connects. Its files are looked at again with connections, at most every <see cref="LookEvery"/>: a renewed one is
/// taken up without a restart, and half a renewal, or a bad one, leaves the old one in its place. Safe to call from any thread.
/// </summary>
internal sealed partial class ServedCertificate
{
    /// <summary>Ours: three times <c>stat</c> in that time costs nothing.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private volatile ServerCertificate _current;
    private long _lookedAt;
    private string _seen;

    internal ServedCertificate(CertificateSource source, ServerCertificate first, TimeProvider time, ILogger log)
    {
        (Source, _current, _time, _log) = (source, first, time, log);
        (_seen, _lookedAt) = (Stamps(), time.GetTimestamp());
    }

    internal CertificateSource Source { get; }

    /// <summary>The one in force.</summary>
    internal ServerCertificate Current
    {
        get
        {
            Look();
            return _current;
        }
    }

    internal SslStreamCertificateContext Context => Current.Context.Value;

    private void Look()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _lookedAt)) < LookEvery || !_gate.TryEnter()) return;
        try
        {
            Volatile.Write(ref _lookedAt, _time.GetTimestamp());
            var stamps = Stamps();
            if (stamps == _seen) return;
            _seen = stamps;
            var (read, fault) = Source.Read();
            if (read is null)
            {
                LogKept(fault!);
                return;
            }

            _current = read;
            LogTakenUp(read.EndsAt, string.Join(", ", read.Names));
        }
        finally
        {
            _gate.Exit();
        }
    }

    private string Stamps() => string.Join('|', Source.Files.Select(file => new FileInfo(file) is { Exists: true } info ? $"{info.LastWriteTimeUtc.Ticks} {info.Length}" : "none"));

    [LoggerMessage(1, LogLevel.Information, "A new certificate is in force, until {Ends:u}, for {Names}")]
    private partial void LogTakenUp(DateTimeOffset ends, string names);

    [LoggerMessage(2, LogLevel.Warning, "The certificate's files have changed and are not taken up: {Fault}")]
    private partial void LogKept(string fault);
}
