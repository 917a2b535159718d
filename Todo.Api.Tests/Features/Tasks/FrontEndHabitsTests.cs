using Microsoft.IdentityModel.JsonWebTokens;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

/// <summary>Whole rounds as existing front ends make them: the query of their list and the bodies of their forms, all fields included.</summary>
public sealed class FrontEndHabitsTests(TodoApi api)
{
    [Theory]
    [InlineData("", """{"title":"Milk"}""", """{"title":"Oat milk"}""", null)]
    [InlineData("?sort=created", """{"title":"Milk","description":""}""", """{"title":"Oat milk","description":"x"}""", null)]
    [InlineData("?user_id={id}", """{"title":"Milk","description":null,"completed":false,"user_id":"{id}","due_date":null}""", """{"title":"Oat milk","description":null,"due_date":"2026-12-01T10:30"}""", """{"completed":true}""")]
    [InlineData("?status=incomplete&sort_by=created_at&sort_order=desc", """{"title":"Milk","description":"","priority":"medium","due_date":"2026-12-01T09:00:00.000Z","recurrence_rule":null,"reminder_offset":null}""", """{"title":"Oat milk","priority":"high","due_date":null,"recurrence_rule":null,"reminder_offset":null}""", null)]
    [InlineData("?skip=0&limit=100&status=all", """{"title":"Milk","description":null}""", """{"title":"Oat milk","description":null,"completed":false}""", "{}")]
    [InlineData("?limit=50&offset=0", """{"title":"Milk","priority":"Medium","due_date":null,"unheard_of":[]}""", """{"title":"Oat milk","priority":"HIGH","due_date":"2026-12-01","unheard_of":[]}""", """{"completed":true}""")]
    [InlineData("?completed=false", """{"title":"Milk","category":null,"priority":null,"is_recurring":false,"recurrence_type":null}""", """{"title":"Oat milk","category":null,"status":"pending"}""", """{"status":"completed"}""")]
    [InlineData("?status=pending&search=", """{"title":"Milk","priority":"medium","category":"","description":"","is_recurring":false,"reminders":[]}""", """{"title":"Oat milk","due_date":null}""", """{"status":"completed"}""")]
    [InlineData("?page=1&limit=20&status_filter=pending&sort_by=created_at&sort_order=desc", """{"title":"Milk","tag_ids":[],"position":null}""", """{"title":"Oat milk","status":"pending","completed":false}""", """{"completed":true}""")]
    public async Task A_round_of_a_front_end_goes_through(string query, string create, string update, string? complete)
    {
        var ada = api.NewUser();
        string Of(string text) => text.Replace("{id}", ada.Id, StringComparison.Ordinal);

        foreach (var tasks in (string[])[ada.Tasks, "/api/tasks"])
        {
            var id = (await ada.SendAsync(HttpMethod.Post, tasks, Of(create))).StatusCodeShouldBe(201).Json().Id();
            Assert.Equal(id, Assert.Single((await ada.GetAsync(tasks + Of(query))).StatusCodeShouldBe(200).Json().EnumerateArray()).Id());
            Assert.Equal("Milk", (await ada.GetAsync($"{tasks}/{id}")).Json().Text("title"));
            Assert.Equal("Oat milk", (await ada.SendAsync(HttpMethod.Put, $"{tasks}/{id}", Of(update))).StatusCodeShouldBe(200).Json().Text("title"));
            Assert.True((await ada.SendAsync(HttpMethod.Patch, $"{tasks}/{id}/complete", complete)).StatusCodeShouldBe(200).Json().IsCompleted());
            (await ada.DeleteAsync($"{tasks}/{id}")).StatusCodeShouldBe(204);
            Assert.Empty((await ada.GetAsync(tasks + Of(query))).Json().EnumerateArray());
        }
    }

    [Fact]
    public async Task A_front_end_that_keeps_its_token_only_finds_its_user_in_it()
    {
        var account = new { email = Sessions.NewEmail(), password = Sessions.Password, full_name = "Ada" };
        await api.Host.PostAsync("/api/auth/signup", account).SessionAsync(201);
        var form = new Dictionary<string, string> { ["username"] = account.email, ["password"] = account.password };
        var token = (await api.Scenario(_ => _.Post.FormData(form).ToUrl("/api/auth/token")).SessionAsync()).Text("access_token")!;

        var ada = api.NewUser(new JsonWebToken(token).GetClaim("user_id").Value) with { Token = token };
        var id = await ada.CreateIdAsync();

        Assert.True((await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}", new { completed = true })).Json().IsCompleted());
        Assert.Equal("Ada", (await ada.GetAsync("/api/auth/me")).Json().Text("name"));
    }

    [Fact]
    public async Task The_token_of_a_cached_session_is_enough()
    {
        var ada = api.NewUser();
        var cached = Tokens.Sign(new { session = new { userId = ada.Id, token = "opaque" }, user = new { id = ada.Id, email = "ada@example.com" }, version = "1", exp = Tokens.InMinutes(5) });

        var list = await (ada with { Token = cached }).GetAsync("tasks");

        list.StatusCodeShouldBe(200);
    }
}
