using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Todo.Api.Responses;

namespace Todo.Api.Limits;

/// <summary>More requests at a time than can be served in a moment are refused at once, instead of all of them getting slower until they fail.</summary>
internal static class LoadShedding
{
    internal const int MaxRequests = 512;

    internal static void ShedLoad(this RateLimiterOptions options)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ =>
            RateLimitPartition.GetConcurrencyLimiter("all requests", _ => new ConcurrencyLimiterOptions { PermitLimit = MaxRequests, QueueLimit = 0 }));
        options.OnRejected = async (rejected, _) =>
            await new ProblemResult(ApiError.ServiceUnavailable, "The service is busy. Try again in a moment.").ExecuteAsync(rejected.HttpContext);
    }
}
