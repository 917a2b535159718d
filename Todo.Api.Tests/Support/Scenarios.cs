using System.Text;
using System.Text.Json;
using Alba;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Todo.Api.Tests.Support;

/// <summary>What Alba's scenarios need besides: requests as they stand, and short words for what came back.</summary>
internal static class Scenarios
{
    /// <summary>
    /// Sends an address exactly as it stands: Alba's <c>Url</c> does not decode the path, and it puts the query together anew.
    /// The body is JSON text, bytes, or an object that becomes JSON.
    /// </summary>
    internal static void Send(this Scenario scenario, HttpMethod method, string address, object? body = null, string? mediaType = "application/json")
    {
        var bytes = body switch
        {
            null => null,
            byte[] raw => raw,
            string text => Encoding.UTF8.GetBytes(text),
            _ => JsonSerializer.SerializeToUtf8Bytes(body),
        };
        scenario.ConfigureHttpContext(context =>
        {
            var parts = address.Split('?', 2);
            context.Request.Method = method.Method;
            context.Request.Path = PathString.FromUriComponent(parts[0]);
            context.Request.QueryString = new QueryString(parts.Length == 2 ? $"?{parts[1]}" : "");
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = address;
            context.Features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(bytes is { Length: > 0 }));
            if (bytes is not null)
            {
                context.Request.Body = new MemoryStream(bytes);
                context.Request.ContentLength = bytes.Length;
                context.Request.ContentType = mediaType;
            }
        });
    }

    internal static JsonElement Json(this IScenarioResult result) => JsonElement.Parse(result.ReadAsText());

    internal static int Status(this IScenarioResult result) => result.Context.Response.StatusCode;

    /// <summary>A header of the answer, which must not be there twice.</summary>
    internal static string? Header(this IScenarioResult result, string name) => result.Context.Response.Headers[name].SingleOrDefault();

    internal static IScenarioResult StatusCodeShouldBe(this IScenarioResult result, int status)
    {
        Assert.True(status == result.Status(), $"Expected {status}, got {result.Status()}: {result.ReadAsText()}");
        return result;
    }

    private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;
}
