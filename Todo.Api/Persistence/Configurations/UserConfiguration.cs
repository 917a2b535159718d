using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence.Configurations;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> users)
    {
        users.ToTable("users", table => table.HasCheckConstraint("ck_users_id", "id <> ''"));
        users.HasKey(user => user.Id).HasName("pk_users");

        // Ids are opaque and compared byte by byte, whatever the database's collation.
        users.Property(user => user.Id).HasColumnName("id").HasMaxLength(User.MaxIdLength).UseCollation("C");
        users.Property(user => user.CreatedAt).HasColumnName("created_at");
    }
}
