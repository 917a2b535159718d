using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class GetTaskTests(TodoApi api)
{
    /// <summary>What is not a positive 64-bit integer, and one that is but belongs to no task.</summary>
    public static TheoryData<string> NoSuchIds =>
    [
        "0", "-1", "abc", "1.5", "1e3", "0x1", "null", "undefined", "NaN", "1,000", "１", "%20", "%201", "1%20", "-", "1a", "_", "1%01",
        "9223372036854775807", "9223372036854775808", "18446744073709551617", "99999999999999999999999999", "-9223372036854775808", "1%2F2", "%F0%9F%A6%84",
    ];

    [Fact]
    public async Task Answers_with_the_task_as_it_was_created()
    {
        var ada = api.NewUser();
        var created = await ada.CreateAsync(new { title = "Buy milk", description = "two", priority = "low", due_date = "2026-12-01" });

        var found = await api.Scenario(ada, _ =>
        {
            _.Get.Url($"{ada.Tasks}/{created.Id()}");
            _.Header("Content-Type").SingleValueShouldEqual("application/json; charset=utf-8");
        });

        Assert.Equal(created.GetRawText(), found.ReadAsText());
    }

    [Theory]
    [MemberData(nameof(NoSuchIds))]
    public async Task Does_not_find_what_is_no_task(string id)
    {
        var ada = api.NewUser();
        await ada.CreateIdAsync();

        var response = await ada.GetAsync($"tasks/{id}");

        response.ShouldBeProblem("TASK_NOT_FOUND");
    }

    [Fact]
    public async Task Does_not_find_the_task_of_another_user()
    {
        var id = await api.NewUser().CreateIdAsync();

        var response = await api.NewUser().GetAsync($"tasks/{id}");

        response.ShouldBeProblem("TASK_NOT_FOUND");
    }

    [Fact]
    public async Task Tells_a_task_of_another_user_like_one_that_never_was()
    {
        var id = await api.NewUser().CreateIdAsync();
        var bob = api.NewUser();

        var foreign = await bob.GetAsync($"tasks/{id}");
        var missing = await bob.GetAsync("tasks/9223372036854775806");

        var one = foreign.ShouldBeProblem("TASK_NOT_FOUND");
        var other = missing.ShouldBeProblem("TASK_NOT_FOUND");
        Assert.Equal(other.Text("detail"), one.Text("detail"));
    }

    [Fact]
    public async Task Tolerates_the_user_id_in_the_query()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var response = await ada.GetAsync($"tasks/{id}?user_id={ada.Id}");

        response.StatusCodeShouldBe(200);
    }

    [Fact]
    public async Task Refuses_unknown_query_parameters()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var response = await ada.GetAsync($"tasks/{id}?fields=title");

        response.ShouldBeInvalid("fields");
    }
}
