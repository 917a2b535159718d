using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence.Configurations;

internal sealed class IdempotencyKeyConfiguration : IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<IdempotencyKey> builder)
    {
        // No foreign key: an answer may be kept for a user who is not known yet, such as a 422 to the very first request.
        builder.ToTable("idempotency_keys");

        builder.HasKey(key => new { key.UserId, key.Key });
        builder.Property(key => key.UserId).HasMaxLength(User.MaxIdLength).UseCollation("C");
        builder.Property(key => key.Key).HasMaxLength(IdempotencyKey.MaxLength).UseCollation("C");
        builder.Property(key => key.Fingerprint).HasComment("SHA-256 of method, path, query and body");

        builder.HasIndex(key => key.CreatedAt);
    }
}
