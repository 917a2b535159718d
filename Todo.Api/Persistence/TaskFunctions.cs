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

    /// <summary>Whether all of these tags are among the folded ones of a task.</summary>
    internal static bool HasAllTags(string[] keys, string[] names) => throw new InvalidOperationException($"{nameof(HasAllTags)} runs in the database only.");

    /// <summary>Whether any of these tags is among the folded ones of a task.</summary>
    internal static bool HasAnyTag(string[] keys, string[] names) => throw new InvalidOperationException($"{nameof(HasAnyTag)} runs in the database only.");

    internal static void AddTaskFunctions(this ModelBuilder model)
    {
        Add(nameof(Position), "task_position");
        Add(nameof(Lock), "lock_tasks_of");
        Add(nameof(HasAllTags), "has_all_tags");
        Add(nameof(HasAnyTag), "has_any_tag");

        void Add(string method, string name) =>
            model.HasDbFunction(typeof(TaskFunctions).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!).HasName(name);
    }
}
