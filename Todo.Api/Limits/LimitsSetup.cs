namespace Todo.Api.Limits;

internal static class LimitsSetup
{
    internal static IServiceCollection AddLimits(this IServiceCollection services, RateLimitSettings settings) =>
        services.AddSingleton(settings).AddSingleton<RateLimits>().AddSingleton<OverloadLimit>();

    /// <summary>Turns away what is too much: of all callers together, then of one.</summary>
    internal static void UseLimits(this IApplicationBuilder app)
    {
        var overload = app.ApplicationServices.GetRequiredService<OverloadLimit>();
        var rateLimits = app.ApplicationServices.GetRequiredService<RateLimits>();

        app.Use((context, next) => rateLimits.Take(context) is { } refusal ? refusal.ExecuteAsync(context) : overload.LimitAsync(context, next));
    }
}
