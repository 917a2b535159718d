namespace Todo.Api.Features.Tasks;

/// <summary>A search for tasks: words that must all occur.</summary>
internal static class TaskSearch
{
    internal const int MaxLength = 200;

    internal static string[] WordsOf(string? search) =>
        search?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
