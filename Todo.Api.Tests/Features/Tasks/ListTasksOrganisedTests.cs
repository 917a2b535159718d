using Todo.Api.Tests.Features.Lists;
using Todo.Api.Tests.Features.Tags;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

/// <summary>The filters by tag and by list.</summary>
public sealed class ListTasksOrganisedTests(TodoApi api)
{
    [Theory]
    [InlineData("tags=home", "hw h")]
    [InlineData("tag=HOME", "hw h")]
    [InlineData("tags=home,work", "hw")]
    [InlineData("tags=%20Work%20,%20home", "hw")]
    [InlineData("tags=home,home", "hw h")]
    [InlineData("tags=home,nothing", "")]
    [InlineData("tags=strasse", "s")]
    [InlineData("tags=to%20do", "s")]
    [InlineData("tags=to+do", "s")]
    [InlineData("tags=c%2B%2B", "s")]
    [InlineData("tags_any=home", "hw h")]
    [InlineData("tags_any=home,work", "hw w h")]
    [InlineData("tags_any=nothing,WORK", "hw w")]
    [InlineData("tags_any=nothing", "")]
    [InlineData("tags=work&tags_any=home,strasse", "hw")]
    [InlineData("tags=home&search=only&status=pending&priority=medium", "h")]
    public async Task Filters_by_tag(string query, string titles)
    {
        var ada = api.NewUser();
        await ada.CreateTaggedAsync("none");
        await ada.CreateTaggedAsync("s", "Straße", "to do", "c++");
        await ada.CreateAsync(new { title = "h", description = "only", tags = (string[])["Home"] });
        await ada.CreateTaggedAsync("w", "work");
        await ada.CreateTaggedAsync("hw", "home", "WORK");

        Assert.Equal(titles.Split(' ', StringSplitOptions.RemoveEmptyEntries), await ada.TitlesAsync($"?{query}"));
        Assert.Equal(titles.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, (await ada.PageAsync($"tasks?{query}&page=1")).TotalCount);
    }

    [Theory]
    [InlineData("tags", "", "must not be empty")]
    [InlineData("tags_any", "", "must not be empty")]
    [InlineData("tags", ",", "must not have an empty name")]
    [InlineData("tags_any", "home,", "must not have an empty name")]
    [InlineData("tags", "%20", "must not have an empty name")]
    [InlineData("tags", "a%00", "must have names without commas and control characters")]
    [InlineData("tags_any", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21", "must be at most 20")]
    [InlineData("list_id", "", "must not be empty")]
    [InlineData("list_id", "-1", "must be an id or none")]
    [InlineData("list_id", "null", "must be an id or none")]
    [InlineData("list_id", "1,2", "must be an id or none")]
    [InlineData("list_id", "99999999999999999999", "must be an id or none")]
    public async Task Refuses_values_that_name_nothing(string name, string value, string message) =>
        (await api.NewUser().GetAsync($"tasks?{name}={value}")).ShouldBeProblem("VALIDATION_ERROR", (name, message));

    [Theory]
    [InlineData("labels", "tags")]
    [InlineData("project_id", "list_id")]
    [InlineData("listId", "list_id")]
    public async Task Says_what_another_name_probably_means(string name, string meant) =>
        (await api.NewUser().GetAsync($"tasks?{name}=1")).ShouldBeProblem("VALIDATION_ERROR", (name, $"is not a known query parameter; did you mean '{meant}'?"));

    [Fact]
    public async Task Filters_by_list()
    {
        var (ada, bob) = (api.NewUser(), api.NewUser());
        var list = (await ada.CreateListAsync("list")).Id();
        var empty = (await ada.CreateListAsync("empty")).Id();
        var foreign = (await bob.CreateListAsync("of bob")).Id();
        await bob.CreateAsync(new { title = "of bob", list_id = foreign });
        await ada.CreateAsync("inbox");
        await ada.CreateAsync(new { title = "1", list_id = list });
        await ada.CreateAsync(new { title = "2", list_id = list, completed = true });

        Assert.Equal(["2", "1"], await ada.TitlesAsync($"?list_id={list}"));
        Assert.Equal(["1"], await ada.TitlesAsync($"?list_id={list}&status=pending"));
        Assert.Equal(["inbox"], await ada.TitlesAsync("?list_id=none"));
        Assert.Equal(["inbox"], await ada.TitlesAsync("?list_id=NONE"));
        await Assert.AllAsync([empty, foreign, long.MaxValue], async id => Assert.Empty(await ada.ListAsync($"?list_id={id}")));
    }

    [Fact]
    public async Task Links_keep_the_filters_and_a_cursor_belongs_to_them()
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("list")).Id();
        for (var i = 0; i < 7; i++)
        {
            await ada.CreateAsync(new { title = $"{i}", tags = (string[])(i % 2 == 0 ? ["home", "to do"] : ["home"]), list_id = i < 5 ? list : (long?)null });
        }

        Assert.Equal(["6", "4", "2", "0"], (await ada.WalkAsync("tasks?tags=home,to%20do&limit=1")).Select(task => task.Text("title")));
        Assert.Equal(["4", "2", "0"], (await ada.WalkAsync($"tasks?tags_any=to%20do&list_id={list}&limit=1")).Select(task => task.Text("title")));
        Assert.Equal(["6", "5"], (await ada.WalkAsync("tasks?list_id=none&limit=1")).Select(task => task.Text("title")));

        var cursor = await ada.CursorAsync("tasks?tags=home&limit=1");
        foreach (var other in (string[])["", "&tags=to%20do", "&tags_any=home", $"&tags=home&list_id={list}", "&tags=home&list_id=none"])
        {
            (await ada.GetAsync($"tasks?cursor={cursor}{other}")).ShouldBeProblem("VALIDATION_ERROR", ("cursor", "belongs to another list; start again without it"));
        }
    }

    [Fact]
    public async Task All_filters_at_once_are_one_query()
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("list")).Id();
        var parent = await ada.CreateIdAsync("parent");
        foreach (var title in (string[])["one", "two"])
        {
            await ada.CreateAsync(new { title, description = "a b c d e f g h", tags = (string[])["home", "work"], list_id = list, parent_id = parent, priority = "high", due_date = "2030-01-05T12:00:00Z" });
        }

        var query = $"tasks?status=pending&priority=high,low&due_date_from=2030-01-01&due_date_to=2030-12-31&tags=home&tags_any=work,x&list_id={list}&parent_id={parent}"
            + "&search=a%20b%20c%20d%20e%20f%20g%20h&sort=title&order=asc&limit=1";

        Assert.Equal(["one", "two"], (await ada.WalkAsync(query)).Select(task => task.Text("title")));
        Assert.Equal(["two"], (await ada.PageAsync($"{query}&page=2")).Titles);
        Assert.Empty(await ada.WalkAsync($"{query}&due=overdue"));
        Assert.Empty(await ada.WalkAsync($"{query}&due=week,none"));
    }
}
