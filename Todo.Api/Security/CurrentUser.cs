using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;

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

    private static readonly CurrentUser Nobody = new("", null, null);

    /// <summary>The id alone; nothing for nobody.</summary>
    internal static string? IdOf(HttpContext context) => context.Features.Get<CurrentUser>()?.Id;

    internal static CurrentUser Of(HttpContext context) => context.Features.Get<CurrentUser>() ?? Nobody;

    internal static CurrentUser Of(ClaimsPrincipal principal) => new(
        principal.FindFirst(IdClaim)?.Value ?? "",
        principal.FindFirst(JwtRegisteredClaimNames.Email)?.Value,
        principal.FindFirst("name")?.Value);

    public static ValueTask<CurrentUser> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));
}
