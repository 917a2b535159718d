using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Todo.Api.Persistence.Connection;

namespace Todo.Api.Tests.Support;

internal static class ApiDatabase
{
    /// <summary>The database of an instance, for what is not seen over HTTP. Each command has a connection of its own that nothing keeps.</summary>
    internal static NpgsqlDataSource DataSource(this IServiceProvider services) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(services.GetRequiredService<DatabaseSettings>().ConnectionString) { Pooling = false });
}
