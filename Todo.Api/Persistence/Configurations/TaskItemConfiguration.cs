using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence.Configurations;

internal sealed class TaskItemConfiguration : IEntityTypeConfiguration<TaskItem>
{
    // What a client is told about: TaskConstraints has the words.
    internal const string TagsConstraint = "ck_tasks_tags";
    internal const string RecurrenceConstraint = "ck_tasks_recurrence";
    internal const string RemindersConstraint = "ck_tasks_reminders";
    internal const string ListConstraint = "fk_tasks_lists";
    internal const string ParentConstraint = "fk_tasks_parents";
    internal const string PositionIndex = "ix_tasks_position";

    // Of the trigger on the table.
    internal const string LiveParentConstraint = "tasks_parent_live";
    internal const string ParentCycleConstraint = "tasks_parent_cycle";
    internal const string LevelsConstraint = "tasks_levels";

    public void Configure(EntityTypeBuilder<TaskItem> builder)
    {
        builder.ToTable("tasks", table =>
        {
            table.HasCheckConstraint("ck_tasks_title", "title <> ''");
            table.HasCheckConstraint("ck_tasks_priority", "priority BETWEEN 1 AND 3");
            table.HasCheckConstraint(TagsConstraint, $"cardinality(tags) <= {TaskItem.MaxTags}");
            table.HasCheckConstraint(RecurrenceConstraint, "recurrence IS NULL OR due_at IS NOT NULL");
            table.HasCheckConstraint(RemindersConstraint, "due_at IS NOT NULL OR reminders IS NULL OR NOT jsonb_path_exists(reminders, '$[*].before_minutes')");
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
        LeaveToTrigger(builder.Property(task => task.TagKeys).HasDefaultValueSql("'{}'"));
        LeaveToTrigger(builder.Property(task => task.SubtasksTotal).HasDefaultValue(0));
        LeaveToTrigger(builder.Property(task => task.SubtasksCompleted).HasDefaultValue(0));
        LeaveToTrigger(builder.Property(task => task.TrashedWith));

        builder.Property(task => task.Tags).HasDefaultValueSql("'{}'");
        builder.Property(task => task.MovedTo).UseCollation("C");
        builder.Property(task => task.RecurrenceFrom).HasComment("1 due, 2 completion");
        builder.Property(task => task.Reminders).HasColumnType("jsonb");

        // The one place that leaves out the trash. EF Core cannot add it to statements in SQL: those say it themselves.
        builder.HasQueryFilter(task => task.DeletedAt == null);

        builder.HasOne<User>().WithMany().HasForeignKey(task => task.UserId).OnDelete(DeleteBehavior.Cascade);

        // Within their user, which EF Core's ON DELETE SET NULL would empty as well: the migration says of which column.
        builder.HasOne<TaskList>().WithMany().HasForeignKey(task => new { task.UserId, task.ListId })
            .OnDelete(DeleteBehavior.ClientNoAction).HasConstraintName(ListConstraint);
        builder.HasOne<TaskItem>().WithMany().HasForeignKey(task => new { task.UserId, task.ParentId })
            .OnDelete(DeleteBehavior.ClientNoAction).HasConstraintName(ParentConstraint);

        // One index for each sort that is asked for often, with its tie-breaker, below the owner. None has completed or updated_at in it, so that a
        // toggle writes to no index (docs/adr/0008), and none the trash, so that a full one costs lists nothing. Those of due date, title and position are on
        // expressions, which EF Core cannot describe: they stand in the migrations, spelled as ListTasksQuery spells them.
        builder.HasIndex(task => new { task.UserId, task.CreatedAt, task.Id, task.Priority }).HasFilter("deleted_at IS NULL");
        builder.HasIndex(task => new { task.UserId, task.Priority, task.Id }).HasFilter("deleted_at IS NULL");

        // Tasks that are in no list and below no other are not in these.
        builder.HasIndex(task => new { task.UserId, task.ListId, task.CreatedAt, task.Id }).HasFilter("list_id IS NOT NULL");
        builder.HasIndex(task => new { task.UserId, task.ParentId, task.CreatedAt, task.Id }).HasFilter("parent_id IS NOT NULL");

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
