using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Security;

namespace Todo.Api.Features.Tags;

/// <summary>A tag on all tasks that have it. Those in the trash count as well: what comes back from there has the tags that the others have.</summary>
internal static class TaggedTasks
{
    /// <summary>A quarter of a second's work, where a statement has two seconds.</summary>
    private const int StepRows = 1_000;

    /// <summary>The tag of this name in any spelling; nothing where no task has it.</summary>
    internal static Task<Tag?> FindTagAsync(this TodoDbContext db, CurrentUser user, TagName name, CancellationToken ct) => db.SingleInStatementAsync<Tag>(
        $"""
        SELECT * FROM tags
        WHERE user_id = {user.Id} AND key = fold({name.Value})
            AND EXISTS (SELECT FROM tasks WHERE user_id = {user.Id} AND tags.key = ANY(tag_keys)) -- deleted_at or not
        """, ct);

    /// <summary>Puts another in its place, or none. The trigger sees to it that no task has a tag twice.</summary>
    /// <param name="db">In a transaction that has the user's tasks to itself.</param>
    /// <param name="user">Whose tasks.</param>
    /// <param name="tag">The tag, as it is spelled on all tasks.</param>
    /// <param name="newName">What comes in its place.</param>
    /// <param name="now">When.</param>
    /// <param name="ct">Ends it.</param>
    internal static async Task ReplaceTagAsync(this TodoDbContext db, CurrentUser user, Tag tag, string? newName, DateTime now, CancellationToken ct)
    {
        var last = 0L;
        List<long> step;
        do
        {
            step = await db.Database.SqlQuery<long>(
                $"""
                UPDATE tasks SET tags = array_remove(array_replace(tags, {tag.Name}, {newName}::text), NULL), updated_at = {now}
                WHERE user_id = {user.Id} AND lock_tasks_of({user.Id})
                    AND id IN (SELECT id FROM tasks WHERE user_id = {user.Id} AND id > {last} AND {tag.Name} = ANY(tags) ORDER BY id LIMIT {StepRows}) -- deleted_at or not
                RETURNING id AS "Value"
                """).ToListAsync(ct);
            last = step.DefaultIfEmpty().Max();
        }
        while (step.Count == StepRows);
    }
}
