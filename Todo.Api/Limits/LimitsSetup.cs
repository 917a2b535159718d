namespace Todo.Api.Limits;

internal static class LimitsSetup
{
    internal static IServiceCollection AddLimits(this IServiceCollection services, RateLimitSettings rateLimits) => services
        .AddSingleton(rateLimits)
        .AddSingleton<RateLimits>()
        .AddRateLimiter(LoadShedding.ShedLoad);

    /// <summary>Turns away what is too much: of one caller, then of all together.</summary>
    internal static void UseLimits(this IApplicationBuilder app)
    {
        var rateLimits = app.ApplicationServices.GetRequiredService<RateLimits>();

        app.Use((context, next) => rateLimits.Take(context) is { } refusal ? refusal.ExecuteAsync(context) : next(context));
        app.UseRateLimiter();
    }
}
