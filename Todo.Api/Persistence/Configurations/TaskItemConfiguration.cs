using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence.Configurations;

internal sealed class TaskItemConfiguration : IEntityTypeConfiguration<TaskItem>
{
    public void Configure(EntityTypeBuilder<TaskItem> tasks)
    {
        tasks.ToTable("tasks", table =>
        {
            table.HasCheckConstraint("ck_tasks_title", "title <> ''");
            table.HasCheckConstraint("ck_tasks_priority", "priority BETWEEN 1 AND 3");
            table.HasCheckConstraint("ck_tasks_due", "NOT due_is_date OR (due_at IS NOT NULL AND due_at = date_trunc('day', due_at, 'UTC'))");
        });

        tasks.HasKey(task => task.Id).HasName("pk_tasks");
        tasks.Property(task => task.Id).HasColumnName("id").UseIdentityAlwaysColumn();
        tasks.Property(task => task.UserId).HasColumnName("user_id").HasMaxLength(User.MaxIdLength).UseCollation("C");
        tasks.Property(task => task.Title).HasColumnName("title").HasMaxLength(TaskItem.MaxTitleLength);
        tasks.Property(task => task.Description).HasColumnName("description").HasMaxLength(TaskItem.MaxDescriptionLength);
        tasks.Property(task => task.Completed).HasColumnName("completed");
        tasks.Property(task => task.Priority).HasColumnName("priority").HasComment("1 low, 2 medium, 3 high");
        tasks.Property(task => task.DueAt).HasColumnName("due_at");
        tasks.Property(task => task.DueIsDate).HasColumnName("due_is_date");
        tasks.Property(task => task.CreatedAt).HasColumnName("created_at");
        tasks.Property(task => task.UpdatedAt).HasColumnName("updated_at");

        // The default is for writers that do not know the column, such as an older version during an upgrade: in the index a task is found
        // quickly however many there are.
        tasks.Property(task => task.InSearchIndex).HasColumnName("in_search_index").HasDefaultValue(true).HasSentinel(true);

        // What a search reads: to make small letters of each text for each search costs three times as much as to compare them.
        tasks.Property<string>("SearchText").HasColumnName("search_text")
            .HasComputedColumnSql(@"lower(title || E'\n' || coalesce(description, ''))", stored: true);
        tasks.Ignore(task => task.DueDate);

        tasks.HasOne<User>().WithMany().HasForeignKey(task => task.UserId).HasConstraintName("fk_tasks_user").OnDelete(DeleteBehavior.Cascade);

        // One index for each sort with its tie-breaker, always below the owner; what filters ask for stands at the end, so that no task is read
        // only to be left out. EF Core can describe neither those of due date and title, which are on expressions that ListTasksSql must spell
        // the same way, nor that of search_text: they stand in the migrations.
        tasks.HasIndex(task => new { task.UserId, task.CreatedAt, task.Id, task.Priority }).HasDatabaseName("ix_tasks_created");
        tasks.HasIndex(task => new { task.UserId, task.UpdatedAt, task.Id, task.Completed, task.Priority }).HasDatabaseName("ix_tasks_updated");
        tasks.HasIndex(task => new { task.UserId, task.Priority, task.Id, task.Completed }).HasDatabaseName("ix_tasks_priority");
        tasks.HasIndex(task => new { task.UserId, task.Completed, task.CreatedAt, task.Id, task.Priority }).HasDatabaseName("ix_tasks_completed");

        // What the search needs beside its own index: the tasks outside it, and whether there are any in it.
        tasks.HasIndex(task => new { task.UserId, task.InSearchIndex }).HasDatabaseName("ix_tasks_in_search_index");
    }
}
