using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Todo.Api.Responses;

/// <summary>What every answer has in common: its headers, CORS, and problem documents for everything that goes wrong.</summary>
internal static class ResponsesSetup
{
    internal static IServiceCollection AddResponses(this IServiceCollection services, CorsPolicy cors) => services
        .AddSingleton<StandardHeaders>()
        .AddExceptionHandler<ExceptionTranslation>()
        .AddCors(options => options.AddDefaultPolicy(cors));

    /// <summary>Gives the request its id, and the answer what every answer carries.</summary>
    internal static void UseStandardHeaders(this IApplicationBuilder app)
    {
        var headers = app.ApplicationServices.GetRequiredService<StandardHeaders>();
        app.Use((context, next) =>
        {
            RequestIds.Accept(context);
            headers.Write(context);
            context.Response.OnStarting(StandardHeaders.VaryByOriginAsync, context.Response);
            return next(context);
        });
    }

    /// <summary>Sees to it that whatever goes wrong ends in a problem document: exceptions, and statuses without a body.</summary>
    internal static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(static _ => { });
        app.UseStatusCodePages(static bare => new ProblemResult(ErrorFor(bare.HttpContext)).ExecuteAsync(bare.HttpContext));
    }

    /// <summary>What a 404 of these endpoints means.</summary>
    internal static TBuilder WithNotFound<TBuilder>(this TBuilder endpoints, ApiError error) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new NotFoundMeaning(error));

    /// <summary>Names failures of these endpoints that neither their group nor their request brings with it, for the document.</summary>
    internal static TBuilder WithErrors<TBuilder>(this TBuilder endpoints, params ApiError[] errors) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new DeclaredErrors(errors));

    /// <summary>What the bare status of an answer means.</summary>
    internal static ApiError ErrorFor(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status404NotFound
        && context.GetEndpoint()?.Metadata.GetMetadata<NotFoundMeaning>() is { Error: var error }
            ? error
            : ApiError.FromStatus(context.Response.StatusCode);
}

/// <summary>What a 404 of an endpoint means; endpoints have it as metadata.</summary>
internal sealed record NotFoundMeaning(ApiError Error);

/// <summary>Failures that only an endpoint itself knows of; endpoints have it as metadata.</summary>
internal sealed record DeclaredErrors(IReadOnlyList<ApiError> Errors);
