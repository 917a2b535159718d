using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Batch.RunBatch;

/// <summary>Operations that have nothing to do with each other, by their place in the batch: they can be written together.</summary>
internal sealed class OperationGroup
{
    private readonly List<int> _operations = [];

    /// <summary>What the group changes, and the tasks whose subtasks it changes.</summary>
    private readonly HashSet<long> _changed = [];
    private readonly HashSet<long> _parents = [];

    /// <summary>What the database may refuse because of other tasks, or what it does to other tasks, is written by itself.</summary>
    internal static bool IsAlone(BatchOperation operation, TaskItem? task) => MayCompleteOneOfSeries(operation, task) || operation switch
    {
        BatchOperation.Update update => update.ParentOperation is not null || (ParentOf(update) is { } parent && parent != task?.ParentId),
        BatchOperation.Delete => task?.SubtasksTotal > 0,
        _ => false,
    };

    /// <summary>Whether an operation would see what the group does, or be seen by what the group is answered with.</summary>
    internal bool IsSeenBy(BatchOperation operation, TaskItem? task) =>
        (task is not null && (_changed.Contains(task.Id) || _parents.Contains(task.Id) || (task.ParentId is { } parent && _changed.Contains(parent))))
        || (ParentOf(operation) is { } other && _changed.Contains(other));

    internal void Add(int index, BatchOperation operation, TaskItem? task)
    {
        _operations.Add(index);
        if (task is not null)
        {
            _changed.Add(task.Id);
        }

        _parents.UnionWith(new[] { task?.ParentId, ParentOf(operation) }.OfType<long>());
    }

    /// <summary>The group, and an empty one in its place.</summary>
    internal int[] Take()
    {
        int[] operations = [.. _operations];
        _operations.Clear();
        _changed.Clear();
        _parents.Clear();
        return operations;
    }

    private static bool MayCompleteOneOfSeries(BatchOperation operation, TaskItem? task) => operation switch
    {
        BatchOperation.Create create => create.NewTask is { Completed: true, Recurrence: not null },
        BatchOperation.Update update => (task?.Recurrence is not null || update.Changes.Recurrence.Value is not null) && update.Changes.Completed.Value,
        BatchOperation.Complete complete => task?.Recurrence is not null && complete.Completed,
        _ => false,
    };

    private static long? ParentOf(BatchOperation operation) => operation switch
    {
        BatchOperation.Create create => create.NewTask.ParentId,
        BatchOperation.Update update => update.Changes.ParentId.Value,
        _ => null,
    };
}
