using System.Globalization;

namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>What the cursor of a list of tasks holds, by its order, and which list it belongs to.</summary>
internal static class ListTasksCursor
{
    internal static TaskCursor After(TaskResponse task, ListTasksRequest request)
    {
        var list = FingerprintOf(request);
        return request.SortKey switch
        {
            TaskSort.CreatedAt => TaskCursor.At(task.CreatedAt, task.Id, list),
            TaskSort.UpdatedAt => TaskCursor.At(task.UpdatedAt, task.Id, list),
            TaskSort.DueDate => TaskCursor.At(task.DueDate?.At ?? (request.IsAscending ? ListTasksQuery.Never : ListTasksQuery.LongAgo), task.Id, list),
            TaskSort.Priority => new TaskCursor(list, task.Id, ((short)task.Priority).ToString(CultureInfo.InvariantCulture)),
            TaskSort.Position => new TaskCursor(list, task.Id, task.Position),
            _ => new TaskCursor(list, task.Id, task.Title),
        };
    }

    internal static bool Fits(this TaskCursor cursor, ListTasksRequest request) => cursor.List == FingerprintOf(request) && request.SortKey switch
    {
        TaskSort.Title or TaskSort.Position => true,
        TaskSort.Priority => cursor.Priority is not null,
        _ => cursor.Instant is not null,
    };

    private static string FingerprintOf(ListTasksRequest request)
    {
        var priorities = (request.Priority ?? []).Aggregate(0, (set, priority) => set | (1 << (int)priority));
        var due = request.Due is null ? "" : $" {request.Due.Aggregate(0, (set, filter) => set | (1 << (int)filter))} {request.TimeZone}";
        var parent = request.ParentId is null ? "" : $" below {request.ParentId}";
        var tags = request.Tags is null && request.TagsAny is null ? "" : $" {string.Join(',', request.Tags ?? [])} {string.Join(',', request.TagsAny ?? [])}";
        var list = request.ListId is null ? "" : $" {request.ListId}";
        return TaskCursor.FingerprintOf(
            $"{request.IsCompleted} {priorities} {request.DueDateFrom} {request.DueDateTo}{due}{tags}{list}{parent} {request.SortKey} {request.IsAscending} {string.Join(' ', request.Words)}");
    }
}
