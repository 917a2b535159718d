using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence.Configurations;

internal sealed class TaskChangeConfiguration : IEntityTypeConfiguration<TaskChange>
{
    public void Configure(EntityTypeBuilder<TaskChange> builder)
    {
        // No foreign keys: purged tasks stay in the log, and where a user is deleted the purges of their tasks are written after the user is gone.
        builder.ToTable("task_changes");

        builder.HasKey(change => new { change.UserId, change.Id });
        builder.Property(change => change.UserId).HasMaxLength(User.MaxIdLength).UseCollation("C");
        builder.Property(change => change.Id).UseIdentityAlwaysColumn();
        builder.Property(change => change.Type).HasComment("1 created, 2 updated, 3 completed, 4 reopened, 5 deleted, 6 restored, 7 purged, 8 reminder");
        builder.Property(change => change.At).HasDefaultValueSql("clock_timestamp()");
        builder.Property(change => change.Before).HasColumnType("jsonb");
        builder.Property(change => change.After).HasColumnType("jsonb");

        builder.HasIndex(change => new { change.UserId, change.TaskId, change.Id });
    }
}
