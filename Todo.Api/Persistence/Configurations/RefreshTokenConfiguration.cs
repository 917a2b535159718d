using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence.Configurations;

internal sealed class RefreshTokenConfiguration : IEntityTypeConfiguration<RefreshToken>
{
    public void Configure(EntityTypeBuilder<RefreshToken> builder)
    {
        builder.ToTable("refresh_tokens");
        builder.HasKey(token => token.Hash);
        builder.Property(token => token.Hash).HasComment("SHA-256 of the token");
        builder.Property(token => token.UserId).HasMaxLength(User.MaxIdLength).UseCollation("C");

        builder.HasOne<User>().WithMany().HasForeignKey(token => token.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(token => token.Family);
        builder.HasIndex(token => new { token.UserId, token.ExpiresAt });
    }
}
