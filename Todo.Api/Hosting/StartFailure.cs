using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Npgsql;
using Todo.Api.DevServices;
using Todo.Api.Settings;

namespace Todo.Api.Hosting;

/// <summary>Turns what can stop a start into lines that tell a person what to do.</summary>
internal static class StartFailure
{
    /// <summary>The lines; nothing for a bug, which is better shown with its stack trace.</summary>
    internal static string? Explain(Exception exception) => exception switch
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
