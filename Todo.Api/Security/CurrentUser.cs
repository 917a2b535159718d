namespace Todo.Api.Security;

/// <summary>Who is calling. Behind the group's <see cref="OwnershipFilter"/> it is always somebody.</summary>
internal sealed record CurrentUser(string Id)
{
    /// <summary>The claim that holds the user's id here, whichever claim of the token it came from.</summary>
    internal const string IdClaim = "sub";

    internal bool IsKnown => Id.Length > 0;

    internal static CurrentUser Of(HttpContext context) => new(context.User.FindFirst(IdClaim)?.Value ?? "");

    public static ValueTask<CurrentUser> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));
}
