using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Connection;

namespace Todo.Api.Responses;

/// <summary>Answers an exception with what it means to the client, and logs what we must know about it ourselves.</summary>
internal sealed partial class ExceptionTranslation(StandardHeaders headers, ILogger<ExceptionTranslation> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The connection to the client itself is gone, perhaps before the server has noticed: there is no one to answer, and nothing to log.
        if (exception is IOException and not BadHttpRequestException || httpContext.RequestAborted.IsCancellationRequested)
        {
            return Leave(httpContext);
        }

        // The framework has cleared the response, headers and all.
        headers.Write(httpContext);
        try
        {
            await new ProblemResult(await ErrorForAsync(httpContext, exception)).ExecuteAsync(httpContext);
            return true;
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client went away while it was being answered.
            return Leave(httpContext);
        }
    }

    private static bool Leave(HttpContext http)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }

        // Else the server would still try to read the rest of the body, and log that it could not.
        http.Abort();
        return true;
    }

    private async ValueTask<ApiError> ErrorForAsync(HttpContext http, Exception exception)
    {
        if (exception is BadHttpRequestException { StatusCode: var status })
        {
            return ApiError.FromStatus(status);
        }

        // Before the migrations a table or a column is missing; after them it is misspelt, and that is a bug.
        if (Causes(exception).Any(DatabaseErrors.IsOutage)
            || (Causes(exception).Any(cause => cause is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn })
                && (await http.RequestServices.GetRequiredService<TodoDbContext>().Database.GetPendingMigrationsAsync(http.RequestAborted)).Any()))
        {
            LogOutage(exception.GetBaseException().Message);
            return ApiError.ServiceUnavailable;
        }

        LogBug(exception);
        return ApiError.Internal;
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database cannot serve: {Reason}")]
    private partial void LogOutage(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request ended in an unexpected error")]
    private partial void LogBug(Exception exception);
}
