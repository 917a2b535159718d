using Alba;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class MoveTaskTests(TodoApi api)
{
    [Fact]
    public async Task New_tasks_come_last_and_positions_sort_by_code_points()
    {
        var (ada, _) = await WithTasksAsync("a", "b", "c");

        var tasks = await ada.ListAsync("?sort=position");

        Assert.Equal(["a", "b", "c"], tasks.Select(task => task.Text("title")));
        Assert.Equal(tasks.Select(task => task.Text("position")!).Order(StringComparer.Ordinal), tasks.Select(task => task.Text("position")));
        Assert.Equal(["c", "b", "a"], await ada.TitlesAsync("?sort=-position"));
        Assert.Equal(["c", "b", "a"], await ada.TitlesAsync("?sort=position&order=desc"));
        Assert.Equal(["a", "b", "c"], await ada.TitlesAsync("?sort=position&order=asc"));
    }

    [Theory]
    [InlineData("a", """{"after":@c}""", "b c a d")]
    [InlineData("a", """{"after":@d}""", "b c d a")]
    [InlineData("d", """{"after":@a}""", "a d b c")]
    [InlineData("d", """{"before":@b}""", "a d b c")]
    [InlineData("a", """{"before":@d}""", "b c a d")]
    [InlineData("c", """{"before":@a}""", "c a b d")]
    [InlineData("c", """{"after":null}""", "c a b d")]
    [InlineData("b", """{"before":null}""", "a c d b")]
    [InlineData("b", """{"list_id":null,"before":null}""", "a c d b")]
    public async Task Moves_a_task(string title, string body, string titles)
    {
        var (ada, ids) = await WithTasksAsync("a", "b", "c", "d");

        var answer = (await MoveAsync(ada, ids[title], With(body, ids))).StatusCodeShouldBe(200);

        Assert.Equal((2, "\"2\""), (answer.Json().Version(), answer.Header("ETag")));
        Assert.Equal(answer.Json().GetRawText(), (await ada.GetAsync(ids[title])).GetRawText());
        Assert.Equal(titles.Split(' '), await ada.TitlesAsync("?sort=position"));

        // One row was written, and what comes now is still last.
        Assert.Equal(5L, await api.ExecuteAsync($"SELECT count(*) FROM task_changes WHERE user_id = '{ada.Id}'"));
        await ada.CreateAsync("e");
        Assert.Equal($"{titles} e".Split(' '), await ada.TitlesAsync("?sort=position"));
    }

    [Theory]
    [InlineData("b", """{"after":@a}""")]
    [InlineData("b", """{"before":@c}""")]
    [InlineData("a", """{"after":null}""")]
    [InlineData("c", """{"before":null}""")]
    [InlineData("a", """{"list_id":null}""")]
    public async Task A_move_to_where_the_task_stands_changes_nothing(string title, string body)
    {
        var (ada, ids) = await WithTasksAsync("a", "b", "c");
        var before = await ada.GetAsync(ids[title]);

        var answer = await MoveAsync(ada, ids[title], With(body, ids));

        Assert.Equal(before.GetRawText(), answer.StatusCodeShouldBe(200).Json().GetRawText());
    }

    [Fact]
    public async Task Moves_to_and_fro_agree_with_a_list()
    {
        var (ada, ids) = await WithTasksAsync("a", "b", "c", "d", "e");
        var model = new List<string> { "a", "b", "c", "d", "e" };
        var random = new Random(7);

        for (var i = 0; i < 60; i++)
        {
            var title = model[random.Next(model.Count)];
            var others = model.Where(other => other != title).ToList();
            var anchor = others[random.Next(others.Count)];
            var isBehind = random.Next(2) == 0;
            (await MoveAsync(ada, ids[title], With(isBehind ? $$"""{"after":@{{anchor}}}""" : $$"""{"before":@{{anchor}}}""", ids))).StatusCodeShouldBe(200);
            model.Remove(title);
            model.Insert(model.IndexOf(anchor) + (isBehind ? 1 : 0), title);

            Assert.Equal(model, await ada.TitlesAsync("?sort=position"));
        }
    }

    [Fact]
    public async Task Parallel_moves_leave_a_total_order()
    {
        var (ada, ids) = await WithTasksAsync([.. Enumerable.Range(0, 10).Select(i => $"{i}")]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => i % 5 == 4
            ? ada.PostAsync(new { title = $"new {i}" })
            : MoveAsync(ada, ids[$"{i % 10}"], With(i % 3 == 0 ? """{"after":null}""" : $$"""{"after":@{{(i + 3) % 10}}}""", ids)))));

        Assert.All(answers, answer => Assert.InRange(answer.Status(), 200, 201));
        var positions = (await ada.ListAsync("?sort=position")).Select(task => task.Text("position")!).ToList();
        Assert.Equal(20, positions.Distinct().Count());
        Assert.Equal(positions.Order(StringComparer.Ordinal), positions);
        Assert.Equal((await ada.WalkAsync("tasks?sort=position&limit=3", 3)).Select(task => task.Text("position")), positions);
    }

    [Fact]
    public async Task What_is_in_the_trash_comes_back_to_its_place()
    {
        var (ada, ids) = await WithTasksAsync("a", "b", "c", "d");
        await MoveAsync(ada, ids["d"], With("""{"after":@a}""", ids));
        await ada.DeleteAsync($"tasks/{ids["d"]}");

        // To the very same place, twice, and one that seems to stand there already.
        await MoveAsync(ada, ids["c"], With("""{"after":@a}""", ids));
        await MoveAsync(ada, ids["c"], With("""{"after":@b}""", ids));
        var same = await MoveAsync(ada, ids["b"], With("""{"after":@a}""", ids));
        await MoveAsync(ada, ids["c"], With("""{"before":@b}""", ids));
        Assert.Equal(["a", "c", "b"], await ada.TitlesAsync("?sort=position"));

        Assert.Equal(1, same.Json().Version());
        (await ada.SendAsync(HttpMethod.Post, $"trash/{ids["d"]}/restore")).StatusCodeShouldBe(200);
        Assert.Equal(["a", "d", "c", "b"], await ada.TitlesAsync("?sort=position"));
    }

    [Fact]
    public async Task An_undone_move_gives_the_place_back_unless_another_task_has_it()
    {
        var (ada, ids) = await WithTasksAsync("a", "b", "c", "d");
        await MoveAsync(ada, ids["d"], With("""{"after":@a}""", ids));
        await MoveAsync(ada, ids["d"], With("""{"after":null}""", ids));
        var away = (await ada.HistoryAsync(ids["d"]))[0];

        Assert.Equal(["position"], away.GetProperty("changes").EnumerateObject().Select(member => member.Name));
        (await ada.UndoAsync(away.Id())).StatusCodeShouldBe(200);
        Assert.Equal(["a", "d", "b", "c"], await ada.TitlesAsync("?sort=position"));

        await MoveAsync(ada, ids["d"], With("""{"before":null}""", ids));
        var last = (await ada.HistoryAsync(ids["d"]))[0].Id();
        await MoveAsync(ada, ids["c"], With("""{"after":@a}""", ids));
        (await ada.UndoAsync(last)).ShouldBeProblem("CONFLICT");
        Assert.Equal(["a", "c", "b", "d"], await ada.TitlesAsync("?sort=position"));

        // Nor does the trash: what was taken meanwhile is where it was created again.
        await ada.DeleteAsync($"tasks/{ids["c"]}");
        (await ada.UndoAsync(last)).StatusCodeShouldBe(200);
        Assert.Equal(["a", "d", "b"], await ada.TitlesAsync("?sort=position"));
        (await ada.SendAsync(HttpMethod.Post, $"trash/{ids["c"]}/restore")).StatusCodeShouldBe(200);
        Assert.Equal(["a", "d", "b", "c"], await ada.TitlesAsync("?sort=position"));
    }

    [Theory]
    [InlineData("""{}""", "after", "is required, or before, or list_id")]
    [InlineData("""{"after":@b,"before":@c}""", "before", "cannot be used together with after")]
    [InlineData("""{"after":@a}""", "after", "must be another task")]
    [InlineData("""{"before":@a}""", "before", "must be another task")]
    [InlineData("""{"after":9223372036854775807}""", "after", "must be one of your tasks")]
    [InlineData("""{"before":0}""", "before", "must be one of your tasks")]
    [InlineData("""{"after":"x"}""", "after", "must be a whole number")]
    [InlineData("""{"after":@b,"list_id":9223372036854775807}""", "list_id", "must be one of your lists")]
    [InlineData("""{"after":@b,"more":1}""", "more", "is not a known member")]
    public async Task Refuses_a_move_to_nowhere(string body, string member, string message)
    {
        var (ada, ids) = await WithTasksAsync("a", "b", "c");

        var refused = await MoveAsync(ada, ids["a"], With(body, ids));

        Assert.Contains(message, string.Join(' ', refused.ShouldBeInvalid(member)[member]), StringComparison.Ordinal);
        Assert.Equal(["a", "b", "c"], await ada.TitlesAsync("?sort=position"));
    }

    [Fact]
    public async Task Only_live_tasks_of_the_user_count()
    {
        var (ada, ids) = await WithTasksAsync("a", "b");
        var foreign = await api.NewUser().CreateIdAsync();
        await ada.DeleteAsync($"tasks/{ids["b"]}");

        (await MoveAsync(ada, ids["a"], $$"""{"after":{{foreign}}}""")).ShouldBeInvalid("after");
        (await MoveAsync(ada, ids["a"], With("""{"before":@b}""", ids))).ShouldBeInvalid("before");
        (await MoveAsync(ada, ids["b"], With("""{"after":@a}""", ids))).ShouldBeProblem("TASK_NOT_FOUND");
        (await MoveAsync(ada, foreign, With("""{"after":@a}""", ids))).ShouldBeProblem("TASK_NOT_FOUND");
    }

    [Fact]
    public async Task A_move_with_another_version_is_refused_with_the_task_as_it_is()
    {
        var (ada, ids) = await WithTasksAsync("a", "b");

        var refused = await MoveAsync(ada, ids["b"], """{"after":null}""", ("If-Match", "\"7\""));
        var moved = await MoveAsync(ada, ids["b"], """{"after":null}""", ("If-Match", "\"1\""));

        Assert.Equal(ids["b"], refused.ShouldBeProblem("PRECONDITION_FAILED").GetProperty("current").Id());
        Assert.Equal(2, moved.StatusCodeShouldBe(200).Json().Version());
        Assert.Equal(["b", "a"], await ada.TitlesAsync("?sort=position"));
    }

    [Fact]
    public async Task Of_parallel_moves_with_the_same_version_one_succeeds()
    {
        var (ada, ids) = await WithTasksAsync("a", "b", "c");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => MoveAsync(ada, ids["c"], """{"after":null}""", ("If-Match", "\"1\""))));

        Assert.Single(answers, answer => answer.Status() == 200);
        Assert.Equal(19, answers.Count(answer => answer.Status() == 412));
    }

    [Fact]
    public async Task A_retry_with_its_key_moves_once()
    {
        var (ada, ids) = await WithTasksAsync("a", "b", "c");

        var first = await MoveAsync(ada, ids["c"], """{"after":null}""", ("Idempotency-Key", "\"move\""));
        await MoveAsync(ada, ids["a"], """{"after":null}""");
        var again = await MoveAsync(ada, ids["c"], """{"after":null}""", ("Idempotency-Key", "\"move\""));
        var refused = await MoveAsync(ada, ids["c"], """{"list_id":9223372036854775807}""", ("Idempotency-Key", "\"list\""));

        Assert.Equal(first.StatusCodeShouldBe(200).ReadAsText(), again.StatusCodeShouldBe(200).ReadAsText());
        Assert.Equal("true", again.Header("Idempotency-Replayed"));
        refused.ShouldBeInvalid("list_id");
        Assert.Equal(["a", "c", "b"], await ada.TitlesAsync("?sort=position"));
    }

    [Fact]
    public async Task A_walk_by_position_neither_repeats_nor_skips_what_others_move()
    {
        var (ada, ids) = await WithTasksAsync("a", "b", "c", "d", "e", "f");
        var first = await ada.PageAsync("tasks?sort=position&limit=2");

        await MoveAsync(ada, ids["b"], With("""{"before":null}""", ids));
        await MoveAsync(ada, ids["f"], With("""{"before":@d}""", ids));

        Assert.Equal(["a", "b"], first.Titles);
        Assert.Equal(["c", "f", "d", "e", "b"], (await ada.WalkAsync(first.Next!)).Select(task => task.Text("title")));
    }

    private async Task<(ApiUser Ada, Dictionary<string, long> Ids)> WithTasksAsync(params string[] titles)
    {
        var ada = api.NewUser();
        var ids = new Dictionary<string, long>();
        foreach (var title in titles)
        {
            ids[title] = await ada.CreateIdAsync(title);
        }

        return (ada, ids);
    }

    private static string With(string body, Dictionary<string, long> ids) => ids.Aggregate(body, (text, task) => text.Replace($"@{task.Key}", $"{task.Value}", StringComparison.Ordinal));

    private static Task<IScenarioResult> MoveAsync(ApiUser user, long id, string body, params (string Name, string Value)[] headers) => user.Scenario(_ =>
    {
        _.Send(HttpMethod.Post, $"{user.Tasks}/{id}/move", body);
        foreach (var (name, value) in headers)
        {
            _.WithRequestHeader(name, value);
        }

        _.IgnoreStatusCode();
    });
}
