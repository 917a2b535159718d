using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence.Configurations;

internal sealed class TaskListConfiguration : IEntityTypeConfiguration<TaskList>
{
    public void Configure(EntityTypeBuilder<TaskList> builder)
    {
        builder.ToTable("lists", table => table.HasCheckConstraint("ck_lists_name", "name <> ''"));

        builder.HasKey(list => new { list.UserId, list.Id });
        builder.Property(list => list.UserId).HasMaxLength(User.MaxIdLength).UseCollation("C");
        builder.Property(list => list.Id).UseIdentityAlwaysColumn();
        builder.Property(list => list.Name).HasMaxLength(TaskList.MaxNameLength);
        builder.Property(list => list.Color).HasMaxLength(7);
        builder.Property(list => list.Open).HasDefaultValue(0);
        builder.Property(list => list.Total).HasDefaultValue(0);
        builder.Property(list => list.Version).HasDefaultValue(1L);

        builder.HasOne<User>().WithMany().HasForeignKey(list => list.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
