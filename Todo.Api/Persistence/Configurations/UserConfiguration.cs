using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence.Configurations;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> users)
    {
        users.ToTable("users", table =>
        {
            table.HasCheckConstraint("ck_users_id", "id <> ''");
            table.HasCheckConstraint("ck_users_account", "(email IS NULL) = (password_hash IS NULL)");
        });
        users.HasKey(user => user.Id).HasName("pk_users");

        // Ids are opaque and compared byte by byte, whatever the database's collation.
        users.Property(user => user.Id).HasColumnName("id").HasMaxLength(User.MaxIdLength).UseCollation("C");
        users.Property(user => user.Email).HasColumnName("email").HasMaxLength(User.MaxEmailLength).HasComment("unique without case: ix_users_email, in the migration");
        users.Property(user => user.Name).HasColumnName("name").HasMaxLength(User.MaxNameLength);
        users.Property(user => user.PasswordHash).HasColumnName("password_hash");
        users.Property(user => user.CreatedAt).HasColumnName("created_at");
        users.Property(user => user.TasksCreated).HasColumnName("tasks_created").HasDefaultValue(0);
    }
}
