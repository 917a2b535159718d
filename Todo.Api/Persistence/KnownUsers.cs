using Microsoft.EntityFrameworkCore;

namespace Todo.Api.Persistence;

internal static class KnownUsers
{
    /// <summary>Makes a user known who came with a valid token; of parallel first requests one does it.</summary>
    internal static Task AddUserIfMissingAsync(this TodoDbContext db, string id, DateTime now, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"INSERT INTO users (id, created_at) VALUES ({id}, {now}) ON CONFLICT DO NOTHING", ct);
}
