using System.Collections.Frozen;
using Npgsql;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Configurations;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;

namespace Todo.Api.Features.Tasks;

/// <summary>What only the database can tell is wrong with a task, because it depends on other rows or on members that the request does not name.</summary>
internal static class TaskConstraints
{
    private const string Start = "task";

    private static readonly FrozenDictionary<string, (string Member, string Message)> Rules = new Dictionary<string, (string, string)>
    {
        [TaskItemConfiguration.ListConstraint] = ("list_id", "must be one of your lists"),
        [TaskItemConfiguration.ParentConstraint] = ("parent_id", "must be one of your tasks"),
        [TaskItemConfiguration.LiveParentConstraint] = ("parent_id", "must not be in the trash"),
        [TaskItemConfiguration.ParentCycleConstraint] = ("parent_id", "must be neither the task itself nor one below it"),
        [TaskItemConfiguration.LevelsConstraint] = ("parent_id", $"must not lead to more than {TaskItem.MaxLevels} levels"),
        [TaskItemConfiguration.PositionIndex] = ("position", "is that of another task"),
        [TaskItemConfiguration.RecurrenceConstraint] = ("due_date", "is needed by recurrence"),
        [TaskItemConfiguration.RemindersConstraint] = ("due_date", "is needed by a reminder with before_minutes"),
    }.ToFrozenDictionary();

    /// <summary>Answers with a 422 what the database refuses.</summary>
    internal static RouteHandlerBuilder AnswerConstraints(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var db = context.HttpContext.RequestServices.GetRequiredService<TodoDbContext>();
            var (answer, refused) = await RunAsync(db, () => next(context), context.HttpContext.RequestAborted);
            return refused is null ? answer : ProblemResult.Invalid(refused);
        });

    /// <summary>Writes; what the database refuses is undone, and told.</summary>
    internal static async Task<(T? Result, FieldErrors? Refused)> RunAsync<T>(TodoDbContext db, Func<ValueTask<T>> write, CancellationToken ct)
    {
        // A statement that fails ends the transaction around it, and that of an Idempotency-Key goes on to keep the answer.
        var around = db.Database.CurrentTransaction;
        if (around is not null)
        {
            await around.CreateSavepointAsync(Start, ct);
        }

        try
        {
            return (await write(), null);
        }
        catch (Exception exception) when (Find(exception) is { } rule)
        {
            if (around is not null)
            {
                await around.RollbackToSavepointAsync(Start, ct);
            }

            var errors = new FieldErrors();
            errors.Add(rule.Member, rule.Message);
            return (default, errors);
        }
    }

    private static (string Member, string Message)? Find(Exception exception) =>
        exception.GetBaseException() is PostgresException { ConstraintName: { } name } && Rules.TryGetValue(name, out var rule) ? rule : null;
}
