using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Changes;

/// <summary>A client's copy of its tasks, kept in sync as the contract says: the token, then the list, then changes.</summary>
internal sealed class Replica(ApiUser user)
{
    private readonly SortedDictionary<long, string> _tasks = [];

    internal string Token { get; private set; } = "";

    internal string[] Tasks => [.. _tasks.Values];

    internal static async Task<Replica> StartAsync(ApiUser user)
    {
        var replica = new Replica(user) { Token = (await user.ChangesAsync()).Text("next")! };
        foreach (var task in await user.ListAsync("?limit=500"))
        {
            replica._tasks[task.Id()] = task.GetRawText();
        }

        return replica;
    }

    /// <summary>Takes what is new, a page; whether there was anything.</summary>
    internal async Task<bool> SyncAsync(int limit)
    {
        var changes = await user.ChangesAsync(Token, limit);
        foreach (var task in changes.Changed())
        {
            _tasks[task.Id()] = task.GetRawText();
        }

        foreach (var id in changes.Deleted())
        {
            _tasks.Remove(id);
        }

        Token = changes.Text("next")!;
        var count = changes.Changed().Length + changes.Deleted().Length;
        Assert.InRange(count, changes.HasMore() ? limit : 0, limit);
        return count > 0;
    }
}

internal static class Changes
{
    internal static async Task<JsonElement> ChangesAsync(this ApiUser user, string? since = null, int limit = 100)
    {
        var answer = await user.GetAsync($"changes?limit={limit}{(since is null ? "" : $"&since={since}")}");
        return answer.StatusCodeShouldBe(200).Json();
    }

    internal static JsonElement[] Changed(this JsonElement changes) => [.. changes.GetProperty("changed").EnumerateArray()];

    internal static long[] Deleted(this JsonElement changes) => [.. changes.GetProperty("deleted").EnumerateArray().Select(id => id.GetInt64())];

    internal static bool HasMore(this JsonElement changes) => changes.GetProperty("has_more").GetBoolean();
}
