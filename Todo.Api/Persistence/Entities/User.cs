namespace Todo.Api.Persistence.Entities;

/// <summary>Somebody who has come with a valid token, whoever issued it.</summary>
internal sealed class User
{
    internal const int MaxIdLength = 255;

    public string Id { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }
}
