using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Recurrence;
using Todo.Api.Features.Tasks;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Batch.RunBatch;

/// <summary>
/// Carries out operations in the transaction that is open. All tasks that they name are locked and loaded at once (docs/adr/0015). Operations that have
/// nothing to do with each other are a group, which is changed in memory and written together. Where one needs to see what the group does, the group is
/// written first: each operation is a change of its own, with its own version and its own row in the log, and is answered as things were right after it.
/// </summary>
internal sealed class BatchRun(
    TodoDbContext db, CurrentUser user, DateTime now, IReadOnlyList<(BatchOperation? Operation, FieldErrors Errors)> operations, bool stopAtFailure,
    Func<ApiError, FieldErrors?, TaskResponse?, Problem> describe)
{
    private const string ParentId = "parent_id";

    private readonly BatchResult?[] _results = new BatchResult?[operations.Count];
    private readonly Dictionary<int, TaskItem> _created = [];
    private readonly Dictionary<long, TaskItem> _tasks = [];
    private readonly OperationGroup _group = new();

    /// <summary>The results, one for each operation; where it is to stop at a failure, that is the last.</summary>
    internal async Task<IReadOnlyList<BatchResult>> RunAsync(CancellationToken ct)
    {
        await PrepareAsync(ct);
        for (var index = 0; index < operations.Count && !(stopAtFailure && HasFailed); index++)
        {
            var (operation, errors) = operations[index];
            if (errors.Any)
            {
                if (stopAtFailure)
                {
                    await WriteGroupAsync(ct);
                }

                _results[index] = Failed(ApiError.Validation, errors);
                continue;
            }

            var task = operation is BatchOperation.OnTask { TaskId: var id } ? _tasks.GetValueOrDefault(id) : null;
            if (_group.IsSeenBy(operation!, task) || OperationGroup.IsAlone(operation!, task))
            {
                await WriteGroupAsync(ct);
                task = task is null ? null : _tasks.GetValueOrDefault(task.Id);
            }

            _group.Add(index, operation!, task);
            if (OperationGroup.IsAlone(operation!, task))
            {
                await WriteGroupAsync(ct);
            }
        }

        await WriteGroupAsync(ct);
        return [.. _results.TakeWhile((result, index) => result is not null && !(stopAtFailure && _results[..index].Any(IsFailure))).OfType<BatchResult>()];
    }

    private bool HasFailed => _results.Any(IsFailure);

    private static bool IsFailure(BatchResult? result) => result?.Problem is not null;

    private async Task PrepareAsync(CancellationToken ct)
    {
        if (operations.Any(operation => operation.Operation is BatchOperation.Create))
        {
            // A failed statement would end the transaction, so this does not wait until the user turns out to be missing.
            await db.AddUserIfMissingAsync(user.Id, now, ct);
        }

        await LoadAsync([], ct);
    }

    /// <summary>The tasks that operations name, and others, as they are now.</summary>
    private async Task LoadAsync(IEnumerable<long> others, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        _tasks.Clear();
        long[] ids = [.. operations.Select(operation => operation.Operation).OfType<BatchOperation.OnTask>().Select(operation => operation.TaskId).Concat(others).Distinct()];
        if (ids.Length > 0)
        {
            var tasks = db.Tasks.FromSql($"SELECT * FROM tasks WHERE user_id = {user.Id} AND id = ANY({ids}) AND deleted_at IS NULL AND lock_tasks_of({user.Id}) ORDER BY id FOR UPDATE");
            await tasks.AsTracking().ForEachAsync(task => _tasks.Add(task.Id, task), ct);
        }
    }

    private Task WriteGroupAsync(CancellationToken ct) => WriteAsync(_group.Take(), ct);

    /// <summary>Writes operations together; where the database refuses one of them, the others without it.</summary>
    private async Task WriteAsync(int[] group, CancellationToken ct)
    {
        if (group.Length == 0 || (stopAtFailure && HasFailed))
        {
            return;
        }

        var (_, refused) = await TaskConstraints.RunAsync(
            db,
            async () =>
            {
                foreach (var index in group)
                {
                    _results[index] = await ApplyAsync(index, ct);
                }

                return await db.SaveChangesAsync(ct);
            },
            ct);
        if (refused is null)
        {
            await AnswerAsync(group, ct);
            return;
        }

        await LoadAsync([], ct);
        if (group is [var refusedOne])
        {
            _results[refusedOne] = Failed(ApiError.Validation, refused);
            return;
        }

        Array.ForEach(group, index => _results[index] = null);
        await WriteAsync(group[..(group.Length / 2)], ct);
        await WriteAsync(group[(group.Length / 2)..], ct);
    }

    private async Task<BatchResult> ApplyAsync(int index, CancellationToken ct)
    {
        var operation = operations[index].Operation!;
        if (operation.ParentOperation is { } creates && IsFailure(_results[creates]))
        {
            var errors = new FieldErrors();
            errors.Add(ParentId, "refers to a task that was not created");
            return Failed(ApiError.Validation, errors);
        }

        if (operation is BatchOperation.Create create)
        {
            var created = (create.ParentOperation is { } parent ? create.NewTask with { ParentId = IdOf(parent) } : create.NewTask).ToTask(user.Id, now);
            db.Tasks.Add(created);
            _created[index] = created;
            await db.CreateNextAsync(created, user, now, ct);
            return new BatchResult(StatusCodes.Status201Created);
        }

        var named = (BatchOperation.OnTask)operation;
        if (!_tasks.TryGetValue(named.TaskId, out var task))
        {
            return Failed(TaskErrors.NotFound);
        }

        if (named.IfMatch?.Matches(task.Version) is false)
        {
            return Failed(ApiError.PreconditionFailed, current: TaskResponse.From(task));
        }

        var wasCompleted = task.Completed;
        switch (operation)
        {
            case BatchOperation.Update update:
                if (update.Changes.ProblemsWith(task) is { Any: true } problems)
                {
                    return Failed(ApiError.Validation, problems);
                }

                (update.ParentOperation is { } parent ? update.Changes with { ParentId = new Optional<long?>(IdOf(parent)) } : update.Changes).ApplyTo(task, now);
                break;

            case BatchOperation.Complete complete:
                task.Complete(complete.Completed, now);
                break;

            default:
                task.Trash(now);
                return new BatchResult(StatusCodes.Status204NoContent);
        }

        if (!wasCompleted)
        {
            await db.CreateNextAsync(task, user, now, ct);
        }

        return new BatchResult(StatusCodes.Status200OK);
    }

    /// <summary>The id of a task that an operation creates. While it is not written yet, one that EF Core made up: it writes such tasks first, and their ids into the others.</summary>
    private long IdOf(int create) => db.Entry(_created[create]).Property(task => task.Id).CurrentValue;

    /// <summary>Reads back what the trigger has decided: versions, times, counts, the spelling of tags, and what is in the trash by now.</summary>
    private async Task AnswerAsync(int[] group, CancellationToken ct)
    {
        var tagged = group.Select(_created.GetValueOrDefault).OfType<TaskItem>().Where(task => task.Tags.Length > 0).Select(task => task.Id);
        await LoadAsync([.. tagged], ct);
        foreach (var index in group)
        {
            _results[index] = _results[index] switch
            {
                { Status: StatusCodes.Status201Created } result => result with
                {
                    Task = TaskResponse.From(_created[index]) with { Tags = _tasks.GetValueOrDefault(_created[index].Id, _created[index]).Tags },
                },
                { Status: StatusCodes.Status200OK } result => result with { Task = TaskResponse.From(_tasks[((BatchOperation.OnTask)operations[index].Operation!).TaskId]) },
                var result => result,
            };
        }
    }

    private BatchResult Failed(ApiError error, FieldErrors? errors = null, TaskResponse? current = null) => BatchResult.Failed(describe(error, errors, current));
}
