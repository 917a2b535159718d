using Todo.Api.Responses;

namespace Todo.Api.Security;

/// <summary>
/// Below a user's path an address or a method that no endpoint has is told only to that user; every other caller gets the 401 or 403 of any
/// other address there. Elsewhere it is a 404 for everyone, which names the address that may be meant.
/// </summary>
internal static class UnmatchedAddresses
{
    private static readonly PathString Api = "/api";

    internal static void UseOwnershipOfUnmatchedAddresses(this IApplicationBuilder app) =>
        app.Use((context, next) => context.GetEndpoint()?.Metadata.GetMetadata<Access>() is null ? AnswerAsync(context, next) : next(context));

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var words = (context.Request.Path.StartsWithSegments(Api, out var rest) ? rest.Value! : "").Split('/', StringSplitOptions.RemoveEmptyEntries);

        // Routing tells of a wrong method (405) before it looks at what may be a user's id.
        var isNowhere = context.GetEndpoint() is null || (words is [var first, ..] && AddressWords.BeginOtherApis(first));
        var near = isNowhere ? context.RequestServices.GetRequiredService<NearAddresses>().Find(context.Request.Path) : null;

        var problem = UserSegment(words, near) is { } segment && !OwnershipFilter.IsOwner(context, AddressWords.BeginOwnPath(segment) ? null : segment)
            ? await OwnershipFilter.RefusalAsync(context)
            : near is not null ? new ProblemResult(ApiError.NotFound, near) : null;

        await (problem?.ExecuteAsync(context) ?? next(context));
    }

    /// <summary>What stands where the user id does; nothing outside users' paths.</summary>
    private static string? UserSegment(string[] words, string? near) => words switch
    {
        // A user has nothing at /api/me, but everybody has something near it.
        [_] when near is not null => null,
        // Some clients put /api into their base address and into their paths.
        [var twice, var word, ..] when twice.Equals("api", StringComparison.OrdinalIgnoreCase) && AddressWords.BeginNoUsersPath(word) => null,
        [var word, ..] when !AddressWords.BeginNoUsersPath(word) => word,
        _ => null,
    };
}
