using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace Todo.Api.Persistence;

/// <summary>
/// Comparing without case: Unicode NFKC, then full case folding, independent of the database's locale. PostgreSQL does it, in a function that the
/// migrations make, so that queries, indexes and generated columns fold in the same way.
/// </summary>
internal static class CaseFolding
{
    /// <summary>The order of folded text: ICU's root collation, the same on every database.</summary>
    internal const string Collation = "und-x-icu";

    /// <summary>Folds a text; in queries only.</summary>
    internal static string Fold(string text) => throw new InvalidOperationException($"{nameof(Fold)} runs in the database only.");

    internal static void AddCaseFolding(this ModelBuilder model) =>
        model.HasDbFunction(typeof(CaseFolding).GetMethod(nameof(Fold), BindingFlags.Static | BindingFlags.NonPublic)!).HasName("fold");
}
