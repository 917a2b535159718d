using System.Globalization;
using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class CreateTaskTests(TodoApi api)
{
    private const string Emoji = "🦄";

    private static readonly string[] Members =
    [
        "id", "user_id", "title", "description", "completed", "priority", "due_date", "tags", "list_id", "parent_id", "subtasks", "position", "recurrence",
        "recurrence_from", "time_zone", "next_task_id", "reminders", "version", "created_at", "updated_at",
    ];

    [Fact]
    public async Task Creates_a_task_the_owner_can_list()
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync(new { title = "  Buy milk " });

        response.StatusCodeShouldBe(201);
        var created = response.Json();
        Assert.Equal("Buy milk", created.Text("title"));
        Assert.Equal(created.ToString(), Assert.Single(await ada.ListAsync()).ToString());
    }

    [Fact]
    public async Task Fills_in_what_was_not_said()
    {
        var ada = api.NewUser();

        var created = await ada.CreateAsync("Buy milk");

        Assert.Equal(Members, created.EnumerateObject().Select(member => member.Name));
        Assert.True(created.Id() > 0);
        Assert.Equal(ada.Id, created.Text("user_id"));
        Assert.True(created.IsNull("description"));
        Assert.False(created.IsCompleted());
        Assert.Equal("medium", created.Text("priority"));
        Assert.True(created.IsNull("due_date"));
        Assert.InRange(created.Instant("created_at"), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal(created.Instant("created_at"), created.Instant("updated_at"));
    }

    [Fact]
    public async Task Keeps_everything_that_was_said()
    {
        var ada = api.NewUser();

        var created = await ada.CreateAsync(new
        {
            title = "Buy milk",
            description = "two bottles",
            completed = true,
            priority = "high",
            due_date = "2026-12-01",
        });

        Assert.Equal("two bottles", created.Text("description"));
        Assert.True(created.IsCompleted());
        Assert.Equal("high", created.Text("priority"));
        Assert.Equal("2026-12-01", created.Text("due_date"));
        Assert.Equal(created.ToString(), (await ada.GetAsync(created.Id())).ToString());
    }

    [Fact]
    public async Task Answers_with_the_address_of_the_task()
    {
        var ada = api.NewUser();

        var created = await api.Scenario(ada, _ =>
        {
            _.Post.Json(new { title = "Buy milk" }).ToUrl(ada.Tasks);
            _.StatusCodeShouldBe(201);
        });
        var found = await api.Scenario(ada, _ => _.Get.Url(created.Header("Location")!));

        Assert.Equal(created.ReadAsText(), found.ReadAsText());
    }

    [Fact]
    public async Task Answers_in_json()
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync("""{"title":"Buy milk"}""");

        Assert.Equal("application/json; charset=utf-8", response.Context.Response.ContentType);
    }

    [Fact]
    public async Task Numbers_tasks_without_repeating()
    {
        var ada = api.NewUser();

        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ada.CreateIdAsync()));

        Assert.Equal(20, ids.Distinct().Count());
    }

    [Fact]
    public async Task Fifty_parallel_first_requests_of_one_user_all_succeed()
    {
        var ada = api.NewUser();

        var created = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ada.CreateIdAsync()));

        Assert.Equal(created.Order(), (await ada.ListAsync()).Select(task => task.Id()).Order());
    }

    [Fact]
    public async Task Fifty_parallel_first_requests_of_every_kind_all_succeed()
    {
        var ada = api.NewUser();

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => number % 2 == 0
            ? ada.GetAsync("tasks")
            : ada.PostAsync("""{"title":"first"}""")));

        Assert.All(responses, response => Assert.True(response.Status() is 200 or 201, response.ReadAsText()));
        Assert.Equal(25, (await ada.ListAsync()).Length);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("<script>alert('hi')</script> & \"quotes\" \\ / %20 ${x} {{y}}")]
    [InlineData("'; DROP TABLE tasks; --")]
    [InlineData("Ä ö ß é 日本語 עברית 👩‍👩‍👧‍👦 e\u0301")]
    [InlineData("null")]
    public async Task Keeps_a_title_as_it_is(string title)
    {
        var ada = api.NewUser();

        var created = await ada.CreateAsync(title);

        Assert.Equal(title, created.Text("title"));
        Assert.Equal(title, (await ada.GetAsync(created.Id())).Text("title"));
    }

    [Theory]
    [InlineData("  Buy milk  ")]
    [InlineData("\u00a0Buy milk\u3000")]
    [InlineData("\u2003Buy milk")]
    public async Task Trims_a_title(string title) =>
        Assert.Equal("Buy milk", (await api.NewUser().CreateAsync(title)).Text("title"));

    [Fact]
    public async Task Does_not_trim_a_description() =>
        Assert.Equal("  - one\r\n\t- two\n ", (await api.NewUser().CreateAsync(new { title = "x", description = "  - one\r\n\t- two\n " })).Text("description"));

    [Theory]
    [InlineData("a", 200)]
    [InlineData("é", 200)]
    [InlineData(Emoji, 200)]
    [InlineData("e\u0301", 100)]
    public async Task Takes_a_title_of_200_characters(string character, int times)
    {
        var title = string.Concat(Enumerable.Repeat(character, times));
        var ada = api.NewUser();

        var created = await ada.CreateAsync(title);

        Assert.Equal(title, created.Text("title"));
        Assert.Equal(title, (await ada.GetAsync(created.Id())).Text("title"));
    }

    [Theory]
    [InlineData("HIGH", "high")]
    [InlineData("Medium", "medium")]
    public async Task Takes_a_priority_in_any_case(string given, string kept) =>
        Assert.Equal(kept, (await api.NewUser().CreateAsync(new { title = "x", priority = given })).Text("priority"));

    [Fact]
    public async Task Counts_the_characters_of_a_title_after_trimming() =>
        Assert.Equal(200, (await api.NewUser().CreateAsync($"   {new string('a', 200)}   ")).Text("title")!.Length);

    [Theory]
    [InlineData("a", 201)]
    [InlineData(Emoji, 201)]
    [InlineData("a", 5000)]
    public async Task Refuses_a_title_of_more_than_200_characters(string character, int times)
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync(new { title = string.Concat(Enumerable.Repeat(character, times)) });

        response.ShouldBeInvalid("title");
        Assert.Empty(await ada.ListAsync());
    }

    [Theory]
    [InlineData("""{}""", "is required")]
    [InlineData("""{"description":"no title"}""", "is required")]
    [InlineData("""{"title":""}""", "must not be empty")]
    [InlineData("""{"title":"    "}""", "must not be empty")]
    [InlineData("""{"title":"\u00a0\u3000"}""", "must not be empty")]
    [InlineData("""{"title":null}""", "must not be null")]
    public async Task Refuses_a_task_without_a_title(string json, string message)
    {
        var ada = api.NewUser();

        var refused = await ada.PostAsync(json);

        refused.ShouldBeProblem("VALIDATION_ERROR", ("title", message));
        Assert.Empty(await ada.ListAsync());
    }

    [Theory]
    [InlineData("a", 1000)]
    [InlineData(Emoji, 1000)]
    public async Task Takes_a_description_of_1000_characters(string character, int times)
    {
        var description = string.Concat(Enumerable.Repeat(character, times));
        var ada = api.NewUser();

        var created = await ada.CreateAsync(new { title = "x", description });

        Assert.Equal(description, (await ada.GetAsync(created.Id())).Text("description"));
    }

    [Theory]
    [InlineData("a", 1001)]
    [InlineData(Emoji, 1001)]
    public async Task Refuses_a_description_of_more_than_1000_characters(string character, int times)
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync(new { title = "x", description = string.Concat(Enumerable.Repeat(character, times)) });

        response.ShouldBeInvalid("description");
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task Reads_back_an_empty_description_as_it_answered()
    {
        var ada = api.NewUser();

        var created = await ada.CreateAsync(new { title = "x", description = "" });

        Assert.Equal(created.ToString(), (await ada.GetAsync(created.Id())).ToString());
    }

    [Theory]
    [InlineData(@"\u0000")]
    [InlineData(@"\u0001")]
    [InlineData(@"\b")]
    [InlineData(@"\t")]
    [InlineData(@"\n")]
    [InlineData(@"\r")]
    [InlineData(@"\u001b")]
    [InlineData(@"\u007f")]
    [InlineData(@"\u0085")]
    [InlineData(@"\u009f")]
    public async Task Refuses_control_characters_in_a_title(string character)
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync($$"""{"title":"Buy{{character}}milk"}""");

        response.ShouldBeInvalid("title");
        Assert.Empty(await ada.ListAsync());
    }

    [Theory]
    [InlineData(@"\u0000")]
    [InlineData(@"\u0008")]
    [InlineData(@"\u000b")]
    [InlineData(@"\f")]
    [InlineData(@"\u001b")]
    [InlineData(@"\u007f")]
    [InlineData(@"\u0085")]
    public async Task Refuses_control_characters_in_a_description(string character)
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync($$"""{"title":"x","description":"two{{character}}bottles"}""");

        response.ShouldBeInvalid("description");
        Assert.Empty(await ada.ListAsync());
    }

    [Theory]
    [InlineData("low", "low")]
    [InlineData("medium", "medium")]
    [InlineData("high", "high")]
    [InlineData("HIGH", "high")]
    [InlineData("Low", "low")]
    public async Task Takes_every_priority_in_any_case(string priority, string kept) =>
        Assert.Equal(kept, (await api.NewUser().CreateAsync(new { title = "x", priority })).Text("priority"));

    [Theory]
    [InlineData("title", "1")]
    [InlineData("title", "true")]
    [InlineData("title", "[\"Buy milk\"]")]
    [InlineData("title", "{\"text\":\"Buy milk\"}")]
    [InlineData("title", "1e999")]
    [InlineData("description", "1")]
    [InlineData("description", "false")]
    [InlineData("description", "[]")]
    [InlineData("description", "{}")]
    [InlineData("completed", "\"true\"")]
    [InlineData("completed", "1")]
    [InlineData("completed", "0")]
    [InlineData("completed", "[]")]
    [InlineData("completed", "{}")]
    [InlineData("completed", "null")]
    [InlineData("priority", "1")]
    [InlineData("priority", "\"1\"")]
    [InlineData("priority", "\"urgent\"")]
    [InlineData("priority", "\" high\"")]
    [InlineData("priority", "\"low,high\"")]
    [InlineData("priority", "\"\"")]
    [InlineData("priority", "[\"high\"]")]
    [InlineData("priority", "{}")]
    [InlineData("due_date", "20261201")]
    [InlineData("due_date", "1796083200000")]
    [InlineData("due_date", "true")]
    [InlineData("due_date", "[]")]
    [InlineData("due_date", "{}")]
    [InlineData("due_date", "\"\"")]
    public async Task Names_the_member_that_has_a_wrong_value(string member, string value)
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync(member == "title" ? $$"""{"title":{{value}}}""" : $$"""{"title":"x","{{member}}":{{value}}}""");

        response.ShouldBeInvalid(member);
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task Takes_null_for_what_may_be_missing()
    {
        var response = await api.NewUser().PostAsync("""{"title":"x","description":null,"due_date":null}""");

        response.StatusCodeShouldBe(201);
        var created = response.Json();
        Assert.True(created.IsNull("description"));
        Assert.True(created.IsNull("due_date"));
    }

    [Fact]
    public async Task Names_every_value_that_is_not_allowed()
    {
        var ada = api.NewUser();

        var refused = await api.Scenario(ada, _ =>
        {
            _.Post.Json(new { title = new string('a', 201), description = new string('a', 1001) }).ToUrl(ada.Tasks);
            _.StatusCodeShouldBe(422);
        });

        refused.ShouldBeProblem("VALIDATION_ERROR", ("title", "must be at most 200 characters long"), ("description", "must be at most 1000 characters long"));
    }

    [Fact]
    public async Task Ignores_read_only_members()
    {
        var ada = api.NewUser();
        var other = await ada.CreateAsync("other");

        var response = await ada.PostAsync(new { id = other.Id(), user_id = "bob", title = "mine", created_at = "1999-01-01T00:00:00Z", updated_at = "1999-01-01T00:00:00Z" });

        response.StatusCodeShouldBe(201);
        var created = response.Json();
        Assert.NotEqual(other.Id(), created.Id());
        Assert.Equal(ada.Id, created.Text("user_id"));
        Assert.NotEqual(1999, created.Instant("created_at").Year);
        Assert.NotEqual(1999, created.Instant("updated_at").Year);
        Assert.Equal("other", (await ada.GetAsync(other.Id())).Text("title"));
    }

    [Theory]
    [InlineData("id", "\"abc\"")]
    [InlineData("id", "null")]
    [InlineData("id", "-1")]
    [InlineData("user_id", "42")]
    [InlineData("user_id", "null")]
    [InlineData("created_at", "\"yesterday\"")]
    [InlineData("updated_at", "{\"a\":[1,2]}")]
    public async Task Ignores_read_only_members_whatever_they_hold(string member, string value)
    {
        var response = await api.NewUser().PostAsync($$"""{"title":"x","{{member}}":{{value}}}""");

        response.StatusCodeShouldBe(201);
    }

    [Fact]
    public async Task Takes_back_a_whole_task_as_a_new_one()
    {
        var ada = api.NewUser();
        var first = await ada.CreateAsync(new { title = "x", description = "y", priority = "low", due_date = "2026-12-01T09:00:00Z", completed = true });

        var response = await ada.PostAsync(first.GetRawText());

        response.StatusCodeShouldBe(201);
        var second = response.Json();
        Assert.NotEqual(first.Id(), second.Id());
        Assert.All(["title", "description", "priority", "due_date", "completed"], member =>
            Assert.Equal(first.GetProperty(member).ToString(), second.GetProperty(member).ToString()));
    }

    [Theory]
    [InlineData("due_dat", "due_date")]
    [InlineData("due", null)]
    [InlineData("duedate", "due_date")]
    [InlineData("titel", "title")]
    [InlineData("Title", "title")]
    [InlineData("descripton", "description")]
    [InlineData("complete", "completed")]
    [InlineData("prioriy", "priority")]
    [InlineData("colour", null)]
    public async Task Refuses_unknown_members_and_suggests_one_that_is_close(string member, string? suggestion)
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync($$"""{"title":"x","{{member}}":"y"}""");

        var message = Assert.Single((response.ShouldBeInvalid(member))[member]);
        if (suggestion is not null)
        {
            Assert.Contains($"did you mean '{suggestion}'?", message, StringComparison.Ordinal);
        }
        else if (member == "colour")
        {
            Assert.DoesNotContain("did you mean", message, StringComparison.Ordinal);
        }

        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task Refuses_unknown_query_parameters()
    {
        var ada = api.NewUser();

        var response = await ada.SendAsync(HttpMethod.Post, "tasks?dry_run=true", """{"title":"x"}""");

        response.ShouldBeInvalid("dry_run");
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task Tolerates_the_user_id_in_the_query()
    {
        var ada = api.NewUser();

        var response = await ada.SendAsync(HttpMethod.Post, $"tasks?user_id={ada.Id}", """{"title":"x"}""");

        response.StatusCodeShouldBe(201);
    }

    [Fact]
    public async Task Speaks_of_time_as_its_own_clock_does()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var ada = api.NewUser();

        var first = await ada.CreateAsync("first");
        var second = await ada.CreateAsync("second");

        Assert.InRange(first.Instant("created_at"), before, second.Instant("created_at"));
        Assert.EndsWith("Z", first.Text("created_at"), StringComparison.Ordinal);
        Assert.Equal(first.Text("created_at"), first.Instant("created_at").ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture));
        Assert.Equal(JsonValueKind.Number, second.GetProperty("id").ValueKind);
    }
}
