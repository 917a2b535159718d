namespace Todo.Api.Persistence.Entities;

/// <summary>A refresh token, of which only the hash is kept. All that descend from one sign-in are a family.</summary>
internal sealed class RefreshToken
{
    public byte[] Hash { get; private set; } = [];

    public Guid Family { get; private set; }

    public string UserId { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }

    public DateTime ExpiresAt { get; private set; }

    /// <summary>When it was exchanged for the next one; whoever comes with it again is not the one who got that.</summary>
    public DateTime? SpentAt { get; private set; }

    public DateTime? RevokedAt { get; private set; }
}
