using System.IdentityModel.Tokens.Jwt;

namespace Todo.Api.Security;

/// <summary>Who is calling. Behind <see cref="OwnershipFilter"/> or <see cref="TokenFilter"/> it is always somebody.</summary>
/// <param name="Id">Opaque; empty for nobody.</param>
/// <param name="Email">What the token says, if it does.</param>
/// <param name="Name">What the token says, if it does.</param>
internal sealed record CurrentUser(string Id, string? Email, string? Name)
{
    /// <summary>The claim that holds the user's id here, whichever claim of the token it came from.</summary>
    internal const string IdClaim = JwtRegisteredClaimNames.Sub;

    internal bool IsKnown => Id.Length > 0;

    /// <summary>The id alone; nothing for nobody.</summary>
    internal static string? IdOf(HttpContext context) => context.User.FindFirst(IdClaim)?.Value;

    internal static CurrentUser Of(HttpContext context) => new(
        IdOf(context) ?? "",
        context.User.FindFirst(JwtRegisteredClaimNames.Email)?.Value,
        context.User.FindFirst("name")?.Value);

    public static ValueTask<CurrentUser> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));
}
