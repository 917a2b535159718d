using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Connection;
using Todo.Api.Persistence.Entities;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Persistence;

/// <summary>What is written in one transaction is never committed in parts, also where its connection is lost and EF Core would open another one.</summary>
public sealed class WholeTransactionTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_saved_after_its_connection_was_lost()
    {
        var ada = api.NewUser();
        await ada.CreateIdAsync();
        await using var scope = api.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TodoDbContext>();

        await using (await WholeTransaction.BeginAsync(db, Ct))
        {
            var process = await db.Database.SqlQuery<int>($"""SELECT pg_backend_pid() AS "Value" """).SingleAsync(Ct);
            await api.ExecuteAsync($"SELECT pg_terminate_backend({process})");
            db.Tasks.Add(TaskItem.Create(ada.Id, "lost", null, completed: false, TaskPriority.Low, dueDate: null, DateTime.UtcNow));

            var first = await Assert.ThrowsAnyAsync<Exception>(() => db.SaveChangesAsync(Ct));
            var again = await Assert.ThrowsAnyAsync<Exception>(() => db.SaveChangesAsync(Ct));
            var statement = await Assert.ThrowsAnyAsync<Exception>(() => db.AddUserIfMissingAsync("lost", DateTime.UtcNow, Ct));

            Assert.All([first, again, statement], exception => Assert.True(DatabaseErrors.IsOutage(exception), exception.ToString()));
        }

        // Once it is over, the context works again.
        Assert.Equal(["a task"], await ada.TitlesAsync());
        Assert.Equal(1, await db.Tasks.OwnedBy(ada.Id).CountAsync(Ct));
    }
}
