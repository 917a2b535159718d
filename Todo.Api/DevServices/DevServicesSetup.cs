using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Todo.Api.Persistence;

namespace Todo.Api.DevServices;

internal static class DevServicesSetup
{
    /// <summary>A PostgreSQL of the project's own with its data in <paramref name="folder"/>, stopped with the last application that uses it.</summary>
    internal static async Task<EmbeddedPostgres> StartPostgresAsync(this IServiceCollection services, string folder)
    {
        var migrations = typeof(TodoDbContext).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>();
        var postgres = await EmbeddedPostgres.StartAsync(folder, Console.WriteLine, CancellationToken.None, [.. migrations]);
        services.AddSingleton(postgres).AddHostedService<PostgresWatcher>();
        return postgres;
    }
}
