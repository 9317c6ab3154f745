namespace HeartMonitor.Host.Composition;

/// <content>The lines of its log.</content>
internal sealed partial class MonitorHost
{
    [LoggerMessage(1, LogLevel.Error, "A session broke and is not judged any more: {Session}")]
    private partial void LogBroken(string session, Exception bug);

    [LoggerMessage(8, LogLevel.Error, "The watch over the service itself broke; sessions go on")]
    private partial void LogServiceBroken(Exception bug);

    [LoggerMessage(6, LogLevel.Warning, "Session {Session} was written by a clock ahead of ours, until {Last:u}; it is ended")]
    private partial void LogOfTheFuture(string session, DateTimeOffset last);

    [LoggerMessage(2, LogLevel.Information, "Session {Session} goes on after {Seconds:0.0} s")]
    private partial void LogResumed(string session, double seconds);

    [LoggerMessage(3, LogLevel.Error, "Session {Session} could not be rebuilt from the journal and is not watched any more")]
    private partial void LogNotRebuilt(string session, Exception fault);

    [LoggerMessage(4, LogLevel.Critical, "Monitoring has stopped")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(7, LogLevel.Warning, "More than {Count} links were lost within a minute; the rest of them is not told one by one")]
    private partial void LogLostMore(int count);

    [LoggerMessage(5, LogLevel.Warning, "Source {Source} lost a link: {Detail}")]
    private partial void LogLost(string source, string detail);
}
