using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Forwarding;

/// <summary>
/// Sends a target's dead letters again when the operator asks for it: he has mended what made the receiver refuse them. What is taken is a dead letter
/// no more; what is refused again stays one, with the receiver's new words. The wish is a file in the data folder, so that it can be made from outside,
/// before a start, and survives one.
/// </summary>
internal sealed partial class DeadLetterChore(IForwardTarget target, JournalReader reader, string folder, TimeProvider time, ILogger log) : IForwardChore
{
    private const int RowsPerStep = 200;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(60);

    private readonly string _wish = WishFor(folder, target.Name);
    private Queue<long>? _left;
    private int _taken;
    private DateTimeOffset _due;

    public bool IsDue => time.GetUtcNow() >= _due && (_left is not null || File.Exists(_wish));

    /// <summary>The file whose presence asks for it.</summary>
    internal static string WishFor(string folder, string target) => Path.Combine(folder, $"resend-{target}");

    public async Task<ChoreResult> StepAsync(long delivered, CancellationToken cancellation)
    {
        if (_left is null) (_left, _taken) = (new(reader.DeadLetters(target.Name).Select(row => row.Seq)), 0);
        var rows = new List<JournalRow>();
        var asked = _left.Take(RowsPerStep).ToList();
        foreach (var seq in asked)
            if (reader.ReadAfter(seq - 1, 1) is [var row] && row.Seq == seq) rows.Add(row);
        var result = rows.Count == 0 ? ForwardResult.Accepted.All : await target.SendAsync(rows, cancellation).ConfigureAwait(false);
        if (result is not ForwardResult.Accepted accepted)
        {
            _due = time.GetUtcNow() + Retry;
            return ChoreResult.Nothing;
        }

        foreach (var _ in asked) _left.Dequeue();
        _taken += rows.Count - accepted.Rejected.Count;
        if (_left.Count == 0) Finish();
        return new(accepted.Rejected, [.. rows.Select(row => row.Seq)]);
    }

    /// <summary>A wish that cannot be deleted is not granted again and again.</summary>
    private void Finish()
    {
        LogResent(log, target.Name, _taken);
        _left = null;
        try
        {
            File.Delete(_wish);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _due = time.GetUtcNow().AddHours(1);
            LogWishStays(log, target.Name, fault.Message);
        }
    }

    [LoggerMessage(5206, LogLevel.Information, "{Target} took {Rows} dead letters that were sent again")]
    private static partial void LogResent(ILogger log, string target, int rows);

    [LoggerMessage(5207, LogLevel.Warning, "{Target}: the file that asks to send dead letters again cannot be deleted: {Reason}")]
    private static partial void LogWishStays(ILogger log, string target, string reason);
}
