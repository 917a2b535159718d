namespace Todo.Api.Responses;

/// <summary>
/// Sees to it that whatever goes wrong ends in a problem document: exceptions, and statuses that nobody gave a body. The framework's two
/// middlewares for that would also clear the headers that every answer carries.
/// </summary>
internal sealed class ErrorHandling(ExceptionTranslation translation, ResponseHeaders headers)
{
    internal async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        ProblemResult? problem;
        try
        {
            await next(context);
            problem = IsBareError(context.Response) ? new ProblemResult(ErrorOf(context)) : null;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            headers.StartOver(context);
            if (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return;
            }

            problem = new ProblemResult(translation.ErrorOf(exception));
        }

        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
        }
    }

    private static bool IsBareError(HttpResponse response) =>
        response is { StatusCode: >= 400, HasStarted: false, ContentLength: null } && string.IsNullOrEmpty(response.ContentType);

    private static ApiError ErrorOf(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status404NotFound
        && context.GetEndpoint()?.Metadata.GetMetadata<NotFoundMeaning>() is { Error: var error }
            ? error
            : ApiError.OfStatus(context.Response.StatusCode);
}
