using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.People;

/// <summary>
/// People of the store and of the people file as one list. The store wins: who was changed here counts as it stands here, and the file's entry is read no
/// more (the start says so). Somebody of the file who was never changed has revision 0.
/// </summary>
internal sealed class PeopleDesk(SignInDesk signIn, IReadOnlyList<StrapBinding> listed, EngineSetup setup, ProgrammeFile programmes, Func<DateOnly> today, TimeProvider clock)
{
    internal SignInDesk SignIn => signIn;

    internal EngineSetup Setup => setup;

    internal ProgrammeFile Programmes => programmes;

    internal DateOnly Today => today();

    internal DateTimeOffset Now => clock.GetUtcNow();

    internal PersonStore Store => signIn.Store.People;

    internal IReadOnlyList<PersonRecord> All()
    {
        var stored = Store.All();
        var known = stored.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        return [.. stored.Concat(listed.Where(l => !known.Contains(l.Person.Id)).Select(OfFile)).OrderBy(p => p.Id, StringComparer.Ordinal)];
    }

    internal PersonRecord? Find(string id) => id.Length > 40 ? null : Store.Find(id) ?? FindListed(id);

    /// <summary>As the people file has them, whatever the store says.</summary>
    internal PersonRecord? FindListed(string id) => listed.FirstOrDefault(l => l.Person.Id == id) is { } person ? OfFile(person) : null;

    /// <summary>As a session would know them today.</summary>
    internal Participant? ParticipantOf(PersonRecord person) => ParticipantOn(person, Today);

    /// <summary>As a session of that date would know them; null when the file cannot be read.</summary>
    internal static Participant? ParticipantOn(PersonRecord person, DateOnly day) =>
        ParticipantReader.Read(person.File, day).Participant is { } read ? StoredPeople.WithoutBirthday(read, day) : null;

    /// <summary>The plan of the day.</summary>
    internal MonitoringPlan PlanOf(Participant person, CheckIn checkIn, string? language) =>
        (language is not null && language != setup.Language ? setup.InLanguage(language) ?? setup : setup).PlanFor(person, checkIn, Today, Now);

    /// <summary>
    /// Why a session that begins now would not take one of <paramref name="facts"/>; null when it takes them all. Asked of a session that is thrown away, so
    /// that its own rules answer and no second list of them does.
    /// </summary>
    internal string? WhyNotTaken(SessionStarted start, IEnumerable<SessionFact> facts)
    {
        var engine = new SessionEngine("rehearsal", start, Now, setup);
        foreach (var fact in facts)
        {
            var outcome = engine.Apply(SessionInput.OfFact(Now, fact), new SessionStep().ForFact(engine.Id, engine.Person.Id, Now, fact));
            if (outcome.Result is not (CommandResult.Accepted or CommandResult.Duplicate)) return outcome.Detail ?? "";
        }

        return null;
    }

    /// <summary>A new pseudonym: 40 random bits, and nobody has it.</summary>
    internal string NewId()
    {
        string id;
        do id = "p_" + System.Security.Cryptography.RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 8);
        while (Find(id) is not null);
        return id;
    }

    /// <summary>Saves a revision on top of the one that was read; null when somebody was quicker.</summary>
    internal PersonRecord? Save(PersonRecord person, int onTopOf, string part, string request) =>
        onTopOf == 0 ? Store.Add(person, request) : Store.Change(person, onTopOf, part);

    private static PersonRecord OfFile(StrapBinding binding) =>
        new(binding.Person.Id, 0, null, null, StoredPeople.FileOf(binding.Person), DateTimeOffset.UnixEpoch, "people-file");
}
