using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using Npgsql;
using Todo.Api.DevServices;

namespace Todo.Api.Tests.DevServices;

/// <summary>
/// A folder for a real server. A temporary folder is closed to all other users, so as root these tests go the way through a closed folder.
/// The data stay from test to test: to set them up takes longer than all the rest.
/// </summary>
[CollectionDefinition(nameof(PostgresFolder))]
public sealed class PostgresFolder : ICollectionFixture<PostgresFolder>, IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("todo-postgres-").FullName;

    internal string Data => System.IO.Path.Combine(Path, "postgres");

    internal string PidFile => System.IO.Path.Combine(Data, "postmaster.pid");

    internal string Log => System.IO.Path.Combine(Data, "postgres.log");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    internal Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(Path, _ => { }, Ct);

    /// <summary>The process id of the server's first process.</summary>
    internal int ServerId() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    /// <summary>As <c>kill -9</c> does it.</summary>
    internal void KillServer()
    {
        using var server = Process.GetProcessById(ServerId());
        server.Kill();
    }

    internal static IEnumerable<IPEndPoint> Listeners(int port) =>
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => listener.Port == port);

    /// <summary>Without a pool: it would hand out connections to a server that is gone.</summary>
    internal static async Task<object?> AskAsync(EmbeddedPostgres postgres, string sql, string? role = null, string? database = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false };
        settings.Username = role ?? settings.Username;
        settings.Database = database ?? settings.Database;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct);
    }
}
