using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Todo.Api.Tests.Support;

/// <summary>One page of a list, with what its headers say.</summary>
internal sealed record TaskPage(JsonElement[] Tasks, IReadOnlyDictionary<string, string> Links, long? TotalCount)
{
    internal string? Next => Links.GetValueOrDefault("next");

    internal string[] Titles => [.. Tasks.Select(task => task.Text("title")!)];

    internal long[] Ids => [.. Tasks.Select(task => task.Id())];
}

/// <summary>Walks through lists the way a client does: by the Link header alone.</summary>
internal static partial class Paging
{
    /// <summary>A page at an address relative to <c>/api/{user_id}/</c>, or as a link says.</summary>
    internal static async Task<TaskPage> PageAsync(this ApiUser user, string address)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await user.Client.GetAsync(address, ct);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {await response.Content.ReadAsStringAsync(ct)}");

        var total = response.Headers.TryGetValues("X-Total-Count", out var counts) ? long.Parse(counts.Single(), CultureInfo.InvariantCulture) : (long?)null;
        return new TaskPage([.. (await response.JsonAsync()).EnumerateArray()], LinksOf(response), total);
    }

    /// <summary>All tasks from a page on, following <c>next</c>.</summary>
    internal static async Task<JsonElement[]> WalkAsync(this ApiUser user, string address, int? limit = null)
    {
        var tasks = new List<JsonElement>();
        for (var next = address; next is not null;)
        {
            var page = await user.PageAsync(next);
            Assert.True(page.Next is null || page.Tasks.Length == (limit ?? page.Tasks.Length), "A page that is not the last must be full.");
            Assert.True(page.Next is null || page.Tasks.Length > 0, "An empty page must be the last.");
            tasks.AddRange(page.Tasks);
            next = page.Next;
        }

        return [.. tasks];
    }

    /// <summary>The cursor in the <c>next</c> link of a list.</summary>
    internal static async Task<string> CursorAsync(this ApiUser user, string address)
    {
        var next = (await user.PageAsync(address)).Next;
        return Cursor().Match(next!).Groups[1].Value;
    }

    private static Dictionary<string, string> LinksOf(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var headers))
        {
            return [];
        }

        var links = Link().Matches(string.Join(", ", headers)).ToDictionary(link => link.Groups["rel"].Value, link => link.Groups["target"].Value);
        Assert.NotEmpty(links);
        Assert.All(links.Values, target => Assert.DoesNotContain("://", target, StringComparison.Ordinal));
        return links;
    }

    [GeneratedRegex("""<(?<target>[^<>"\s]*)>\s*;\s*rel="?(?<rel>[a-z]+)"?""")]
    private static partial Regex Link();

    [GeneratedRegex("[?&]cursor=([^&]+)")]
    private static partial Regex Cursor();
}
