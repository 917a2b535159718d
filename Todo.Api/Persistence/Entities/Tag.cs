namespace Todo.Api.Persistence.Entities;

/// <summary>How a user spells a tag: as they did the first time. Which tasks have it stands on the tasks.</summary>
internal sealed class Tag : IOwned
{
    internal const int MaxNameLength = 50;

    private Tag()
    {
    }

    public string UserId { get; private init; } = "";

    /// <summary>The name, folded: tags that differ in case are one.</summary>
    public string Key { get; private init; } = "";

    public string Name { get; private set; } = "";
}
