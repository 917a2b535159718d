using System.Threading.RateLimiting;
using Todo.Api.Responses;

namespace Todo.Api.Limits;

/// <summary>More requests at a time than can be served in a moment are refused at once, instead of all of them getting slower until they fail.</summary>
internal sealed class OverloadLimit : IDisposable
{
    internal const int MaxRequests = 512;

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = MaxRequests, QueueLimit = 0 });

    public void Dispose() => _limiter.Dispose();

    internal async Task LimitAsync(HttpContext context, RequestDelegate next)
    {
        using var permit = _limiter.AttemptAcquire();
        await (permit.IsAcquired ? next(context) : new ProblemResult(ApiError.ServiceUnavailable, "The service is busy. Try again in a moment.").ExecuteAsync(context));
    }
}
