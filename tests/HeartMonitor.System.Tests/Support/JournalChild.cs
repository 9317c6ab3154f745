using System.Diagnostics;
using System.Globalization;
using System.Text;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>
/// This test program as a second process that writes a journal as fast as it may, and prints <c>ack number kind</c> for whatever was
/// acknowledged, until it is killed. (Not a module initialiser: no other thread could use this module before it returned.)
/// </summary>
public sealed class JournalChild
{
    private const string FolderVariable = "HEARTMONITOR_TEST_JOURNAL_FOLDER";
    private const string NumberVariable = "HEARTMONITOR_TEST_JOURNAL_NUMBER";
    private const string Mark = "ack ";

    /// <summary>Starts a writer whose steps are numbered from <paramref name="firstNumber"/>.</summary>
    public static Process Start(string folder, int firstNumber)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(JournalChild).Assembly.Location);
        foreach (var argument in new[] { "-noLogo", "-explicit", "only", "-method", $"*.{nameof(JournalChild)}.{nameof(Writes_until_it_is_killed)}" })
            start.ArgumentList.Add(argument);
        start.Environment[FolderVariable] = folder;
        start.Environment[NumberVariable] = firstNumber.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    /// <summary>The next acknowledgement; fails the test when there is none within 30 s.</summary>
    public static async Task<(int Number, string Kind)> ReadAcknowledged(Process child)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (await child.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (Parse(line) is { } acknowledged) return acknowledged;
        throw new InvalidOperationException("The child ended without an acknowledgement.");
    }

    /// <summary>A whole line of the child's output, or null for one that says something else.</summary>
    public static (int Number, string Kind)? Parse(string line) =>
        line.StartsWith(Mark, StringComparison.Ordinal) && line[Mark.Length..].Split(' ') is [var number, var kind]
            ? (int.Parse(number, CultureInfo.InvariantCulture), kind)
            : null;

    [Fact(Explicit = true)]
    public void Writes_until_it_is_killed()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(FolderVariable) is null, "Started by other tests only.");
        var folder = Environment.GetEnvironmentVariable(FolderVariable)!;
        var journal = JournalFolder.Open(JournalFiles.Eager(new() { Folder = folder }));
        using var output = Console.OpenStandardOutput();
        for (var number = int.Parse(Environment.GetEnvironmentVariable(NumberVariable)!, CultureInfo.InvariantCulture); ; number++)
        {
            journal.Append(Step(number, output));
            if (number % 100 == 0) AppendShortSession(journal, number);
            if (number % 50 == 0) Thread.Sleep(5);
        }
    }

    /// <summary>A session that has ended already: it is packed, its rows are deleted and pages given back while the others go on.</summary>
    private static void AppendShortSession(SqliteJournal journal, int number)
    {
        var session = $"s_short{number:D9}";
        journal.Append(new SessionStep().ForFact(session, JournalSteps.Participant, JournalSteps.Start.AddSeconds(number), new SessionStarted()));
        for (var i = 0; i < 100; i++) journal.Append(JournalSteps.Sample(number + i, session: session));
        journal.Append(new SessionStep().ForFact(session, JournalSteps.Participant, JournalSteps.Start.AddSeconds(number), new SessionEnded()));
    }

    private static SessionStep Step(int number, Stream output)
    {
        var kind = number % 10 == 0 ? "answer" : "sample";
        Action<string?> stored = refusal =>
        {
            if (refusal is null) output.Write(Encoding.ASCII.GetBytes($"{Mark}{number} {kind}\n"));
        };
        if (kind == "sample") return JournalSteps.Sample(number, stored: stored);

        var id = number.ToString(CultureInfo.InvariantCulture);
        var step = JournalSteps.Fact(number, new RpeAnswered(12), stored, new(id, CommandResult.Accepted));
        step.Emit(JournalSteps.Alert(id, 1, second: number));
        return step;
    }
}
