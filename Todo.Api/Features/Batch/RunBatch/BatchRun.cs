using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Recurrence;
using Todo.Api.Features.Tasks;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Batch.RunBatch;

/// <summary>
/// Carries out operations in the transaction that is open. All tasks that they name are locked and loaded at once (docs/adr/0011), changed in memory in the
/// order of the operations, and written together. Where an operation names a task again, what came before is written first: each is a change of its own, with
/// its own version and its own row in the log.
/// </summary>
internal sealed class BatchRun(TodoDbContext db, CurrentUser user, DateTime now, Func<ApiError, FieldErrors?, TaskResponse?, Problem> describe)
{
    private readonly List<BatchResult> _results = [];
    private readonly Dictionary<long, TaskItem> _tasks = [];
    private readonly List<(int Index, TaskItem Task)> _unsaved = [];

    /// <summary>The results, one for each operation; where it is to stop at a failure, that is the last.</summary>
    internal async Task<IReadOnlyList<BatchResult>> RunAsync(
        IReadOnlyList<(BatchOperation? Operation, FieldErrors Errors)> operations, bool stopAtFailure, CancellationToken ct)
    {
        if (operations.Any(operation => operation.Operation is BatchOperation.Create))
        {
            // A failed statement would end the transaction, so this does not wait until the user turns out to be missing.
            await db.AddUserIfMissingAsync(user.Id, now, ct);
        }

        await LockTasksAsync([.. operations.Select(operation => operation.Operation).OfType<BatchOperation.OnTask>().Select(operation => operation.TaskId).Distinct()], ct);
        foreach (var (operation, errors) in operations)
        {
            if (operation is BatchOperation.OnTask { TaskId: var id } && _unsaved.Exists(unsaved => unsaved.Task.Id == id))
            {
                await SaveAsync(ct);
            }

            _results.Add(errors.Any ? Failed(ApiError.Validation, errors) : await ApplyAsync(operation!, ct));
            if (stopAtFailure && _results[^1].Problem is not null)
            {
                return _results;
            }
        }

        await SaveAsync(ct);
        return _results;
    }

    private async Task LockTasksAsync(long[] ids, CancellationToken ct)
    {
        if (ids.Length > 0)
        {
            var tasks = db.Tasks.FromSql($"SELECT * FROM tasks WHERE user_id = {user.Id} AND id = ANY({ids}) AND deleted_at IS NULL AND lock_tasks_of({user.Id}) ORDER BY id FOR UPDATE");
            await tasks.AsTracking().ForEachAsync(task => _tasks.Add(task.Id, task), ct);
        }
    }

    private async Task<BatchResult> ApplyAsync(BatchOperation operation, CancellationToken ct)
    {
        if (operation is BatchOperation.Create create)
        {
            var created = create.NewTask.ToTask(user.Id, now);
            db.Tasks.Add(created);
            await db.CreateNextAsync(created, user, now, ct);
            return Done(StatusCodes.Status201Created, created);
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
                if (update.Changes.ProblemsWith(task) is { Any: true } errors)
                {
                    return Failed(ApiError.Validation, errors);
                }

                update.Changes.ApplyTo(task, now);
                break;

            case BatchOperation.Complete complete:
                task.Complete(complete.Completed, now);
                break;

            default:
                task.Trash(now);
                _tasks.Remove(task.Id);
                return Done(StatusCodes.Status204NoContent, task);
        }

        if (!wasCompleted)
        {
            await db.CreateNextAsync(task, user, now, ct);
        }

        return Done(StatusCodes.Status200OK, task);
    }

    private async Task SaveAsync(CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);

        // Versions and times of what was changed are the trigger's.
        var changed = _unsaved.FindAll(unsaved => _tasks.ContainsKey(unsaved.Task.Id)).ConvertAll(unsaved => unsaved.Task);
        if (changed.Count > 0)
        {
            var ids = changed.ConvertAll(task => task.Id);
            changed.ForEach(task => db.Entry(task).State = EntityState.Detached);
            await db.Tasks.OwnedBy(user.Id).Where(task => ids.Contains(task.Id)).AsTracking().ForEachAsync(task => _tasks[task.Id] = task, ct);
        }

        foreach (var (index, task) in _unsaved.Where(unsaved => _results[unsaved.Index].Status != StatusCodes.Status204NoContent))
        {
            _results[index] = _results[index] with { Task = TaskResponse.From(_tasks.GetValueOrDefault(task.Id, task)) };
        }

        _unsaved.Clear();
    }

    private BatchResult Done(int status, TaskItem task)
    {
        _unsaved.Add((_results.Count, task));
        return new BatchResult(status);
    }

    private BatchResult Failed(ApiError error, FieldErrors? errors = null, TaskResponse? current = null) => BatchResult.Failed(describe(error, errors, current));
}
