using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence.Configurations;

internal sealed class TagConfiguration : IEntityTypeConfiguration<Tag>
{
    public void Configure(EntityTypeBuilder<Tag> builder)
    {
        builder.ToTable("tags");

        builder.HasKey(tag => new { tag.UserId, tag.Key });
        builder.Property(tag => tag.UserId).HasMaxLength(User.MaxIdLength).UseCollation("C");
        builder.Property(tag => tag.Key).UseCollation("C");
        builder.Property(tag => tag.Name).HasMaxLength(Tag.MaxNameLength);

        builder.HasOne<User>().WithMany().HasForeignKey(tag => tag.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
