using System.Collections.Frozen;

namespace Todo.Api.Security;

/// <summary>Words that stand behind <c>/api/</c> where otherwise a user's id does. They are no user ids, in any case.</summary>
internal static class AddressWords
{
    /// <summary>What is below the path of the token's own user, whose id is left out.</summary>
    // Features to come as well: an id that is taken today could not be reached any more once its word has a meaning.
    internal static readonly FrozenSet<string> OfOwnPath = Words("tasks", "trash", "changes", "events", "batch", "lists", "tags");

    /// <summary>What begins addresses of other APIs: here nothing begins so.</summary>
    internal static readonly FrozenSet<string> OfOtherApis = Words("v1", "users", "signup", "signin", "login", "register");

    /// <summary>What belongs to no user.</summary>
    internal static readonly FrozenSet<string> OfNoUser = Words(["auth", "health", .. OfOtherApis]);

    internal static bool IsReserved(string word) => OfOwnPath.Contains(word) || OfNoUser.Contains(word);

    private static FrozenSet<string> Words(params string[] words) => words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
