using System.Security.Cryptography;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Security;

/// <summary>User ids are opaque; they only have to fit into PostgreSQL and a path.</summary>
internal static class UserIds
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 32;

    /// <summary>A new id of the form that Better Auth gives its users.</summary>
    internal static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    internal static bool IsUsable(string id) =>
        id.Length > 0 && !id.Any(char.IsControl) && id.EnumerateRunes().Count() <= User.MaxIdLength && !UserPaths.IsReserved(id);
}
