using System.Text.RegularExpressions;
using Todo.Api.Settings;

namespace Todo.Api.Features.Tasks;

/// <summary>
/// For front ends that read a list from a member of an object and cannot be changed: the setting <c>LIST_ENVELOPE</c> names that member. Without it a
/// list is a bare array.
/// </summary>
internal sealed partial record ListEnvelope(string? Member)
{
    private const string Setting = "LIST_ENVELOPE";

    private static readonly string[] Others = ["total", "limit", "offset", "page", "total_pages", "next_cursor"];

    internal static ListEnvelope From(AppSettings settings)
    {
        var member = settings.Text(Setting);
        if (member is not null && (!Name().IsMatch(member) || Others.Contains(member)))
        {
            settings.Problem(Setting, "must be the name of a member, such as tasks or items");
        }

        return new ListEnvelope(member);
    }

    /// <summary>The list with what its headers say. Where a page begins is not known of one that was found by a cursor.</summary>
    internal Dictionary<string, object?> Wrap(List<TaskResponse> tasks, long total, int limit, long? offset, TaskCursor? next) => new()
    {
        [Member!] = tasks,
        ["total"] = total,
        ["limit"] = limit,
        ["offset"] = offset,
        ["page"] = offset / limit + 1,
        ["total_pages"] = (total + limit - 1) / limit,
        ["next_cursor"] = next?.ToString(),
    };

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,63}$")]
    private static partial Regex Name();
}
