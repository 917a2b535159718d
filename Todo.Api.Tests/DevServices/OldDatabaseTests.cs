using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Todo.Api.DevServices;
using Todo.Api.Persistence;
using static Todo.Api.Tests.DevServices.PostgresFolder;

namespace Todo.Api.Tests.DevServices;

public sealed class OldDatabaseTests(PostgresFolder folder) : IClassFixture<PostgresFolder>
{
    private readonly List<string> _said = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Puts_a_database_with_other_migrations_aside_and_says_where()
    {
        await using var first = await folder.StartAsync();
        await MigrateAsync(first, "20261121072830_Initial", "20261121154522_Gone");
        await AskAsync(first, "CREATE TABLE put_aside AS SELECT 'kept' AS body");

        await using var second = await StartAsync("20261121072830_Initial");

        var kept = Assert.IsType<string>(await AskAsync(second, "SELECT datname FROM pg_database WHERE datname ~ '^todo_before_[0-9]{14}$'"));
        Assert.Equal("kept", await AskAsync(second, "SELECT body FROM put_aside", database: kept));
        Assert.Equal(false, await AskAsync(second, "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')"));
        Assert.Equal("todo", await AskAsync(second, "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = 'todo'"));

        var said = Assert.Single(_said);
        Assert.Contains($"kept as {kept}", said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(second.ConnectionString).Password!, said, StringComparison.Ordinal);

        await using var third = await StartAsync("20261121072830_Initial");
        Assert.Single(_said);
    }

    [Fact]
    public async Task Says_what_to_do_when_the_database_is_in_use()
    {
        await using var first = await folder.StartAsync();
        await MigrateAsync(first, "20261121154522_Gone");
        await using (var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(first.ConnectionString) { Pooling = false }.ConnectionString))
        {
            await connection.OpenAsync(Ct);

            var refusal = await Assert.ThrowsAsync<DevServicesException>(() => StartAsync("20261121072830_Initial"));

            Assert.Contains("is in use: stop what is connected", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refusal.Message);
        }

        Assert.Empty(_said);
        Assert.Equal(1L, await AskAsync(first, """SELECT count(*) FROM "__EFMigrationsHistory" """));
    }

    [Fact]
    public async Task Leaves_the_database_of_this_version_alone()
    {
        await using var first = await folder.StartAsync();
        await using var db = new TodoDbContext(new DbContextOptionsBuilder<TodoDbContext>().UseNpgsql(first.ConnectionString).Options);
        await MigrateAsync(first, [.. db.Database.GetMigrations()]);
        var services = new ServiceCollection();

        await using var second = await services.StartPostgresAsync(folder.Path);

        Assert.Equal(db.Database.GetMigrations().LongCount(), await AskAsync(second, """SELECT count(*) FROM "__EFMigrationsHistory" """));
        Assert.Contains(services, service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(PostgresWatcher));
    }

    private Task<EmbeddedPostgres> StartAsync(params string[] migrations) =>
        EmbeddedPostgres.StartAsync(folder.Path, _said.Add, Ct, migrations);

    private static async Task MigrateAsync(EmbeddedPostgres postgres, params string[] migrations) => await AskAsync(postgres, $"""
        CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" ("MigrationId" text, "ProductVersion" text);
        DELETE FROM "__EFMigrationsHistory";
        INSERT INTO "__EFMigrationsHistory" VALUES {string.Join(", ", migrations.Select(id => $"('{id}', '10.0.15')"))}
        """);
}
