using F23.StringSimilarity;

namespace Todo.Api.Requests;

/// <summary>What an unknown name was probably meant to be.</summary>
internal static class Suggestions
{
    private static readonly OptimalStringAlignment Edits = new();

    internal static string Unknown(string what, string? meant) => $"is not a known {what}{(meant is null ? "" : $"; did you mean '{meant}'?")}";

    /// <summary>What the closest of the known names means; nothing where none is close.</summary>
    internal static string? Closest(string name, IEnumerable<(string Name, string Meaning)> known)
    {
        var folded = Fold(name);
        return known
            .Where(candidate => candidate.Name.Length > 1) // one edit makes every letter a q
            .Select(candidate => (candidate, distance: Distance(folded, Fold(candidate.Name))))
            .Where(pair => pair.distance <= Math.Max(1, pair.candidate.Name.Length / 3))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => Math.Abs(pair.candidate.Name.Length - name.Length))
            .ThenBy(pair => pair.candidate.Name, StringComparer.Ordinal)
            .Select(pair => pair.candidate.Meaning)
            .FirstOrDefault();
    }

    // dueDate, due-date and DUE_DATE are the same slip.
    private static string Fold(string name) =>
        string.Concat(name.Take(64).Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Edits from one to the other; a whole word more or less, as in sort_by, counts as one.</summary>
    private static double Distance(string a, string b) =>
        a != b && Math.Min(a.Length, b.Length) >= 3 && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal))
            ? 1
            : Edits.Distance(a, b);
}
