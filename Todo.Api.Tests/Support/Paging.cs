using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Alba;

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
        var page = (await user.GetAsync(address)).StatusCodeShouldBe(200);
        var total = page.Header("X-Total-Count") is { } count ? long.Parse(count, CultureInfo.InvariantCulture) : (long?)null;
        return new TaskPage([.. page.Json().EnumerateArray()], LinksOf(page), total);
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
    internal static async Task<string> CursorAsync(this ApiUser user, string address) => CursorIn((await user.PageAsync(address)).Next!);

    /// <summary>The cursor in a link, as it stands there.</summary>
    internal static string CursorIn(string link) => Cursor().Match(link).Groups[1].Value;

    private static Dictionary<string, string> LinksOf(IScenarioResult page)
    {
        if (page.Header("Link") is not { } header)
        {
            return [];
        }

        var links = Link().Matches(header).ToDictionary(link => link.Groups["rel"].Value, link => link.Groups["target"].Value);
        Assert.NotEmpty(links);
        Assert.All(links.Values, target => Assert.DoesNotContain("://", target, StringComparison.Ordinal));
        return links;
    }

    [GeneratedRegex("""<(?<target>[^<>"\s]*)>\s*;\s*rel="?(?<rel>[a-z]+)"?""")]
    private static partial Regex Link();

    [GeneratedRegex("[?&]cursor=([^&]+)")]
    private static partial Regex Cursor();
}
