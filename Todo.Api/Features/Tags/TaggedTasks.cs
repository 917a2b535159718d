using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Tags;

internal static class TaggedTasks
{
    /// <summary>Less than a second's work, where a statement has two.</summary>
    private const int StepRows = 2_000;

    /// <summary>Gives all tasks that have a tag another in its place, or none. Each of them changes once; the trigger sees to it that none has a tag twice.</summary>
    /// <param name="db">In a transaction that has the user's tasks to itself.</param>
    /// <param name="user">Whose tasks.</param>
    /// <param name="name">The tag, as it is spelled on all tasks.</param>
    /// <param name="newName">What comes in its place.</param>
    /// <param name="now">When.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many tasks had it, in the trash or not.</returns>
    internal static async Task<int> ReplaceTagAsync(this TodoDbContext db, CurrentUser user, string name, string? newName, DateTime now, CancellationToken ct)
    {
        var count = 0;
        var last = 0L;
        List<long> step;
        do
        {
            // Whatever their deleted_at says: a task that comes back from the trash has the tag that the others have.
            step = await db.Database.SqlQuery<long>(
                $"""
                UPDATE tasks SET tags = array_remove(array_replace(tags, {name}, {newName}::text), NULL), updated_at = {now}
                WHERE user_id = {user.Id} AND lock_tasks_of({user.Id})
                    AND id IN (SELECT id FROM tasks WHERE user_id = {user.Id} AND id > {last} AND {name} = ANY(tags) /* deleted_at or not */ ORDER BY id LIMIT {StepRows})
                RETURNING id AS "Value"
                """).ToListAsync(ct);
            count += step.Count;
            last = step.DefaultIfEmpty().Max();
        }
        while (step.Count == StepRows);

        return count;
    }
}
