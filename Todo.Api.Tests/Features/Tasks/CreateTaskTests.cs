using System.Net;
using System.Net.Http.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class CreateTaskTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Creates_a_task_the_owner_can_list()
    {
        var ada = api.NewUser();

        using var response = await ada.Client.PostAsJsonAsync("tasks", new { title = "  Buy milk " }, Ct);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var created = await response.JsonAsync();
        Assert.Equal("Buy milk", created.Text("title"));
        Assert.Equal(created.ToString(), Assert.Single(await ada.ListAsync()).ToString());
    }
}
