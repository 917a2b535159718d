using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks;

/// <summary>A page of a list of tasks, read with one task more where there is one; and how many there are on all pages, where that was asked for.</summary>
internal sealed record CountedPage(long? Total, List<TaskResponse> Tasks)
{
    internal const int MaxLimit = 500;
    internal const int DefaultLimit = 100;
    internal const string TotalHeader = "X-Total-Count";

    /// <summary>Takes the one task more away: the last task that is shown, if another page follows it.</summary>
    internal TaskResponse? CutTo(int limit)
    {
        if (Tasks.Count <= limit)
        {
            return null;
        }

        Tasks.RemoveAt(limit);
        return Tasks[^1];
    }

    /// <summary>The page as an array, or as a front end's envelope; other pages and the total are in its headers.</summary>
    /// <param name="http">The request.</param>
    /// <param name="list">The last word of the list's address.</param>
    /// <param name="envelope">What the setting says.</param>
    /// <param name="limit">How many tasks were asked for.</param>
    /// <param name="next">Where the next page begins, if there is one.</param>
    /// <param name="offset">How many tasks come before the page, if that is known.</param>
    /// <param name="number">The page asked for, if by number.</param>
    internal Results<Ok<List<TaskResponse>>, JsonHttpResult<Dictionary<string, object?>>> Answer(
        HttpContext http, string list, ListEnvelope envelope, int limit, TaskCursor? next, long? offset, long? number = null)
    {
        var lastPage = Math.Max(1, ((Total ?? 0) + limit - 1) / limit);
        if (ListLinks.Create(http.Request.Query, $"{http.UserPath()}/{list}", next, number, lastPage) is { Length: > 0 } links)
        {
            http.Response.Headers.Link = links;
        }

        if (Total is { } total)
        {
            http.Response.Headers[TotalHeader] = total.ToString(CultureInfo.InvariantCulture);
        }

        return envelope.Member is null ? TypedResults.Ok(Tasks) : TypedResults.Json(envelope.Wrap(Tasks, Total ?? 0, limit, offset, next));
    }
}
