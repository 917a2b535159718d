using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Todo.Api.Responses;

/// <summary>Answers an exception with what it means to the client, and logs what we must know about it ourselves.</summary>
internal sealed partial class ExceptionTranslation(StandardHeaders headers, ILogger<ExceptionTranslation> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The framework has cleared the response, headers and all.
        headers.Write(httpContext);
        await new ProblemResult(ErrorFor(exception)).ExecuteAsync(httpContext);
        return true;
    }

    private ApiError ErrorFor(Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException { StatusCode: var status }:
                return ApiError.FromStatus(status);

            case var _ when Causes(exception).Any(IsOutage):
                LogOutage(exception.GetBaseException().Message);
                return ApiError.ServiceUnavailable;

            default:
                LogBug(exception);
                return ApiError.Internal;
        }
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    private static bool IsOutage(Exception exception) => exception switch
    {
        // What goes away by itself or by the operator: lost or refused connections, deadlocks, a server that starts, stops or is full, no such
        // database or role, and a schema that is behind (undefined table or column).
        PostgresException { SqlState: var state } =>
            state[..2] is "08" or "40" or "53" or "57" or "58" || state is "3D000" or "28P01" or "28000" or "42P01" or "42703",
        NpgsqlException { InnerException: TimeoutException or IOException or SocketException } => true,
        NpgsqlException { InnerException: null } => true,
        SocketException => true,
        _ => false,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "The database cannot serve: {Reason}")]
    private partial void LogOutage(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request ended in an unexpected error")]
    private partial void LogBug(Exception exception);
}
