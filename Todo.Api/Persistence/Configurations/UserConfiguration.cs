using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence.Configurations;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users", table =>
        {
            table.HasCheckConstraint("ck_users_id", "id <> ''");
            table.HasCheckConstraint("ck_users_account", "(email IS NULL) = (password_hash IS NULL)");
        });

        // Ids are opaque and compared byte by byte, whatever the database's collation.
        builder.Property(user => user.Id).HasMaxLength(User.MaxIdLength).UseCollation("C");
        builder.Property(user => user.Email).HasMaxLength(User.MaxEmailLength).HasComment("unique without case: ix_users_email, in the migration");
        builder.Property(user => user.Name).HasMaxLength(User.MaxNameLength);
    }
}
