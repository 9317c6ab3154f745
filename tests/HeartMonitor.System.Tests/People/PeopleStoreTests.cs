using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.People;
using Microsoft.Data.Sqlite;
using Xunit;

namespace HeartMonitor.System.Tests.People;

/// <summary>The file <c>people.db</c> by itself.</summary>
public sealed class PeopleStoreTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hrm-people-");

    private string Path => global::System.IO.Path.Combine(_folder.FullName, "people.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Only_its_owner_may_read_it_even_where_it_was_open_before()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are for Unix.");
        if (OperatingSystem.IsWindows()) return;
        using (Open()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        using var store = Open();
        store.Audit.Add(At, "boss", "sign-in");
        foreach (var file in new[] { Path, Path + "-wal", Path + "-shm" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Every_change_is_a_revision_with_who_and_when_and_part()
    {
        using var store = Open();
        var person = store.People.Add(new("p_1", 0, "Maria Muster", "08/15", """{"id":"p_1","age":58}""", At, "nurse"), "key-1")!;
        var changed = store.People.Change(person with { File = """{"id":"p_1","age":59}""", By = "doc", At = At.AddDays(1) }, person.Revision, "prescription");

        Assert.Equal(2, changed!.Revision);
        Assert.Equal(changed, store.People.Find("p_1"));
        Assert.Equal([("person", 1, "nurse", At), ("prescription", 2, "doc", At.AddDays(1))], store.People.History("p_1").Select(r => (r.Part, r.Person.Revision, r.Person.By, r.Person.At)));
    }

    [Fact]
    public void Of_two_who_edit_the_same_revision_the_second_one_is_told()
    {
        using var store = Open();
        var person = store.People.Add(new("p_1", 0, "A", null, "{}", At, "doc"), "key-1")!;
        Assert.NotNull(store.People.Change(person with { Name = "B" }, 1, "person"));
        Assert.Null(store.People.Change(person with { Name = "C" }, 1, "person"));
        Assert.Equal("B", store.People.Find("p_1")!.Name);
    }

    [Fact]
    public void A_request_that_comes_twice_makes_one_person()
    {
        using var store = Open();
        var first = store.People.Add(new("p_1", 0, "A", null, "{}", At, "nurse"), "key-1");
        var again = store.People.Add(new("p_2", 0, "A", null, "{}", At, "nurse"), "key-1");
        Assert.Equal(first, again);
        Assert.Single(store.People.All());
        Assert.Null(store.People.Add(new("p_1", 0, "B", null, "{}", At, "nurse"), "key-2"));
    }

    [Fact]
    public void Who_is_forgotten_is_gone_from_the_file_and_not_only_from_its_tables()
    {
        using (var store = Open())
        {
            store.People.Add(new("p_1", 0, "Zyxwvut Qponmlk", null, "{}", At, "nurse"), "key-1");
            Assert.Equal(1, store.Roster.Set(new(2026, 3, 2), ["p_1"], 0, "nurse", At)!.Revision);
            Assert.True(store.People.Forget("p_1"));
            Assert.Empty(store.People.History("p_1"));
            Assert.Empty(store.Roster.Of(new(2026, 3, 2)).People);
            Assert.Equal(2, store.Roster.Of(new(2026, 3, 2)).Revision); // whoever holds the list is told that it changed
            Assert.False(store.People.Forget("p_1"));
        }

        Assert.DoesNotContain("Zyxwvut", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_audit_can_be_added_to_and_nothing_else()
    {
        using (var store = Open())
        {
            store.Audit.Add(At, "boss", "sign-in", "boss");
            store.Audit.Add(At, "boss", "account-made", "nurse");
            Assert.Equal([(2L, "account-made"), (1L, "sign-in")], store.Audit.Before(long.MaxValue, 10).Select(r => (r.Number, r.What)));
        }

        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        foreach (var sql in new[] { "DELETE FROM audit", "UPDATE audit SET who = 'nobody'" })
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this test.
            command.CommandText = sql;
#pragma warning restore CA2100
            Assert.Contains("append only", Assert.Throws<SqliteException>(() => { command.ExecuteNonQuery(); }).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_file_is_refused_in_plain_words_and_stays_where_it_is()
    {
        using (var store = Open())
        {
            for (var i = 0; i < 200; i++) store.Audit.Add(At, "boss", "sign-in", new string('x', 300));
        }

        var bytes = File.ReadAllBytes(Path);
        for (var i = 4096; i < bytes.Length; i++) bytes[i] ^= 0x5A;
        File.WriteAllBytes(Path, bytes);
        Assert.Contains("damaged", Assert.Throws<PeopleRefusedException>(Open).Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(Path));

        File.WriteAllText(Path, "this is no database at all, but a text that is long enough to look like one to somebody in a hurry, is it not?");
        Assert.Contains("damaged", Assert.Throws<PeopleRefusedException>(Open).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PRAGMA application_id=7", "another program")]
    [InlineData("PRAGMA user_version=99", "newer version")]
    public void A_file_of_somebody_else_or_of_a_later_version_is_refused(string change, string words)
    {
        using (Open())
        {
            // Only made.
        }

        using (var connection = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this test.
            command.CommandText = change;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }

        Assert.Contains(words, Assert.Throws<PeopleRefusedException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_and_cookies_are_in_the_file_as_hashes_alone()
    {
        var (cookie, token) = (DrawnSecret.New(), DrawnSecret.New());
        using (var store = Open())
        {
            store.Accounts.Add(new("nurse", "Nora", Role.Staff, true, false), SecretHash.Of("402718", 100), At);
            store.SignIns.Add(cookie, new("nurse", At, At.AddHours(12)));
            store.Tokens.Add(new("script", Role.Researcher, "boss", At, At.AddDays(1)), token);
            Assert.Equal("nurse", store.SignIns.Find(cookie)!.Account);
            Assert.Equal("script", store.Tokens.Find(token)!.Id);
        }

        var text = Text();
        Assert.All(new[] { "402718", cookie, token }, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public void An_id_is_an_account_or_a_token_and_given_once()
    {
        using var store = Open();
        Assert.True(store.Accounts.Add(new("x", "X", Role.Staff, false, false), "s", At));
        Assert.False(store.Accounts.Add(new("x", "Y", Role.Admin, false, false), "s", At));
        Assert.False(store.Tokens.Add(new("x", Role.Gateway, "boss", At, At.AddDays(1)), "secret"));
        Assert.True(store.Tokens.Add(new("y", Role.Gateway, "boss", At, At.AddDays(1)), "secret"));
        Assert.False(store.Accounts.Add(new("y", "Y", Role.Admin, false, false), "s", At));
        Assert.True(store.Tokens.Revoke("y", At.AddHours(1)));
        Assert.False(store.Tokens.Revoke("y", At.AddHours(2)));
        Assert.True(store.Tokens.Add(new("y", Role.Gateway, "boss", At.AddHours(2), At.AddDays(2)), "another"));
        Assert.Null(store.Tokens.Find("secret"));
    }

    [Fact]
    public void The_last_admin_stays()
    {
        using var store = Open();
        var boss = new Account("boss", "B", Role.Admin, false, false);
        store.Accounts.Add(boss, "s", At);
        Assert.Throws<LastAdminException>(() => store.Accounts.Change(boss with { IsDisabled = true }, null));
        Assert.Throws<LastAdminException>(() => store.Accounts.Change(boss with { Role = Role.Staff }, null));
        Assert.Equal((Role.Admin, false), (store.Accounts.Find("boss")!.Role, store.Accounts.Find("boss")!.IsDisabled));
        store.Accounts.Add(boss with { Id = "boss2" }, "s", At);
        Assert.True(store.Accounts.Change(boss with { IsDisabled = true }, null));
    }

    [Fact]
    public void The_same_secret_is_stored_differently_each_time_and_found_again_however_it_was_composed()
    {
        var (first, second) = (SecretHash.Of("Zo\u00eb's horses", 100), SecretHash.Of("Zo\u00eb's horses", 100));
        Assert.NotEqual(first, second);
        Assert.True(SecretHash.IsOf("Zoe\u0308's horses", first));
        Assert.False(SecretHash.IsOf("Zoe's horses", first));
        Assert.StartsWith("pbkdf2-sha512$210000$", SecretHash.Of("x"), StringComparison.Ordinal);
    }

    private PeopleStore Open() => PeopleStore.Open(_folder.FullName);

    private string Text() => string.Concat(Directory.EnumerateFiles(_folder.FullName).Select(f => global::System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(f))));
}
