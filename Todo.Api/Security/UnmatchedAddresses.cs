namespace Todo.Api.Security;

/// <summary>
/// Below <c>/api/{user_id}</c> an address or a method that no endpoint has is told only to the user whose path it is; every other caller gets
/// the 401 or 403 of any other address there.
/// </summary>
internal static class UnmatchedAddresses
{
    private static readonly PathString Api = "/api";

    internal static void UseOwnershipOfUnmatchedAddresses(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Access>() is null
            && UserSegment(context.Request.Path) is { Length: > 0 } segment
            && !OwnershipFilter.IsOwner(context, segment))
        {
            var refusal = await OwnershipFilter.RefusalAsync(context);
            await refusal.ExecuteAsync(context);
            return;
        }

        await next(context);
    });

    /// <summary>The user id of a path; nothing outside users' paths. <c>/api/auth</c> is for callers without a token.</summary>
    private static string? UserSegment(PathString path)
    {
        if (!path.StartsWithSegments(Api, out var rest) || rest.StartsWithSegments("/auth"))
        {
            return null;
        }

        return rest.Value!.TrimStart('/').Split('/', 2)[0];
    }
}
