namespace Todo.Bench;

internal static class MarkdownTable
{
    /// <summary>A table whose columns after the first so many are numbers.</summary>
    internal static string Of(int textColumns, string[] headers, IEnumerable<string[]> rows) => string.Join(
        '\n',
        [
            Row(headers),
            Row(headers.Select((_, column) => column < textColumns ? "---" : "--:")),
            .. rows.Select(Row),
        ]);

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
