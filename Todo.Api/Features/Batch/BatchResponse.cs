using System.Text.Json.Serialization;
using Todo.Api.Features.Tasks;
using Todo.Api.Responses;

namespace Todo.Api.Features.Batch;

/// <summary>What became of a batch.</summary>
/// <param name="Results">One for each operation, in their order.</param>
/// <example>
/// {
///   "results": [
///     {
///       "status": 201,
///       "task": {
///         "id": 42, "user_id": "n38FQvqdRVXc16ItOEQJgPaeqY6OAeol", "title": "Buy milk", "description": null, "completed": false,
///         "priority": "medium", "due_date": "2026-12-01", "tags": ["home"], "list_id": null, "parent_id": null, "subtasks": { "completed": 0, "total": 0 },
///         "position": "b42", "recurrence": null, "recurrence_from": null, "time_zone": null, "next_task_id": null, "reminders": [], "version": 1,
///         "created_at": "2026-11-21T09:30:00.123456Z", "updated_at": "2026-11-21T09:30:00.123456Z"
///       }
///     },
///     { "status": 204 }
///   ]
/// }
/// </example>
internal sealed record BatchResponse(IReadOnlyList<BatchResult> Results);

/// <summary>What became of one operation: what a single request would have been answered with.</summary>
/// <param name="Status">The HTTP status: 201, 200 or 204; that of a failure; 424 if it was not done because another one failed.</param>
/// <param name="Task">The task as it was right after this operation; not for what was deleted.</param>
/// <param name="Problem">What went wrong, if something did.</param>
/// <example>{ "status": 204 }</example>
internal sealed record BatchResult(
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TaskResponse? Task = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Problem? Problem = null)
{
    internal static BatchResult Failed(Problem problem) => new(problem.Status, Problem: problem);
}
