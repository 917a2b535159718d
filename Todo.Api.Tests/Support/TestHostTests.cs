namespace Todo.Api.Tests.Support;

/// <summary>What the other tests rely on.</summary>
public sealed class TestHostTests(TodoApi api)
{
    [Fact]
    public async Task What_the_server_logs_for_a_test_lands_in_its_output()
    {
        var ada = api.NewUser();

        await Task.WhenAll(ada.ListAsync(), api.Instance.NewUser().ListAsync(), api.Instance.SendRawAsync("GET /api/ada/tasks HTTP/1.1"));

        var output = TestContext.Current.TestOutputHelper!.Output;
        Assert.Equal(3, output.Split("GET /api/{user_id}/tasks").Length - 1);
        Assert.Contains(ada.Id, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_stubbed_is_not_sent()
    {
        using var client = new HttpClient();

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("http://192.0.2.1/keys", TestContext.Current.CancellationToken));

        Assert.Contains("192.0.2.1 is not stubbed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_arrives_as_it_was_written()
    {
        var refused = await api.NewUser().GetAsync("tasks?a%2Fb=c+d&a%2Fb=%C3%A9&x");

        refused.ShouldBeInvalid("a/b", "x");
    }
}
