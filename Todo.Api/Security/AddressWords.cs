using System.Collections.Frozen;

namespace Todo.Api.Security;

/// <summary>Words that stand behind <c>/api/</c> where otherwise a user's id does. They are no user ids, in any case.</summary>
internal static class AddressWords
{
    // Those of features to come as well: an id that is taken today could not be reached any more once its word has a meaning.
    private static readonly FrozenSet<string> OwnPath = Words("tasks", "trash", "changes", "events", "batch", "lists", "tags");

    private static readonly FrozenSet<string> Others = Words("auth", "health");

    private static readonly FrozenSet<string> OtherApis = Words("v1", "users", "signup", "signin", "login", "register");

    /// <summary>Whether such an address is below the path of the token's own user, whose id is left out.</summary>
    internal static bool BeginOwnPath(string word) => OwnPath.Contains(word);

    /// <summary>Whether such an address is one of another API: here nothing begins so.</summary>
    internal static bool BeginOtherApis(string word) => OtherApis.Contains(word);

    /// <summary>Whether such an address belongs to no user.</summary>
    internal static bool BeginNoUsersPath(string word) => Others.Contains(word) || OtherApis.Contains(word);

    internal static bool IsReserved(string word) => BeginOwnPath(word) || BeginNoUsersPath(word);

    private static FrozenSet<string> Words(params ReadOnlySpan<string> words) => FrozenSet.Create(StringComparer.OrdinalIgnoreCase, words);
}
