using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Todo.Api.Persistence;

internal static class PersistenceSetup
{
    internal static IServiceCollection AddPersistence(this IServiceCollection services, DatabaseSettings database)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => NpgsqlDataSource.Create(database.ConnectionString));
        services.AddDbContextPool<TodoDbContext>((provider, options) => Configure(options, provider.GetRequiredService<NpgsqlDataSource>()));

        if (database.MigrateOnStart)
        {
            services.AddHostedService<MigrateOnStart>();
        }

        return services;
    }

    internal static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource dataSource) => options
        .UseNpgsql(dataSource)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .EnableThreadSafetyChecks(false)

        // The tests run many instances in one process, each with a data source of its own.
        .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.ManyServiceProvidersCreatedWarning))
        .AddInterceptors(new OwnedByExpansion());

    /// <summary>Brings the schema up to date; EF Core holds a lock meanwhile, so any number of instances may do it at once.</summary>
    internal static async Task MigrateAsync(this IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TodoDbContext>().Database.MigrateAsync(ct);
    }

    private sealed class MigrateOnStart(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => services.MigrateAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
