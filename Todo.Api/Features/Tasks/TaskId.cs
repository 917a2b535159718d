using System.Globalization;

namespace Todo.Api.Features.Tasks;

/// <summary>The <c>task_id</c> of a path. What is not a positive 64-bit integer is the id of no task, not a request that cannot be read.</summary>
internal readonly record struct TaskId(long Value)
{
    public static bool TryParse(string? text, out TaskId id)
    {
        id = new TaskId(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0);
        return true;
    }
}
