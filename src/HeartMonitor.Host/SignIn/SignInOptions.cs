using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.SignIn;

/// <summary>How long a sign-in lasts and what secrets cost.</summary>
internal sealed record SignInOptions
{
    /// <summary>A browser in which nobody did anything for so long is locked: it watches on and does nothing. Default 30 min, key <c>SignIn:IdleMinutes</c>.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A sign-in ends then, whatever happens. Default 12 h, a long shift, key <c>SignIn:ShiftHours</c>.</summary>
    public TimeSpan Shift { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Rounds of PBKDF2 for new secrets.</summary>
    public int Rounds { get; init; } = SecretHash.UsualRounds;

    /// <summary>Wrong secrets in a row that cost nothing but time. Ours: gloves.</summary>
    public int FreeTries { get; init; } = 5;

    /// <summary>The first wait after them; each further wrong secret doubles it.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A wrong secret is answered no sooner: whether an account is behind an id must not show in how long its failure takes to be written down.
    /// </summary>
    public TimeSpan WrongTakes { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait: at one try an hour a PIN of six digits outlives the building.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromHours(1);
}
