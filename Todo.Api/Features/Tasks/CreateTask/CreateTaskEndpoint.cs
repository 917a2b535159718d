using Microsoft.AspNetCore.Http.HttpResults;
using Todo.Api.Observability;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.CreateTask;

internal static class CreateTaskEndpoint
{
    // One create in so many counts, for as many: counting each would make all of a user's creates wait for each other (docs/adr/0006).
    private const int CountEvery = 8;

    private const string Columns = "title, description, completed, priority, due_at, due_is_date, created_at, updated_at, in_search_index";

    private static readonly string Values = $"$2, $3, $4, $5, $6, $7, $8, $8, tasks_created > {TaskItem.OutsideSearchIndex}";

    private static readonly string Statement =
        $"INSERT INTO tasks (user_id, {Columns}) SELECT $1, {Values} FROM users WHERE id = $1 RETURNING {TaskResponse.Columns}";

    // The owner comes along in the same statement: nobody has to register first, and parallel first requests do not collide.
    private static readonly string CountingStatement =
        $"""
        WITH owner AS (
            INSERT INTO users (id, created_at, tasks_created) VALUES ($1, $8, 1)
            ON CONFLICT (id) DO UPDATE SET tasks_created = users.tasks_created + {CountEvery}
            RETURNING tasks_created)
        INSERT INTO tasks (user_id, {Columns}) SELECT $1, {Values} FROM owner RETURNING {TaskResponse.Columns}
        """;

    internal static void MapCreateTask(this RouteGroupBuilder tasks) => tasks.MapPost("/", HandleAsync).WithName("CreateTask");

    /// <summary>Create a task</summary>
    /// <response code="201">The task, at the address in the Location header.</response>
    internal static async Task<Created<TaskResponse>> HandleAsync(
        CreateTaskRequest request, CurrentUser user, Database db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.Now();

        // The plain statement inserts nothing for somebody who has no row yet; that happens once in a user's life.
        var task = Random.Shared.Next(CountEvery) > 0 ? await InsertAsync(Statement) : null;
        task ??= await InsertAsync(CountingStatement);

        TodoMetrics.TasksCreated.Add(1);
        return TypedResults.Created($"/api/{Uri.EscapeDataString(user.Id)}/tasks/{task!.Id}", task);

        Task<TaskResponse?> InsertAsync(string statement) => db.FirstAsync(
            statement,
            [user.Id, request.Title, request.Description, request.Completed, request.Priority, request.DueDate?.At, request.DueDate?.IsDate ?? false, now],
            TaskResponse.Of(user),
            ct);
    }
}
