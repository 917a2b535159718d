namespace Todo.Api.Persistence.Entities;

/// <summary>A user who has come with a valid token, no matter who issued it, or who has registered here.</summary>
internal sealed class User
{
    internal const int MaxIdLength = 255;
    internal const int MaxEmailLength = 254;
    internal const int MaxNameLength = 200;

    private User()
    {
    }

    public string Id { get; private init; } = "";

    /// <summary>Of local accounts only: what Better Auth knows of its users stays there.</summary>
    public string? Email { get; private init; }

    public string? Name { get; private init; }

    public string? PasswordHash { get; private init; }

    public DateTime CreatedAt { get; private init; }

    internal static User Register(string id, string email, string? name, string passwordHash, DateTime now) =>
        new() { Id = id, Email = email, Name = name, PasswordHash = passwordHash, CreatedAt = now };
}
