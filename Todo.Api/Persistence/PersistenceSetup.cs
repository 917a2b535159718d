using Microsoft.EntityFrameworkCore;
using Npgsql;
using Todo.Api.Persistence.Connection;

namespace Todo.Api.Persistence;

internal static class PersistenceSetup
{
    /// <summary>Any number that nothing else uses in this database.</summary>
    private const long MigrationLock = 7_236_835_101;

    private static readonly SentWrites SentWrites = new();

    private static readonly WholeTransaction.Guard Guard = new();

    internal static IServiceCollection AddPersistence(this IServiceCollection services, DatabaseSettings database)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(database);
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: [DatabaseHealthCheck.Tag], timeout: DatabaseHealthCheck.Patience);
        services.AddDbContextPool<TodoDbContext>(options => Configure(options, database.ConnectionString, database));

        return services.AddHostedService<PrepareDatabase>().AddHostedService<ExpiredKeys>();
    }

    /// <param name="options">What is configured.</param>
    /// <param name="connectionString">The connections.</param>
    /// <param name="settings">How statements end and are tried again; nothing for those that take as long as they take, such as migrations.</param>
    internal static void Configure(DbContextOptionsBuilder options, string connectionString, DatabaseSettings? settings = null)
    {
        options
            .UseNpgsql(connectionString, npgsql =>
            {
                if (settings is null)
                {
                    npgsql.CommandTimeout(0);
                }
                else
                {
                    npgsql.ExecutionStrategy(dependencies => new OutageStrategy(dependencies, settings));
                }
            })
            .UseSnakeCaseNamingConvention()
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .EnableThreadSafetyChecks(false)
            .AddInterceptors(SentWrites, Guard);
    }

    /// <summary>Brings the schema up to date; any number of instances may do it at once.</summary>
    internal static async Task MigrateAsync(this IServiceProvider services, CancellationToken ct)
    {
        var connectionString = services.GetRequiredService<DatabaseSettings>().ConnectionString;
        var options = new DbContextOptionsBuilder<TodoDbContext>();
        Configure(options, connectionString);
        options.AddInterceptors(new LockTimeout());

        // EF Core's own lock is on a table that has to be made first, and two who make it collide. This one ends with its transaction, so a
        // transaction-mode pooler can stand between.
        await using var turn = new NpgsqlConnection(connectionString);
        await turn.OpenAsync(ct);
        DatabaseEncoding.Check(turn);
        await using var transaction = await turn.BeginTransactionAsync(ct);
        await using var wait = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({MigrationLock})", turn) { CommandTimeout = 0 };
        await wait.ExecuteNonQueryAsync(ct);

        await using var db = new TodoDbContext(options.Options);
        await db.Database.MigrateAsync(ct);
    }

    private sealed class PrepareDatabase(IServiceProvider services, DatabaseSettings database) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => database.MigrateOnStart
            ? services.MigrateAsync(cancellationToken)
            : DatabaseEncoding.CheckIfReachableAsync(database.ConnectionString, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
