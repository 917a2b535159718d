using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence.Configurations;

internal sealed class PendingReminderConfiguration : IEntityTypeConfiguration<PendingReminder>
{
    public void Configure(EntityTypeBuilder<PendingReminder> builder)
    {
        builder.ToTable("pending_reminders");

        builder.HasKey(reminder => new { reminder.UserId, reminder.TaskId, reminder.RingsAt });
        builder.Property(reminder => reminder.UserId).HasMaxLength(User.MaxIdLength).UseCollation("C");

        builder.HasOne<TaskItem>().WithMany().HasForeignKey(reminder => new { reminder.UserId, reminder.TaskId }).OnDelete(DeleteBehavior.Cascade);

        // Which is next, of all users.
        builder.HasIndex(reminder => reminder.RingsAt);
    }
}
