namespace Todo.Api.Errors;

/// <summary>The one translation of everything that can go wrong into the contract's problem document.</summary>
internal static class ErrorsSetup
{
    internal static IServiceCollection AddErrors(this IServiceCollection services) =>
        services.AddExceptionHandler<ExceptionTranslation>();

    internal static void UseErrors(this IApplicationBuilder app)
    {
        // An exception that ExceptionTranslation leaves unhandled is a bug in it: the connection then ends without an answer.
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => new ProblemResult(ApiError.Internal).ExecuteAsync(context),
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePages(context => new ProblemResult(ErrorOf(context.HttpContext)).ExecuteAsync(context.HttpContext));
    }

    /// <summary>What a 404 of these endpoints means.</summary>
    internal static TBuilder WithNotFound<TBuilder>(this TBuilder endpoints, ApiError error) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new NotFoundMeaning(error));

    private static ApiError ErrorOf(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status404NotFound
        && context.GetEndpoint()?.Metadata.GetMetadata<NotFoundMeaning>() is { Error: var error }
            ? error
            : ApiError.OfStatus(context.Response.StatusCode);

    private sealed record NotFoundMeaning(ApiError Error);
}
