using System.Threading.RateLimiting;
using Todo.Api.Responses;

namespace Todo.Api.Limits;

internal static class LimitsSetup
{
    /// <summary>More requests at a time than can be served in a moment are refused at once, instead of all of them getting slower until they fail.</summary>
    internal const int MaxConcurrentRequests = 512;

    private static readonly ConcurrencyLimit Requests = new("requests", MaxConcurrentRequests);

    internal static IServiceCollection AddLimits(this IServiceCollection services, RateLimitSettings rateLimits)
    {
        if (rateLimits.Redis is not null)
        {
            services.AddSingleton<SharedWindows>().AddHostedService(provider => provider.GetRequiredService<SharedWindows>());
        }

        return services
            .AddSingleton(rateLimits)
            .AddSingleton<LocalWindows>()
            .AddSingleton<RateLimits>()
            .AddRateLimiter(options =>
            {
                options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, ConcurrencyLimit>(context => RateLimitPartition.GetConcurrencyLimiter(
                    context.GetEndpoint()?.Metadata.GetMetadata<ConcurrencyLimit>() ?? Requests, limit => new ConcurrencyLimiterOptions { PermitLimit = limit.Max, QueueLimit = 0 }));
                options.OnRejected = async (rejected, _) =>
                    await new ProblemResult(ApiError.ServiceUnavailable, "The service is busy. Try again in a moment.").ExecuteAsync(rejected.HttpContext);
            });
    }

    /// <summary>Turns away what is too much: of one caller, then of all together.</summary>
    internal static void UseLimits(this IApplicationBuilder app)
    {
        var rateLimits = app.ApplicationServices.GetRequiredService<RateLimits>();

        app.Use(async (context, next) => await (await rateLimits.TakeAsync(context) is { } refusal ? refusal.ExecuteAsync(context) : next(context)));
        app.UseRateLimiter();
    }
}

/// <summary>How many requests may be in flight at a time; endpoints that do not count among all the others have theirs as metadata.</summary>
internal sealed record ConcurrencyLimit(string Name, int Max);
