using Todo.Api.Persistence;

namespace Todo.Api.Responses;

/// <summary>Answers with a problem document. Everything that goes wrong ends here.</summary>
internal sealed class ProblemResult(ApiError error, string? detail = null, FieldErrors? errors = null) : IResult
{
    private const string RetryAfterSeconds = "2";

    internal static ProblemResult Invalid(FieldErrors errors) => new(ApiError.Validation, errors: errors);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var clock = httpContext.RequestServices.GetRequiredService<TimeProvider>();

        response.StatusCode = error.Status;
        if (error == ApiError.ServiceUnavailable)
        {
            response.Headers.RetryAfter = RetryAfterSeconds;
        }

        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            response.ContentType = "application/problem+json";
            return Task.CompletedTask;
        }

        var problem = Problem.From(error, clock.Now(), RequestIds.Get(httpContext), detail, errors);
        return response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json", httpContext.RequestAborted);
    }
}
