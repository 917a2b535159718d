namespace Todo.Api.Persistence.Entities;

/// <summary>Somebody who has come with a valid token, whoever issued it, or who has registered here.</summary>
internal sealed class User
{
    internal const int MaxIdLength = 255;
    internal const int MaxEmailLength = 254;
    internal const int MaxNameLength = 200;

    public string Id { get; private set; } = "";

    /// <summary>Only of local accounts: what others know of their users stays with them.</summary>
    public string? Email { get; private set; }

    public string? Name { get; private set; }

    public string? PasswordHash { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>About how many tasks have ever been created (docs/adr/0006); deleting one does not count it down.</summary>
    public int TasksCreated { get; private set; }
}
