using Todo.Api.Persistence;

namespace Todo.Api.Responses;

/// <summary>Answers with a problem document. Everything that goes wrong ends here.</summary>
/// <param name="error">The kind of failure.</param>
/// <param name="detail">What a person is told, where more is known than the kind.</param>
/// <param name="errors">What is wrong with the request, field by field.</param>
/// <param name="current">What the request was about as it is now, so that a client can merge without asking again.</param>
internal sealed class ProblemResult(ApiError error, string? detail = null, FieldErrors? errors = null, object? current = null) : IResult, IValueHttpResult
{
    private const string RetryAfterSeconds = "2";

    object? IValueHttpResult.Value => current;

    internal static ProblemResult Invalid(FieldErrors errors) => new(ApiError.Validation, errors: errors);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var clock = httpContext.RequestServices.GetRequiredService<TimeProvider>();

        response.StatusCode = error.Status;
        if (error == ApiError.ServiceUnavailable || error == ApiError.RequestInProgress)
        {
            response.Headers.RetryAfter = RetryAfterSeconds;
        }

        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            response.ContentType = "application/problem+json";
            return Task.CompletedTask;
        }

        var problem = Problem.From(error, clock.Now(), RequestIds.Get(httpContext), detail, errors, current);
        return response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json", httpContext.RequestAborted);
    }
}
