using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace Todo.Api.Persistence;

/// <summary>Functions on tasks that the migrations make; in queries only.</summary>
internal static class TaskFunctions
{
    /// <summary>The position of a task that was not moved (<see cref="Entities.TaskPosition"/>), as the index spells it.</summary>
    internal static string Position(long id) => throw new InvalidOperationException($"{nameof(Position)} runs in the database only.");

    /// <summary>
    /// Always true, once the user's tasks are this transaction's alone to write. Among the conditions of every statement that changes or removes tasks, so that it
    /// comes before the lock of any row.
    /// </summary>
    internal static bool Lock(string userId) => throw new InvalidOperationException($"{nameof(Lock)} runs in the database only.");

    internal static void AddTaskFunctions(this ModelBuilder model)
    {
        Add(nameof(Position), "task_position");
        Add(nameof(Lock), "lock_tasks_of");

        void Add(string method, string name) =>
            model.HasDbFunction(typeof(TaskFunctions).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!).HasName(name);
    }
}
