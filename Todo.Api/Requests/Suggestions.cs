namespace Todo.Api.Requests;

/// <summary>What an unknown name was probably meant to be.</summary>
internal static class Suggestions
{
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
            .ThenBy(pair => pair.candidate.Name, StringComparer.Ordinal)
            .Select(pair => pair.candidate.Meaning)
            .FirstOrDefault();
    }

    // dueDate, due-date and DUE_DATE are the same slip.
    private static string Fold(string name) =>
        string.Concat(name.Take(64).Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Edits from one to the other (optimal string alignment); a whole word more or less, as in sort_by, counts as one.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length >= 3 && b.Length >= 3 && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal)))
        {
            return a.Length == b.Length ? 0 : 1;
        }

        var edits = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1, edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));

                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[a.Length, b.Length];
    }
}
