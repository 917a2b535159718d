using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Responses;

/// <summary>HEAD is GET without the body.</summary>
public sealed class HeadTests(TodoApi api)
{
    /// <summary>Of the moment, and of how a body is sent.</summary>
    private static readonly string[] Changing = ["Date", "X-Request-Id", "RateLimit", "Transfer-Encoding", "Content-Length", "Content-Security-Policy"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Works_wherever_GET_does()
    {
        var methods = api.Instance.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => (endpoint.RoutePattern.RawText, endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods))
            .Where(endpoint => endpoint.HttpMethods.Contains("GET"))
            .ToArray();

        Assert.True(methods.Length > 10);
        Assert.All(methods, endpoint => Assert.Contains("HEAD", endpoint.HttpMethods));
    }

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/health", 200)]
    [InlineData("/health/live", 200)]
    [InlineData("/health/ready", 200)]
    [InlineData("/api/health", 200)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/openapi/v1.yaml", 200)]
    [InlineData("/scalar/", 200)]
    [InlineData("/docs", 302)]
    [InlineData("/api/auth/me", 200)]
    [InlineData("/api/auth/session", 200)]
    [InlineData("/api/tasks?page=1&limit=1", 200)]
    [InlineData("/api/{user_id}/tasks?page=1&limit=1", 200)]
    [InlineData("/api/{user_id}/tasks/{task_id}", 200)]
    [InlineData("/api/{user_id}/tasks/0", 404)]
    [InlineData("/api/{user_id}/trash?limit=1", 200)]
    [InlineData("/api/trash", 200)]
    [InlineData("/api/{user_id}/tasks?limit=0", 422)]
    [InlineData("/api/bob/tasks", 403)]
    [InlineData("/nothing", 404)]
    public async Task Has_the_headers_of_GET_and_no_body(string address, int status)
    {
        var ada = api.Instance.NewUser();
        await ada.CreateAsync("1");
        address = address.Replace("{user_id}", ada.Id, StringComparison.Ordinal).Replace("{task_id}", $"{await ada.CreateIdAsync()}", StringComparison.Ordinal);

        using var get = await ada.Client.GetAsync(address, Ct);
        using var head = await ada.SendAsync(HttpMethod.Head, address);

        Assert.Equal(((HttpStatusCode)status, (HttpStatusCode)status), (get.StatusCode, head.StatusCode));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal(Headers(get), Headers(head));
    }

    private static string[] Headers(HttpResponseMessage response) =>
    [
        .. response.Headers.Concat(response.Content.Headers)
            .Where(header => !Changing.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Order(StringComparer.Ordinal),
    ];
}
