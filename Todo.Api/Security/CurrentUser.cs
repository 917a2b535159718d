using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Security;

/// <summary>The user who is calling. Behind <see cref="OwnershipFilter"/> or <see cref="TokenFilter"/> there always is one.</summary>
/// <param name="id">Opaque; empty without a valid token.</param>
/// <param name="email">What the token says, if it does.</param>
/// <param name="name">What the token says, if it does.</param>
internal sealed class CurrentUser(string id, string? email, string? name)
    : ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", id)], "Bearer", nameType: "sub", roleType: null))
{
    private static readonly string[] IdClaims = ["sub", "id", "user_id", "userId"];

    internal string Id => id;

    internal string? Email => email;

    internal string? Name => name;

    internal bool IsKnown => Id.Length > 0;

    /// <summary>The id alone; nothing without a valid token.</summary>
    internal static string? IdOf(HttpContext context) => (context.User as CurrentUser)?.Id;

    internal static CurrentUser Of(HttpContext context) => context.User as CurrentUser ?? new CurrentUser("", null, null);

    public static ValueTask<CurrentUser> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));

    /// <summary>The user that a token names; nothing where it names none, or one whose id cannot be kept.</summary>
    internal static CurrentUser? From(JsonWebToken token)
    {
        // Read from the JSON itself: among a token's claims a text that looks like a date is one, and a list of one text is that text.
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var claims = payload.RootElement;
        try
        {
            return IdIn(claims) is { } id && UserIds.IsUsable(id) ? new CurrentUser(id, Text(claims, "email"), Text(claims, "name")) : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is no text.
            return null;
        }
    }

    // An empty claim names no one. Where there is none of these names: the session cookie of Better Auth, which some front ends send, has the user inside.
    private static string? IdIn(JsonElement claims) =>
        Array.Find(IdClaims, name => claims.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && !IsEmpty(value)) is { } claim ? Text(claims, claim)
        : claims.TryGetProperty("user", out var user) && user.ValueKind == JsonValueKind.Object ? Text(user, "id")
        : null;

    private static bool IsEmpty(JsonElement value) => value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8);

    private static string? Text(JsonElement claims, string name) => !claims.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when value.TryGetInt64(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
