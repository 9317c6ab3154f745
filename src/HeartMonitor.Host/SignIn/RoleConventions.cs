using HeartMonitor.Core.Ports;

namespace HeartMonitor.Host.SignIn;

/// <summary>Who may come to an endpoint, as metadata that <see cref="SignInGate"/> enforces. An endpoint that says nothing lets nobody in who must sign in.</summary>
/// <param name="Roles">Empty with <paramref name="Everybody"/>.</param>
/// <param name="Everybody">Nobody signs in for it.</param>
/// <param name="Here">Nobody at this machine signs in for it.</param>
internal sealed record AllowedRoles(IReadOnlyList<Role> Roles, bool Everybody = false, bool Here = false)
{
    public override string ToString() => Everybody ? "everybody" : string.Join(' ', Roles.Order()) + (Here ? " or here" : "");
}

/// <summary>Watching: allowed while the browser is locked, and no sign that somebody is there.</summary>
internal sealed record Watching;

/// <summary>Needs somebody who is signed in even while the console is otherwise open.</summary>
internal sealed record AccountsOnly;

/// <summary>How an endpoint says who may come.</summary>
internal static class RoleConventions
{
    /// <summary>Whoever works on the floor.</summary>
    internal static Role[] Floor { get; } = [Role.Staff, Role.Clinician, Role.Admin];

    /// <summary>Whoever may read series by pseudonym.</summary>
    internal static Role[] Readers { get; } = [Role.Staff, Role.Clinician, Role.Researcher, Role.Admin];

    /// <summary>These roles and no other; the last word for an endpoint counts, so an endpoint may say otherwise than its group.</summary>
    internal static TBuilder RequireRole<TBuilder>(this TBuilder builder, params Role[] roles) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AllowedRoles(roles));

    /// <summary>Nobody signs in for it.</summary>
    internal static TBuilder AllowEverybody<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AllowedRoles([], Everybody: true));

    /// <summary>These roles, and whoever asks from this machine: for what looks after the service.</summary>
    internal static TBuilder AllowHereOr<TBuilder>(this TBuilder builder, params Role[] roles) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AllowedRoles(roles, Here: true));

    /// <summary>It goes on while the browser is locked.</summary>
    internal static TBuilder AllowWatching<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Watching());

    /// <summary>It needs an account, whatever machine is asked.</summary>
    internal static TBuilder RequireAccount<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccountsOnly());

    /// <summary>Who asks; null while the console is open, and where everybody may come and nobody signed in.</summary>
    internal static Asker? Asker(this HttpContext context) => context.Features.Get<Asker>();

    /// <summary>Who signs what is asked: the account where there is one, else whoever the request names.</summary>
    internal static string? SignerOr(this HttpContext context, string? named) => context.Asker()?.Caller.Id ?? named;
}
