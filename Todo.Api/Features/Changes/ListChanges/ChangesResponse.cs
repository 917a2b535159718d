using Todo.Api.Features.Tasks;

namespace Todo.Api.Features.Changes.ListChanges;

/// <summary>What is different since a token.</summary>
/// <param name="Changed">The tasks that are new or changed, as they are now, in the order of their last change.</param>
/// <param name="Deleted">The ids of those that are in the trash or gone.</param>
/// <param name="Next">The token to go on from.</param>
/// <param name="HasMore">Whether there is more already: ask again at once.</param>
/// <example>
/// {
///   "changed": [{
///     "id": 42, "user_id": "n38FQvqdRVXc16ItOEQJgPaeqY6OAeol", "title": "Buy milk", "description": null, "completed": true,
///     "priority": "medium", "due_date": "2026-12-01", "tags": ["home"], "list_id": null, "parent_id": null, "subtasks": { "completed": 0, "total": 0 },
///     "position": "b42", "recurrence": null, "recurrence_from": null, "time_zone": null, "next_task_id": null, "reminders": [], "version": 2,
///     "created_at": "2026-11-21T09:30:00.123456Z", "updated_at": "2026-11-21T09:31:00.123456Z"
///   }],
///   "deleted": [41], "next": "c3luYy45ODEuNjM5MA", "has_more": false
/// }
/// </example>
internal sealed record ChangesResponse(IReadOnlyList<TaskResponse> Changed, IReadOnlyList<long> Deleted, string Next, bool HasMore);
