using Alba;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Security;

/// <summary>Everything of a user is there without the user's id too, and the words that such addresses begin with are no user ids.</summary>
public sealed class UserPathsTests(TodoApi api)
{
    public static TheoryData<string> ReservedWords =>
    [
        "tasks", "trash", "changes", "events", "batch", "lists", "tags", "auth", "health", "v1", "users", "signup", "signin", "login", "register",
        "Tasks", "AUTH", "V1",
    ];

    [Fact]
    public async Task Without_an_id_it_is_the_user_of_the_token()
    {
        var ada = api.NewUser();

        var created = await ada.SendAsync(HttpMethod.Post, "/api/tasks", new { title = "mine" });
        created.StatusCodeShouldBe(201);
        var task = created.Json();
        var address = $"/api/tasks/{task.Id()}";

        Assert.Equal((ada.Id, address), (task.Text("user_id"), created.Header("Location")));
        Assert.Equal(task.ToString(), (await ada.GetAsync(address)).Json().ToString());
        Assert.Equal(task.ToString(), (await ada.GetAsync(task.Id())).ToString());
        Assert.Single((await ada.GetAsync("/api/tasks?status=pending")).Json().EnumerateArray());
        Assert.Single((await ada.GetAsync($"/API/Tasks/?user_id={ada.Id}")).Json().EnumerateArray());
        Assert.Equal("put", (await ada.SendAsync(HttpMethod.Put, address, new { title = "put" })).Json().Text("title"));
        Assert.Equal("patched", (await ada.SendAsync(HttpMethod.Patch, address, new { title = "patched" })).Json().Text("title"));
        Assert.True((await ada.SendAsync(HttpMethod.Patch, $"{address}/complete")).Json().IsCompleted());
        (await ada.DeleteAsync(address)).StatusCodeShouldBe(204);
        (await ada.GetAsync(address)).ShouldBeProblem("TASK_NOT_FOUND");
        Assert.Single((await ada.GetAsync("/api/Trash/")).Json().EnumerateArray());
        (await ada.SendAsync(HttpMethod.Post, $"/api/trash/{task.Id()}/restore")).StatusCodeShouldBe(200);
        (await ada.DeleteAsync(address)).StatusCodeShouldBe(204);
        (await ada.DeleteAsync($"/api/trash/{task.Id()}")).StatusCodeShouldBe(204);
        (await ada.DeleteAsync("/api/trash")).StatusCodeShouldBe(204);
        (await ada.SendAsync(HttpMethod.Post, "/api/tasks", new { title = "" })).ShouldBeInvalid("title");
    }

    [Fact]
    public async Task Links_keep_the_form_that_was_asked_for()
    {
        var ada = api.NewUser($"a/ü {Guid.NewGuid():N}");
        await ada.CreateAsync("1");
        var created = await ada.PostAsync(new { title = "2" });

        Assert.StartsWith($"/api/{Uri.EscapeDataString(ada.Id)}/tasks/", created.Header("Location"), StringComparison.Ordinal);
        Assert.StartsWith("</api/tasks?limit=1&cursor=", (await ada.GetAsync("/api/tasks?limit=1")).Header("Link"), StringComparison.Ordinal);
        Assert.StartsWith($"<{ada.Tasks}?limit=1&cursor=", (await ada.GetAsync("tasks?limit=1")).Header("Link"), StringComparison.Ordinal);

        await ada.TrashAsync();
        await ada.TrashAsync();
        Assert.StartsWith("</api/trash?limit=1&cursor=", (await ada.GetAsync("/api/trash?limit=1")).Header("Link"), StringComparison.Ordinal);
        Assert.StartsWith($"</api/{Uri.EscapeDataString(ada.Id)}/trash?limit=1&cursor=", (await ada.GetAsync("trash/?limit=1")).Header("Link"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_another_user_is_there()
    {
        var bob = api.NewUser();
        var before = await bob.CreateAsync("of bob");
        var ada = api.NewUser();
        var address = $"/api/tasks/{before.Id()}";

        (await ada.GetAsync(address)).ShouldBeProblem("TASK_NOT_FOUND");
        (await ada.SendAsync(HttpMethod.Put, address, new { title = "of ada" })).ShouldBeProblem("TASK_NOT_FOUND");
        (await ada.SendAsync(HttpMethod.Patch, $"{address}/complete")).ShouldBeProblem("TASK_NOT_FOUND");
        (await ada.DeleteAsync(address)).ShouldBeProblem("TASK_NOT_FOUND");
        Assert.Empty((await ada.GetAsync($"/api/tasks?user_id={bob.Id}")).Json().EnumerateArray());
        Assert.Equal(before.ToString(), (await bob.GetAsync(before.Id())).ToString());
    }

    [Theory]
    [InlineData("GET", "tasks")]
    [InlineData("POST", "tasks")]
    [InlineData("DELETE", "tasks/1")]
    [InlineData("BREW", "tasks")]
    [InlineData("GET", "tasks/1/complete")]
    [InlineData("GET", "tasks/1/nothing")]
    [InlineData("GET", "TASKS/nothing/at/all")]
    [InlineData("GET", "trash")]
    [InlineData("POST", "batch")]
    [InlineData("GET", "tags/home")]
    [InlineData("GET", "lists/tasks")]
    public async Task Without_a_token_it_is_no_user(string method, string path)
    {
        var anonymous = await api.Host.SendAsync(new(method), $"/api/{path}");
        var bad = await (api.NewUser() with { Token = Tokens.Sign(new { sub = "ada", exp = Tokens.InMinutes(-60) }) }).SendAsync(new(method), $"/api/{path}");

        anonymous.ShouldBeProblem("AUTH_REQUIRED");
        bad.ShouldBeProblem("TOKEN_EXPIRED");
    }

    [Theory]
    [InlineData("GET", "/api/tasks/1/nothing", "NOT_FOUND")]
    [InlineData("GET", "/api/tasks/tasks/1/more", "NOT_FOUND")]
    [InlineData("GET", "/api/lists/tasks", "LIST_NOT_FOUND")]
    [InlineData("GET", "/api/tasks/tasks", "TASK_NOT_FOUND")]
    [InlineData("BREW", "/api/tasks", "METHOD_NOT_ALLOWED")]
    [InlineData("POST", "/api/trash", "METHOD_NOT_ALLOWED")]
    [InlineData("GET", "/api/trash/1", "METHOD_NOT_ALLOWED")]
    [InlineData("GET", "/api/trash/1/restore", "METHOD_NOT_ALLOWED")]
    [InlineData("GET", "/api/trash/1/nothing", "NOT_FOUND")]
    [InlineData("GET", "/api/tasks/1/complete", "METHOD_NOT_ALLOWED")]
    public async Task What_is_not_there_is_told_with_a_token(string method, string address, string errorCode)
    {
        var response = await api.NewUser().SendAsync(new(method), address);

        response.ShouldBeProblem(errorCode);
    }

    [Fact]
    public async Task Who_toggles_at_another_address_is_told_ours()
    {
        var ada = api.NewUser();

        var toggled = await ada.SendAsync(HttpMethod.Patch, "/api/tasks/5/toggle");

        Assert.EndsWith("did you mean /api/{user_id}/tasks/{task_id}/complete or /api/tasks/{task_id}/complete?", toggled.ShouldBeProblem("NOT_FOUND").Text("detail"), StringComparison.Ordinal);
        (await api.Host.SendAsync(HttpMethod.Patch, "/api/tasks/5/toggle")).ShouldBeProblem("AUTH_REQUIRED");
    }

    [Theory]
    [MemberData(nameof(ReservedWords))]
    public async Task A_token_of_a_user_with_such_an_id_is_refused(string id)
    {
        var user = api.NewUser(id);

        foreach (var address in (string[])["/api/tasks", "/api/ada/tasks", "/api/auth/me"])
        {
            (await user.GetAsync(address)).ShouldBeProblem("TOKEN_INVALID");
        }
    }

    [Theory]
    [MemberData(nameof(ReservedWords))]
    public async Task Such_a_word_is_no_path_of_a_user(string word)
    {
        var ada = api.NewUser();

        foreach (var path in (string[])["tasks/1", "nothing"])
        {
            Assert.Contains((await ada.GetAsync($"/api/{word}/{path}")).Status(), (int[])[404, 405]);
        }
    }

    [Theory]
    [InlineData("task")]
    [InlineData("me")]
    [InlineData("api")]
    [InlineData("v2")]
    [InlineData("user")]
    [InlineData("tasksx")]
    public async Task Other_words_are_user_ids(string id)
    {
        var created = await api.NewUser(id).PostAsync(new { title = "mine" });

        created.StatusCodeShouldBe(201);
    }

    [Theory]
    [InlineData("/api/v1/tasks", "/api/{user_id}/tasks or /api/tasks")]
    [InlineData("/api/v1/tasks/5", "/api/{user_id}/tasks/{task_id} or /api/tasks/{task_id}")]
    [InlineData("/api/v1/ada/tasks", "/api/{user_id}/tasks")]
    [InlineData("/api/v1/ada/tasks/5/complete", "/api/{user_id}/tasks/{task_id}/complete")]
    [InlineData("/api/v1/auth/login", "/api/auth/login")]
    [InlineData("/api/v1/users/ada/tasks", "/api/{user_id}/tasks")]
    [InlineData("/v1/tasks", "/api/{user_id}/tasks or /api/tasks")]
    [InlineData("/api/users/ada/tasks", "/api/{user_id}/tasks")]
    [InlineData("/api/users/ada/tasks/5", "/api/{user_id}/tasks/{task_id}")]
    [InlineData("/users/ada/tasks", "/api/{user_id}/tasks")]
    [InlineData("/ada/tasks", "/api/{user_id}/tasks")]
    [InlineData("/api/users/me", "/api/auth/me")]
    [InlineData("/api/user/me", "/api/auth/me")]
    [InlineData("/api/users/me/tasks", "/api/{user_id}/tasks or /api/tasks")]
    [InlineData("/api/user/todos", "/api/{user_id}/tasks or /api/tasks")]
    [InlineData("/api/task", "/api/{user_id}/tasks or /api/tasks")]
    [InlineData("/api/todo", "/api/{user_id}/tasks or /api/tasks")]
    [InlineData("/api/Todos/", "/api/{user_id}/tasks or /api/tasks")]
    [InlineData("/api/todos/5", "/api/{user_id}/tasks/{task_id} or /api/tasks/{task_id}")]
    [InlineData("/api/todos/5/toggle", "/api/{user_id}/tasks/{task_id}/complete or /api/tasks/{task_id}/complete")]
    [InlineData("/api/v1/todos", "/api/{user_id}/tasks or /api/tasks")]
    [InlineData("/todos", "/api/{user_id}/tasks or /api/tasks")]
    [InlineData("/tasks", "/api/{user_id}/tasks or /api/tasks")]
    [InlineData("/tasks/5/", "/api/{user_id}/tasks/{task_id} or /api/tasks/{task_id}")]
    [InlineData("/api/signup", "/api/auth/signup")]
    [InlineData("/api/SignIn/", "/api/auth/signin")]
    [InlineData("/api/login", "/api/auth/login")]
    [InlineData("/api/register", "/api/auth/register")]
    [InlineData("/api/logout", "/api/auth/logout")]
    [InlineData("/api/refresh", "/api/auth/refresh")]
    [InlineData("/api/session", "/api/auth/session")]
    [InlineData("/api/me", "/api/auth/me")]
    [InlineData("/signup", "/api/auth/signup")]
    [InlineData("/auth/signin", "/api/auth/signin")]
    [InlineData("/auth/sign-in/email", "/api/auth/sign-in/email")]
    [InlineData("/api/auth/sign-in", "/api/auth/signin")]
    [InlineData("/api/auth/sign-up", "/api/auth/signup")]
    [InlineData("/api/auth/get-session", "/api/auth/session")]
    [InlineData("/auth/Sign-Up", "/api/auth/signup")]
    [InlineData("/token", "/api/auth/token")]
    [InlineData("/api/health/ready", "/health/ready")]
    public async Task An_address_near_one_of_ours_is_told_which_with_or_without_a_token(string address, string expected)
    {
        var (ada, body) = (api.NewUser(), new { title = "lost" });

        foreach (var response in (IScenarioResult[])[await api.Host.GetAsync(address), await api.Host.PostAsync(address, body), await ada.GetAsync(address), await ada.SendAsync(HttpMethod.Post, address, body)])
        {
            Assert.Equal($"There is nothing at this address; did you mean {expected}?", response.ShouldBeProblem("NOT_FOUND").Text("detail"));
        }
    }

    [Theory]
    [InlineData("todos", "/api/{user_id}/tasks")]
    [InlineData("todos/5", "/api/{user_id}/tasks/{task_id}")]
    [InlineData("tasks/5/toggle", "/api/{user_id}/tasks/{task_id}/complete")]
    public async Task Below_the_path_of_a_user_only_that_user_is_told_which(string path, string expected)
    {
        var (ada, bob) = (api.NewUser(), api.NewUser());

        var own = await ada.GetAsync(path);
        var others = await bob.GetAsync($"/api/{ada.Id}/{path}");
        var anonymous = await api.Host.GetAsync($"/api/{ada.Id}/{path}");

        Assert.Equal($"There is nothing at this address; did you mean {expected}?", own.ShouldBeProblem("NOT_FOUND").Text("detail"));
        Assert.Equal("This belongs to another user than the one who is signed in.", others.ShouldBeProblem("FORBIDDEN").Text("detail"));
        anonymous.ShouldBeProblem("AUTH_REQUIRED");
    }

    [Theory]
    [InlineData("user", "tasks", "/api/tasks")]
    [InlineData("me", "tasks/5", "/api/tasks/{task_id}")]
    [InlineData("todos", "tasks/", "/api/tasks")]
    public async Task Where_a_word_is_a_users_id_others_are_told_the_address_without_it(string word, string path, string expected)
    {
        var refused = await api.NewUser().GetAsync($"/api/{word}/{path}");
        var anonymous = await api.Host.GetAsync($"/api/{word}/{path}");
        var own = await api.NewUser(word).GetAsync("tasks");

        Assert.Equal($"This belongs to another user than the one who is signed in. Did you mean {expected}?", refused.ShouldBeProblem("FORBIDDEN").Text("detail"));
        anonymous.ShouldBeProblem("AUTH_REQUIRED");
        own.StatusCodeShouldBe(200);
    }

    [Theory]
    [InlineData("/api/v1")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/users")]
    [InlineData("/api/users/ada")]
    [InlineData("/api/auth")]
    [InlineData("/api/auth/nothing")]
    [InlineData("/api/api/auth/nothing")]
    [InlineData("/nothing/at/all/5")]
    public async Task An_address_near_nothing_is_told_no_other(string address)
    {
        foreach (var response in (IScenarioResult[])[await api.Host.GetAsync(address), await api.NewUser().GetAsync(address)])
        {
            Assert.Equal("There is nothing at this address.", response.ShouldBeProblem("NOT_FOUND").Text("detail"));
        }
    }
}
