using System.Text.RegularExpressions;
using Todo.Api.Settings;

namespace Todo.Api.Features.Tasks.ListTasks;

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
    internal Dictionary<string, object?> Wrap(List<TaskResponse> tasks, ListTasksRequest request, long total, TaskCursor? next)
    {
        long? offset = request.Cursor is null ? request.Skipped ?? 0 : null;
        return new Dictionary<string, object?>
        {
            [Member!] = tasks,
            ["total"] = total,
            ["limit"] = request.Limit,
            ["offset"] = offset,
            ["page"] = offset / request.Limit + 1,
            ["total_pages"] = (total + request.Limit - 1) / request.Limit,
            ["next_cursor"] = next?.ToString(),
        };
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,63}$")]
    private static partial Regex Name();
}
