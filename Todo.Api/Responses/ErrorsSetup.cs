namespace Todo.Api.Responses;

/// <summary>The one translation of everything that can go wrong into the contract's problem document.</summary>
internal static class ErrorsSetup
{
    internal static IServiceCollection AddErrors(this IServiceCollection services) =>
        services.AddSingleton<ExceptionTranslation>().AddSingleton<ErrorHandling>();

    internal static void UseErrors(this IApplicationBuilder app) => app.Use(app.ApplicationServices.GetRequiredService<ErrorHandling>().HandleAsync);

    /// <summary>What a 404 of these endpoints means.</summary>
    internal static TBuilder WithNotFound<TBuilder>(this TBuilder endpoints, ApiError error) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new NotFoundMeaning(error));

    /// <summary>Names failures of these endpoints that neither their group nor their request brings with it, for the document.</summary>
    internal static TBuilder WithErrors<TBuilder>(this TBuilder endpoints, params ApiError[] errors) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new DeclaredErrors(errors));
}

/// <summary>What a 404 of an endpoint means; endpoints have it as metadata.</summary>
internal sealed record NotFoundMeaning(ApiError Error);

/// <summary>Failures that only an endpoint itself knows of; endpoints have it as metadata.</summary>
internal sealed record DeclaredErrors(IReadOnlyList<ApiError> Errors);
