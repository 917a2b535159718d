using System.Security.Cryptography;
using System.Text;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Security;

/// <summary>User ids are opaque; they only have to fit into PostgreSQL and a path.</summary>
internal static class UserIds
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 32;

    /// <summary>A new id of the form that Better Auth gives its users.</summary>
    internal static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    internal static bool IsUsable(string id)
    {
        var codePoints = 0;
        for (var i = 0; i < id.Length; codePoints++)
        {
            if (!Rune.TryGetRuneAt(id, i, out var rune) || Rune.IsControl(rune))
            {
                return false;
            }

            i += rune.Utf16SequenceLength;
        }

        return codePoints is >= 1 and <= User.MaxIdLength;
    }
}
