using Todo.Api.Settings;

namespace Todo.Api.Http;

internal static class HttpSetup
{
    internal static IServiceCollection AddHttp(this IServiceCollection services, ApiSettings api)
    {
        services.AddSingleton(api.RateLimits);
        services.AddSingleton<RateLimits>();
        services.AddSingleton<OverloadLimit>();
        return services.AddCors(options => options.AddDefaultPolicy(api.Cors));
    }

    /// <summary>Turns away what is too much: of all callers together, then of one.</summary>
    internal static void UseLimits(this IApplicationBuilder app)
    {
        var overload = app.ApplicationServices.GetRequiredService<OverloadLimit>();
        var rateLimits = app.ApplicationServices.GetRequiredService<RateLimits>();

        app.Use((context, next) => rateLimits.Take(context) is { } refusal ? refusal.ExecuteAsync(context) : overload.LimitAsync(context, next));
    }
}
