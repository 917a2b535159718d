using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Responses;
using Todo.Api.Responses.Conditional;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks;

internal static class TaskVersions
{
    /// <summary>What to answer where a write found no such task of the versions that it asked for: a 412 with the task as it is now; nothing where it is not there.</summary>
    internal static async Task<ProblemResult?> ProblemOfVersionAsync(this TodoDbContext db, TaskId id, IfMatch ifMatch, CurrentUser user, CancellationToken ct)
    {
        if (ifMatch.Versions is null)
        {
            return null;
        }

        var current = await db.Tasks.OwnedBy(user.Id).Where(task => task.Id == id.Value).Select(TaskResponse.Projection).FirstOrDefaultAsync(ct);
        return current is null ? null : new ProblemResult(ApiError.PreconditionFailed, current: current);
    }
}
