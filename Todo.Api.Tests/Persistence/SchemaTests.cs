using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Todo.Api.Persistence;
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

    private async Task ExecuteAsync(string sql)
    {
        await using var command = api.Instance.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
