using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class ListTasksParameterTests(TodoApi api)
{
    public static TheoryData<string> Known =>
        ["status", "completed", "priority", "due_date_from", "due_date_to", "due", "time_zone", "sort", "order", "limit", "page", "cursor", "count"];

    [Theory]
    [InlineData("status", "open,completed")]
    [InlineData("status", "pending,completed")]
    [InlineData("status", "1")]
    [InlineData("status", "null")]
    [InlineData("completed", "1")]
    [InlineData("completed", "yes")]
    [InlineData("completed", "true,false")]
    [InlineData("completed", "null")]
    [InlineData("priority", "urgent")]
    [InlineData("priority", "low,urgent")]
    [InlineData("priority", "low,")]
    [InlineData("priority", ",")]
    [InlineData("priority", "low;high")]
    [InlineData("priority", "1")]
    [InlineData("due_date_from", "tomorrow")]
    [InlineData("due_date_from", "2027-02-29")]
    [InlineData("due_date_from", "0001-01-01T00:00:00%2B01:00")]
    [InlineData("due_date_from", "2026-13-01")]
    [InlineData("due_date_from", "2026-12-01%00")]
    [InlineData("due_date_to", "yesterday")]
    [InlineData("due_date_to", "9999-12-31T23:59:59-01:00")]
    [InlineData("due_date_to", "10000-01-01")]
    [InlineData("due_date_to", "2026-12-01T25:00:00Z")]
    [InlineData("due", "yesterday")]
    [InlineData("due", "today,")]
    [InlineData("due", "today;none")]
    [InlineData("due", "0")]
    [InlineData("time_zone", "CEST")]
    [InlineData("time_zone", "UTC%00")]
    [InlineData("time_zone", "%2B02:00")]
    [InlineData("sort", "id")]
    [InlineData("sort", "user_id")]
    [InlineData("sort", "title,created_at")]
    [InlineData("sort", "title%20desc")]
    [InlineData("sort", "createdAt")]
    [InlineData("sort", "1")]
    [InlineData("sort", "title%00")]
    [InlineData("order", "up")]
    [InlineData("order", "ascending")]
    [InlineData("order", "1")]
    [InlineData("limit", "0")]
    [InlineData("limit", "-1")]
    [InlineData("limit", "501")]
    [InlineData("limit", "1000000")]
    [InlineData("limit", "2147483648")]
    [InlineData("limit", "99999999999999999999999")]
    [InlineData("limit", "abc")]
    [InlineData("limit", "1e3")]
    [InlineData("limit", "1e2")]
    [InlineData("limit", "1.5")]
    [InlineData("limit", "10.0")]
    [InlineData("limit", "0x10")]
    [InlineData("limit", "1,0")]
    [InlineData("limit", "５")]
    [InlineData("limit", "%2010")]
    [InlineData("limit", "10%20")]
    [InlineData("limit", "null")]
    [InlineData("limit", "10%00")]
    [InlineData("page", "0")]
    [InlineData("page", "-1")]
    [InlineData("page", "abc")]
    [InlineData("page", "1.5")]
    [InlineData("page", "1e3")]
    [InlineData("page", "1%00")]
    [InlineData("page", "99999999999999999999999")]
    [InlineData("count", "1")]
    [InlineData("count", "yes")]
    [InlineData("count", "true%00")]
    [InlineData("cursor", "abc")]
    [InlineData("cursor", "0")]
    [InlineData("cursor", "null")]
    [InlineData("cursor", "!!!")]
    [InlineData("cursor", "eyJpZCI6MX0")]
    [InlineData("cursor", "AAAA")]
    [InlineData("cursor", "%00")]
    [InlineData("cursor", "%F0%9F%A6%84")]
    public async Task Names_the_parameter_that_has_a_wrong_value(string name, string value)
    {
        var response = await api.NewUser().GetAsync($"tasks?{name}={value}");

        response.ShouldBeInvalid(name);
    }

    [Theory]
    [MemberData(nameof(Known))]
    public async Task Refuses_a_parameter_that_is_empty(string name)
    {
        var response = await api.NewUser().GetAsync($"tasks?{name}=");
        var bare = await api.NewUser().GetAsync($"tasks?{name}");

        response.ShouldBeInvalid(name);
        bare.ShouldBeInvalid(name);
    }

    [Theory]
    [InlineData("status=all&status=all", "status")]
    [InlineData("status=pending&status=completed", "status")]
    [InlineData("completed=true&completed=true", "completed")]
    [InlineData("priority=low&priority=high", "priority")]
    [InlineData("due_date_from=2026-12-01&due_date_from=2026-12-01", "due_date_from")]
    [InlineData("due_date_to=2026-12-01&due_date_to=2026-12-01", "due_date_to")]
    [InlineData("search=a&search=b", "search")]
    [InlineData("search=&search=", "search")]
    [InlineData("sort=title&sort=title", "sort")]
    [InlineData("order=asc&order=asc", "order")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("page=1&limit=5&page=1", "page")]
    [InlineData("cursor=a&cursor=a", "cursor")]
    [InlineData("count=true&count=true", "count")]
    [InlineData("limit=1&%6Cimit=2", "limit")]
    public async Task Refuses_a_parameter_that_is_given_twice(string query, string name)
    {
        var response = await api.NewUser().GetAsync($"tasks?{query}");

        response.ShouldBeInvalid(name);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("x")]
    [InlineData("qq")]
    public async Task Takes_no_short_name_for_a_slip_of_a_name_of_one_letter(string name)
    {
        var response = await api.NewUser().GetAsync($"tasks?{name}=1");

        response.ShouldBeProblem("VALIDATION_ERROR", (name, "is not a known query parameter"));
    }

    [Theory]
    [InlineData("statuss", "status")]
    [InlineData("complete", "completed")]
    [InlineData("prioritys", "priority")]
    [InlineData("due_date_form", "due_date_from")]
    [InlineData("dueDateTo", "due_date_to")]
    [InlineData("serach", "search")]
    [InlineData("sorting", null)]
    [InlineData("oder", "order")]
    [InlineData("limits", "limit")]
    [InlineData("pages", "page")]
    [InlineData("cursr", "cursor")]
    [InlineData("access_token", null)]
    [InlineData("filter[status]", null)]
    public async Task Refuses_unknown_parameters_and_suggests_one_that_is_close(string name, string? suggestion)
    {
        var response = await api.NewUser().GetAsync($"tasks?{name}=1");

        var message = Assert.Single((response.ShouldBeInvalid(name))[name]);
        if (suggestion is not null)
        {
            Assert.Contains($"did you mean '{suggestion}'?", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Status=completed")]
    [InlineData("STATUS=completed")]
    [InlineData("Search=nothing")]
    [InlineData("Priority=high")]
    public async Task Does_not_overlook_a_parameter_in_another_case(string query)
    {
        var ada = api.NewUser();
        await ada.CreateAsync("task");

        var response = await ada.GetAsync($"tasks?{query}");

        response.ShouldBeHandled();
        Assert.True(response.Status() == 422 || response.ReadAsText() == "[]");
    }

    [Theory]
    [InlineData("me")]
    [InlineData("somebody%20else")]
    [InlineData("%F0%9F%A6%84")]
    public async Task Tolerates_a_user_id_and_does_not_follow_it(string userId)
    {
        var ada = api.NewUser();
        await ada.CreateAsync("mine");

        Assert.Equal(["mine"], await ada.TitlesAsync($"?user_id={userId}&status=pending"));
    }

    [Fact]
    public async Task Does_not_show_the_tasks_of_the_user_id_in_the_query()
    {
        var ada = api.NewUser();
        var bob = api.NewUser();
        await bob.CreateAsync("of bob");

        Assert.Empty(await ada.ListAsync($"?user_id={bob.Id}"));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("2", 2)]
    [InlineData("3", 3)]
    [InlineData("500", 3)]
    public async Task Takes_a_limit_from_1_to_500(string limit, int count)
    {
        var ada = api.NewUser();
        for (var i = 0; i < 3; i++)
        {
            await ada.CreateIdAsync();
        }

        Assert.Equal(count, (await ada.ListAsync($"?limit={limit}")).Length);
    }

    [Fact]
    public async Task The_limit_is_100_by_default()
    {
        var ada = api.NewUser();
        await Task.WhenAll(Enumerable.Range(0, 101).Select(_ => ada.CreateIdAsync()));

        var page = await ada.PageAsync("tasks");

        Assert.Equal(100, page.Tasks.Length);
        Assert.Single((await ada.PageAsync(page.Next!)).Tasks);
        Assert.Equal(101, (await ada.ListAsync("?limit=500")).Length);
    }
}
