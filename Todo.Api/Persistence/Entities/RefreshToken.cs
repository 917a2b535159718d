namespace Todo.Api.Persistence.Entities;

/// <summary>A refresh token, of which only the hash is kept. All that descend from one sign-in are a family.</summary>
internal sealed class RefreshToken
{
    private RefreshToken()
    {
    }

    public byte[] Hash { get; private init; } = [];

    public Guid Family { get; private init; }

    public string UserId { get; private init; } = "";

    public DateTime CreatedAt { get; private init; }

    public DateTime ExpiresAt { get; private init; }

    /// <summary>When it was exchanged for the next one; a second attempt with it means that it was stolen.</summary>
    public DateTime? SpentAt { get; private init; }

    public DateTime? RevokedAt { get; private init; }

    /// <summary>The first of a family: what a sign-in gives.</summary>
    internal static RefreshToken StartFamily(byte[] hash, string userId, DateTime now, TimeSpan life) =>
        new() { Hash = hash, Family = Guid.CreateVersion7(), UserId = userId, CreatedAt = now, ExpiresAt = now + life };
}
