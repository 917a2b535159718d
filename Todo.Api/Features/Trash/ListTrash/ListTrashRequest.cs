using Todo.Api.Features.Tasks;
using Todo.Api.Requests;

namespace Todo.Api.Features.Trash.ListTrash;

/// <summary>Which tasks of the trash, and how many of them.</summary>
internal sealed record ListTrashRequest : IQuery<ListTrashRequest>
{
    /// <summary>Words that must all occur in title, description or tags, in any case; at most 200 characters. Empty means no search. Also `q`.</summary>
    [OtherNames("q")]
    public string? Search { get; init; }

    /// <summary>How many tasks at most: 1 to 500, by default 100. Also `per_page`, `page_size`.</summary>
    [OtherNames("per_page", "page_size")]
    public int Limit { get; init; } = CountedPage.DefaultLimit;

    /// <summary>Where to go on: from the next link of the same list.</summary>
    public TaskCursor? Cursor { get; init; }

    /// <summary>The words of the search.</summary>
    internal string[] Words => TaskSearch.WordsOf(Search);

    /// <summary>What a cursor belongs to.</summary>
    internal string List => TaskCursor.FingerprintOf($"trash {string.Join(' ', Words)}");
}
