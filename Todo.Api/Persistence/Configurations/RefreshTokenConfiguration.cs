using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence.Configurations;

internal sealed class RefreshTokenConfiguration : IEntityTypeConfiguration<RefreshToken>
{
    public void Configure(EntityTypeBuilder<RefreshToken> tokens)
    {
        tokens.ToTable("refresh_tokens");
        tokens.HasKey(token => token.Hash).HasName("pk_refresh_tokens");
        tokens.Property(token => token.Hash).HasColumnName("hash").HasComment("SHA-256 of the token");
        tokens.Property(token => token.Family).HasColumnName("family");
        tokens.Property(token => token.UserId).HasColumnName("user_id").HasMaxLength(User.MaxIdLength).UseCollation("C");
        tokens.Property(token => token.CreatedAt).HasColumnName("created_at");
        tokens.Property(token => token.ExpiresAt).HasColumnName("expires_at");
        tokens.Property(token => token.SpentAt).HasColumnName("spent_at");
        tokens.Property(token => token.RevokedAt).HasColumnName("revoked_at");

        tokens.HasOne<User>().WithMany().HasForeignKey(token => token.UserId).HasConstraintName("fk_refresh_tokens_user").OnDelete(DeleteBehavior.Cascade);
        tokens.HasIndex(token => token.Family).HasDatabaseName("ix_refresh_tokens_family");
        tokens.HasIndex(token => new { token.UserId, token.ExpiresAt }).HasDatabaseName("ix_refresh_tokens_user");
    }
}
