using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Npgsql;
using Todo.Api.DevServices;
using Todo.Api.Settings;

namespace Todo.Api.Hosting;

/// <summary>Turns what can stop a start into lines that tell a person what to do.</summary>
internal static class Startup
{
    internal static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception exception) when (Explain(exception) is { } explanation)
        {
            await Console.Error.WriteLineAsync(explanation);
            return 1;
        }
    }

    private static string? Explain(Exception exception) => exception switch
    {
        SettingsException or DevServicesException => exception.Message,
        IOException { InnerException: AddressInUseException } => "PORT: the port is in use already; stop the other program or set another PORT.",
        IOException { InnerException: AggregateException { InnerException: SocketException } } or SocketException { SocketErrorCode: not (SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData) } =>
            $"PORT: nothing can listen there ({exception.GetBaseException().Message}); set another PORT or ASPNETCORE_URLS.",
        NpgsqlException or InvalidOperationException { InnerException: NpgsqlException } or SocketException =>
            $"DATABASE_URL: the database does not answer as it should ({exception.GetBaseException().Message}); check host, user, password and database name.",
        _ => null,
    };
}
