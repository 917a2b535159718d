using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence;

internal sealed class TodoDbContext(DbContextOptions<TodoDbContext> options) : DbContext(options)
{
    internal DbSet<TaskItem> Tasks => Set<TaskItem>();

    internal DbSet<TaskList> Lists => Set<TaskList>();

    internal DbSet<Tag> Tags => Set<Tag>();

    internal DbSet<PendingReminder> PendingReminders => Set<PendingReminder>();

    internal DbSet<TaskChange> TaskChanges => Set<TaskChange>();

    internal DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();

    internal DbSet<User> Users => Set<User>();

    internal DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    /// <summary>How many statements were sent that may have changed something: what failed after one is not sent again.</summary>
    internal int SentWrites { get; set; }

    /// <summary>Whether all has to take place on the connection that is open: in a <see cref="Connection.WholeTransaction"/>.</summary>
    internal bool IsBoundToConnection { get; set; }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddCaseFolding();
        modelBuilder.AddTaskFunctions();
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TodoDbContext).Assembly);
    }
}
