using Todo.Api.Persistence;

namespace Todo.Api.Features.Tasks.UpdateTask;

/// <summary>
/// One statement that changes what the request names and nothing else, so that parallel updates of different members all stay.
/// There are 32 texts of it at most, each prepared once.
/// </summary>
internal sealed class UpdateTaskSql
{
    private readonly SqlArguments _arguments = new();
    private readonly List<string> _columns = [];
    private readonly List<string> _values = [];

    internal UpdateTaskSql(UpdateTaskRequest request, string userId, long id, DateTime now)
    {
        var owned = $"user_id = {_arguments.Add(userId)} AND id = {_arguments.Add(id)}";

        if (request.Title.IsPresent)
        {
            Set("title", _arguments.Add(request.Title.Value));
        }

        if (request.Description.IsPresent)
        {
            Set("description", _arguments.Add(request.Description.Value));
        }

        if (request.Completed.IsPresent)
        {
            Set("completed", _arguments.Add(request.Completed.Value));
        }

        if (request.Priority.IsPresent)
        {
            Set("priority", _arguments.Add((short)request.Priority.Value));
        }

        if (request.DueDate.IsPresent)
        {
            Set("due_at", _arguments.Add(request.DueDate.Value?.At));
            Set("due_is_date", _arguments.Add(request.DueDate.Value?.IsDate ?? false));
        }

        Text = _columns.Count == 0
            ? $"SELECT * FROM tasks WHERE {owned}"
            : $"""
               UPDATE tasks
               SET ({Columns}, updated_at) = ROW({Values}, CASE WHEN ROW({Columns}) IS DISTINCT FROM ROW({Values})
                   THEN greatest({_arguments.Add(now)}, updated_at + interval '1 microsecond') ELSE updated_at END)
               WHERE {owned}
               RETURNING *
               """;
    }

    internal string Text { get; }

    internal object[] Arguments => _arguments.ToArray();

    private string Columns => string.Join(", ", _columns);

    private string Values => string.Join(", ", _values);

    private void Set(string column, string value)
    {
        _columns.Add(column);
        _values.Add(value);
    }
}
