using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Persistence;

/// <summary>What the database itself holds to, whoever writes to it.</summary>
public sealed class SchemaTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void The_migrations_are_up_to_date_with_the_model()
    {
        using var scope = api.Instance.Services.CreateScope();

        Assert.False(scope.ServiceProvider.GetRequiredService<TodoDbContext>().Database.HasPendingModelChanges());
    }

    [Theory]
    [InlineData("title", "''", PostgresErrorCodes.CheckViolation)]
    [InlineData("title", "NULL", PostgresErrorCodes.NotNullViolation)]
    [InlineData("title", "repeat('x', 201)", PostgresErrorCodes.StringDataRightTruncation)]
    [InlineData("description", "repeat('x', 1001)", PostgresErrorCodes.StringDataRightTruncation)]
    [InlineData("priority", "0", PostgresErrorCodes.CheckViolation)]
    [InlineData("priority", "4", PostgresErrorCodes.CheckViolation)]
    [InlineData("completed", "NULL", PostgresErrorCodes.NotNullViolation)]
    [InlineData("due_is_date", "true", PostgresErrorCodes.CheckViolation)]
    [InlineData("user_id", "'nobody-like-this'", PostgresErrorCodes.ForeignKeyViolation)]
    public async Task Refuses_rows_that_break_a_rule(string column, string value, string sqlState)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync($"UPDATE tasks SET {column} = {value} WHERE id = {id}"));

        Assert.Equal(sqlState, refusal.SqlState);
    }

    [Fact]
    public async Task Deletes_the_tasks_with_their_user_who_can_come_back()
    {
        var ada = api.NewUser();
        await ada.CreateIdAsync();

        await ExecuteAsync($"DELETE FROM users WHERE id = '{ada.Id}'");

        Assert.Empty(await ada.ListAsync());
        await ada.CreateIdAsync("again");
        Assert.Equal(["again"], await ada.TitlesAsync());
    }

    [Theory]
    [InlineData(0, 0L)]
    [InlineData(TaskItem.OutsideSearchIndex + 1, 25L)]
    public async Task Only_tasks_beyond_a_users_first_are_in_the_search_index(int created, long indexed)
    {
        var ada = api.NewUser();
        var first = await ada.CreateIdAsync();
        await ExecuteAsync($"UPDATE users SET tasks_created = {created} WHERE id = '{ada.Id}'");

        await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => ada.CreateIdAsync()));

        Assert.Equal(indexed, await ScalarAsync($"SELECT count(*) FROM tasks WHERE user_id = '{ada.Id}' AND id > {first} AND in_search_index"));
    }

    [Fact]
    public async Task Creates_are_counted_now_and_then()
    {
        var ada = api.NewUser();
        await ada.CreateIdAsync();
        Assert.Equal(1, await ScalarAsync($"SELECT tasks_created FROM users WHERE id = '{ada.Id}'"));

        // By chance one in eight: that none of so many is counted does not happen.
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => ada.CreateIdAsync()));

        Assert.InRange((int)(await ScalarAsync($"SELECT tasks_created FROM users WHERE id = '{ada.Id}'"))!, 9, 8 * 300);
    }

    [Fact]
    public async Task Tasks_of_a_writer_that_does_not_know_the_search_index_are_found()
    {
        var ada = api.NewUser();
        await ada.CreateIdAsync("milk of today");
        await ExecuteAsync(
            $"""
            INSERT INTO tasks (user_id, title, completed, priority, due_is_date, created_at, updated_at)
            VALUES ('{ada.Id}', 'milk of an older version', false, 2, false, '2020-01-01Z', '2020-01-01Z'), ('{ada.Id}', 'bread', false, 2, false, now(), now())
            """);

        Assert.Equal(["milk of today", "milk of an older version"], await ada.TitlesAsync("?search=milk"));
        Assert.Equal(["milk of an older version"], await ada.TitlesAsync("?search=older"));
    }

    [Fact]
    public async Task Existing_tasks_beyond_a_users_first_come_into_the_search_index()
    {
        await using var database = NpgsqlDataSource.Create(await api.Databases.CreateEmptyAsync());
        var options = new DbContextOptionsBuilder<TodoDbContext>();
        PersistenceSetup.Configure(options, database);
        await using var db = new TodoDbContext(options.Options);
        await db.Database.MigrateAsync("LocalAccounts", Ct);
        await using (var insert = database.CreateCommand(
            """
            INSERT INTO users (id, created_at) VALUES ('many', now()), ('few', now()), ('none', now());
            INSERT INTO tasks (user_id, title, completed, priority, due_is_date, created_at, updated_at)
            SELECT owner, 'task ' || i, false, 2, false, now() - i * interval '1 day', now()
            FROM (SELECT 'many' AS owner, i FROM generate_series(1, 310) i UNION ALL SELECT 'few', i FROM generate_series(1, 300) i) rows ORDER BY owner, i
            """))
        {
            await insert.ExecuteNonQueryAsync(Ct);
        }

        await db.Database.MigrateAsync(Ct);

        await using var command = database.CreateCommand(
            """
            SELECT (SELECT string_agg(id || ' ' || tasks_created, ', ' ORDER BY id) FROM users),
                   (SELECT string_agg(user_id || ' ' || title, ', ' ORDER BY id) FROM tasks WHERE in_search_index)
            """);
        await using var row = await command.ExecuteReaderAsync(Ct);
        Assert.True(await row.ReadAsync(Ct));
        Assert.Equal("few 300, many 310, none 0", row.GetString(0));
        Assert.Equal(string.Join(", ", Enumerable.Range(301, 10).Select(i => $"many task {i}")), row.GetString(1));
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = api.Instance.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = api.Instance.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
