using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using Todo.Api.Persistence.Connection;

namespace Todo.Api.Persistence;

internal static class PersistenceSetup
{
    /// <summary>Any number that nothing else uses in this database.</summary>
    private const long MigrationLock = 7_236_835_101;

    /// <summary>The key of what works on the replica: a factory of contexts, there only where a replica was named.</summary>
    internal const string Replica = "replica";

    private static readonly SentWrites SentWrites = new();

    private static readonly WholeTransaction.Guard Guard = new();

    internal static IServiceCollection AddPersistence(this IServiceCollection services, DatabaseSettings database)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(database);
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: [DatabaseHealthCheck.Tag], timeout: DatabaseHealthCheck.Patience);
        services.AddSingleton(_ => NpgsqlDataSource.Create(database.ConnectionString));
        services.AddDbContextPool<TodoDbContext>((provider, options) => Configure(options, provider.GetRequiredService<NpgsqlDataSource>(), database));
        if (database.ReplicaConnectionString is { } replica)
        {
            services.AddKeyedSingleton(Replica, (_, _) => NpgsqlDataSource.Create(replica));
            services.AddKeyedSingleton<IDbContextFactory<TodoDbContext>>(Replica, (provider, _) =>
            {
                var options = new DbContextOptionsBuilder<TodoDbContext>().UseApplicationServiceProvider(provider);
                Configure(options, provider.GetRequiredKeyedService<NpgsqlDataSource>(Replica), database);
                return new PooledDbContextFactory<TodoDbContext>(options.Options);
            });
        }

        return services.AddHostedService<PrepareDatabase>().AddHostedService<ExpiredKeys>();
    }

    /// <param name="options">What is configured.</param>
    /// <param name="source">The connections.</param>
    /// <param name="settings">How statements end and are tried again; nothing for those that take as long as they take, such as migrations.</param>
    internal static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource source, DatabaseSettings? settings = null)
    {
        options
            .UseNpgsql(source, npgsql =>
            {
                if (settings is null)
                {
                    npgsql.CommandTimeout(0);
                }
                else
                {
                    npgsql.ExecutionStrategy(dependencies => new OutageStrategy(dependencies, source, settings));
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
        var source = services.GetRequiredService<NpgsqlDataSource>();
        var options = new DbContextOptionsBuilder<TodoDbContext>();
        Configure(options, source);
        options.AddInterceptors(new LockTimeout());

        // EF Core's own lock is on a table that has to be made first, and two who make it collide. This one ends with its transaction, so a
        // transaction-mode pooler can stand between.
        await using var turn = await source.OpenConnectionAsync(ct);
        DatabaseEncoding.Check(turn);
        await using var transaction = await turn.BeginTransactionAsync(ct);
        await using var wait = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({MigrationLock})", turn) { CommandTimeout = 0 };
        await wait.ExecuteNonQueryAsync(ct);

        await using var db = new TodoDbContext(options.Options);
        await db.Database.MigrateAsync(ct);
    }

    private sealed class PrepareDatabase(IServiceProvider services, NpgsqlDataSource source, DatabaseSettings database) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => database.MigrateOnStart
            ? services.MigrateAsync(cancellationToken)
            : DatabaseEncoding.CheckIfReachableAsync(source, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
