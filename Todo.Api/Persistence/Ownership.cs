namespace Todo.Api.Persistence;

/// <summary>Something that belongs to one user.</summary>
internal interface IOwned
{
    string UserId { get; }
}

internal static class Ownership
{
    /// <summary>What belongs to this user. Every query of what users own begins with it.</summary>
    internal static IQueryable<T> OwnedBy<T>(this IQueryable<T> items, string userId) where T : IOwned =>
        items.Where(item => item.UserId == userId);
}
