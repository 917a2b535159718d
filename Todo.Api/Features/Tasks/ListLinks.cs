using Microsoft.AspNetCore.Http.Extensions;

namespace Todo.Api.Features.Tasks;

/// <summary>The <c>Link</c> header of a list (RFC 8288): relative addresses that keep all filters.</summary>
internal static class ListLinks
{
    /// <summary>The links to other pages; nothing when there are none.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="path">The escaped path of the list.</param>
    /// <param name="next">The cursor of the next page, if there is one.</param>
    /// <param name="page">The page asked for, if by number.</param>
    /// <param name="lastPage">The last page, if by number.</param>
    internal static string Create(IQueryCollection query, string path, TaskCursor? next, long? page, long lastPage)
    {
        var links = new List<string>();
        if (next is not null)
        {
            Add("next", "cursor", next.ToString());
        }

        if (page is { } current)
        {
            if (current > 1)
            {
                Add("prev", "page", Text(Math.Min(current - 1, lastPage)));
            }

            Add("first", "page", "1");
            Add("last", "page", Text(lastPage));
        }

        return string.Join(", ", links);

        void Add(string relation, string parameter, string value)
        {
            var builder = new QueryBuilder();
            foreach (var (key, values) in query)
            {
                if (key is not ("cursor" or "page" or "offset" or "skip" or "user_id"))
                {
                    builder.Add(key, values.ToString());
                }
            }

            builder.Add(parameter, value);
            links.Add($"<{path}{builder}>; rel=\"{relation}\"");
        }

        static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
