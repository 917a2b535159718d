using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Todo.Api.Security;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Contract;

/// <summary>What no new endpoint can escape.</summary>
public sealed class EndpointAccessTests(TodoApi api)
{
    private RouteEndpoint[] Endpoints { get; } =
        [.. api.Instance.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    private IEnumerable<(HttpMethod Method, string Path)> OfUsers => Endpoints
        .Where(endpoint => endpoint.Metadata.GetMetadata<Access>() == Access.Owner)
        .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
            .Where(method => method != "HEAD")
            .Select(method => (new HttpMethod(method), endpoint.RoutePattern.RawText!)));

    [Fact]
    public void Every_endpoint_declares_who_may_call_it()
    {
        Assert.NotEmpty(Endpoints);
        Assert.All(Endpoints, endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<Access>()));
    }

    [Fact]
    public void Every_endpoint_of_a_user_is_there_without_the_id_too()
    {
        string[] all = [.. OfUsers.Select(endpoint => $"{endpoint.Method} {endpoint.Path}")];
        string[] withId = [.. all.Where(endpoint => endpoint.Contains("/api/{user_id}/", StringComparison.Ordinal))];

        Assert.NotEmpty(withId);
        Assert.Equal(
            withId.Concat(withId.Select(endpoint => endpoint.Replace("/{user_id}", "", StringComparison.Ordinal))).Order(StringComparer.Ordinal),
            all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_endpoint_of_a_user_asks_for_a_token()
    {
        using var anonymous = api.NewClient();

        Assert.NotEmpty(OfUsers);
        foreach (var (method, path) in OfUsers)
        {
            using var response = await anonymous.SendAsync(new HttpRequestMessage(method, Fill(path, "bob")), TestContext.Current.CancellationToken);
            await response.AssertProblemAsync(HttpStatusCode.Unauthorized, "AUTH_REQUIRED");
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }
    }

    [Fact]
    public async Task Every_endpoint_of_a_user_refuses_others()
    {
        var ada = api.NewUser();
        var bob = api.NewUser();
        var id = await bob.CreateIdAsync();

        var withId = OfUsers.Where(endpoint => endpoint.Path.Contains("{user_id}", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(withId);
        foreach (var (method, path) in withId)
        {
            using var response = await ada.Client.SendAsync(
                new HttpRequestMessage(method, Fill(path, bob.Id, id)), TestContext.Current.CancellationToken);
            await response.AssertProblemAsync(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        Assert.Equal(id, Assert.Single(await bob.ListAsync()).Id());
    }

    [Fact]
    public async Task Every_endpoint_of_a_user_tells_of_unknown_query_parameters()
    {
        var ada = api.NewUser();

        foreach (var (method, path) in OfUsers)
        {
            using var response = await ada.Client.SendAsync(
                new HttpRequestMessage(method, $"{Fill(path, ada.Id)}?user_id={ada.Id}&surprise=1"), TestContext.Current.CancellationToken);
            await response.AssertInvalidAsync("surprise");
        }
    }

    private static string Fill(string path, string userId, long id = 1) => path
        .Replace("{user_id}", userId, StringComparison.Ordinal)
        .Replace("{task_id}", $"{id}", StringComparison.Ordinal)
        .Replace("{change_id}", $"{id}", StringComparison.Ordinal)
        .Replace("{list_id}", $"{id}", StringComparison.Ordinal)
        .Replace("{name}", "home", StringComparison.Ordinal);
}
