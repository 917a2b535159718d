using System.Security.Claims;

namespace Todo.Api.Security;

/// <summary>Who is calling. Behind <see cref="OwnershipFilter"/> or <see cref="TokenFilter"/> it is always somebody.</summary>
/// <param name="id">Opaque; empty for nobody.</param>
/// <param name="email">What the token says, if it does.</param>
/// <param name="name">What the token says, if it does.</param>
internal sealed class CurrentUser(string id, string? email, string? name)
    : ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", id)], "Bearer", nameType: "sub", roleType: null))
{
    private static readonly CurrentUser Nobody = new("", null, null);

    internal string Id => id;

    internal string? Email => email;

    internal string? Name => name;

    internal bool IsKnown => Id.Length > 0;

    /// <summary>The id alone; nothing for nobody.</summary>
    internal static string? IdOf(HttpContext context) => (context.User as CurrentUser)?.Id;

    internal static CurrentUser Of(HttpContext context) => context.User as CurrentUser ?? Nobody;

    public static ValueTask<CurrentUser> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));
}
