using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence.Configurations;

internal sealed class TaskItemConfiguration : IEntityTypeConfiguration<TaskItem>
{
    public void Configure(EntityTypeBuilder<TaskItem> builder)
    {
        builder.ToTable("tasks", table =>
        {
            table.HasCheckConstraint("ck_tasks_title", "title <> ''");
            table.HasCheckConstraint("ck_tasks_priority", "priority BETWEEN 1 AND 3");
            table.HasCheckConstraint("ck_tasks_due", "NOT due_is_date OR (due_at IS NOT NULL AND due_at = date_trunc('day', due_at, 'UTC'))");
        });

        // Room for the new version of a row beside the old one: an update that touches no index writes to none.
        builder.HasStorageParameter("fillfactor", 90);

        builder.HasKey(task => new { task.UserId, task.Id });
        builder.Property(task => task.UserId).HasMaxLength(User.MaxIdLength).UseCollation("C");
        builder.Property(task => task.Id).UseIdentityAlwaysColumn();
        builder.Property(task => task.Title).HasMaxLength(TaskItem.MaxTitleLength);
        builder.Property(task => task.Description).HasMaxLength(TaskItem.MaxDescriptionLength);
        builder.Property(task => task.Priority).HasComment("1 low, 2 medium, 3 high");

        // The trigger's, which nothing else writes. Never read back after a create: that its version is 1 is known, and only searches need the text.
        LeaveToTrigger(builder.Property(task => task.Version).HasDefaultValue(1L));
        LeaveToTrigger(builder.Property(task => task.SearchText));

        // The one place that leaves out the trash. EF Core cannot add it to statements in SQL: those say it themselves.
        builder.HasQueryFilter(task => task.DeletedAt == null);

        builder.HasOne<User>().WithMany().HasForeignKey(task => task.UserId).OnDelete(DeleteBehavior.Cascade);

        // One index for each sort that is asked for often, with its tie-breaker, below the owner. None has completed or updated_at in it, so that a
        // toggle writes to no index (docs/adr/0008), and none the trash, so that a full one costs lists nothing. Those of due date and title are on
        // expressions, which EF Core cannot describe: they stand in the migrations, spelled as ListTasksQuery spells them.
        builder.HasIndex(task => new { task.UserId, task.CreatedAt, task.Id, task.Priority }).HasFilter("deleted_at IS NULL");
        builder.HasIndex(task => new { task.UserId, task.Priority, task.Id }).HasFilter("deleted_at IS NULL");

        // The trash of a user, and what has been in any for too long.
        builder.HasIndex(task => new { task.UserId, task.DeletedAt, task.Id }).HasFilter("deleted_at IS NOT NULL");
        builder.HasIndex(task => task.DeletedAt).HasFilter("deleted_at IS NOT NULL");
    }

    private static void LeaveToTrigger<T>(PropertyBuilder<T> property)
    {
        property.ValueGeneratedNever().Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        property.Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
    }
}
